"""A field of one line, with grey words while it is empty."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk
from typing import Any

from .look import Look


class Entry(ttk.Entry):
    """`hint` shows while nothing is in it; `text()` is what was typed."""

    def __init__(self, master: tk.Misc, look: Look, hint: str = "", font: str = "list", **more: Any) -> None:
        super().__init__(master, font=look.fonts[font], **more)
        self.look, self.hint = look, hint
        self._label = look.label(self, hint, font, "ink_3", "raised", cursor="xterm", takefocus=False)
        self._label.bind("<Button-1>", lambda event: self.focus_set())
        self.bind("<KeyRelease>", lambda event: self._show_hint(), add=True)
        self.bind("<<Paste>>", lambda event: self.after_idle(self._show_hint), add=True)
        self.bind("<Control-a>", lambda event: self._all())
        self._show_hint()

    def text(self) -> str:
        return self.get()

    def put(self, text: str) -> None:
        """This text instead, with the cursor at its end."""
        self.delete(0, "end")
        self.insert(0, text)
        self.icursor("end")
        self._show_hint()

    def _all(self) -> str:
        self.select_range(0, "end")
        return "break"

    def _show_hint(self) -> None:
        if self.get() or not self.hint:
            self._label.place_forget()
        else:
            self._label.place(x=self.look.px(9), rely=0.5, anchor="w")
