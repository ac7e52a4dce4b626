"""One line of fixed height above the field: no connection, what was just done, who is typing, or nothing."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

from hubbub.tk.look import Look

HIGH = 30
PASSING = 4000  # milliseconds for which something that was done is told
UNDOING = 10_000  # for which it can be undone


class Strip(tk.Frame):
    """`trouble` stands until it is over; `tell` passes; `work` can be stopped; then comes `typing`."""

    def __init__(self, master: tk.Misc, look: Look) -> None:
        super().__init__(master, background=look.t["canvas"], height=look.px(HIGH))
        self.look = look
        self.retry: Callable[[], object] = lambda: None
        self.stop: Callable[[], object] = lambda: None
        self._trouble = self._told = self._work = self._slow = self._typing = ""
        self._retry = False
        self._act: tuple[str, Callable[[], object]] | None = None
        self._due = ""
        self.grid_propagate(False)
        self.columnconfigure(1, weight=1)
        self.rowconfigure(0, weight=1)
        px = look.px
        self._sign = tk.Label(self, borderwidth=0)
        self._sign.grid(row=0, column=0, padx=(px(18), px(8)))
        self._words = look.label(self, "", "small", "ink_2", "canvas", anchor="w", width=1, justify="left")
        self._words.grid(row=0, column=1, sticky="ew", padx=(0, px(12)))
        self._words.bind("<Configure>", lambda event: self._fit())
        self._again = look.label(
            self, "Try now", "smallbold", "accent_ink", "canvas", cursor="hand2", takefocus=True,
            highlightthickness=max(1, px(2)), highlightcolor=look.t["accent_ink"],
        )  # fmt: skip
        self._again.grid(row=0, column=2, padx=px(18))
        for keys in ("<Button-1>", "<Return>", "<space>"):
            self._again.bind(keys, lambda event: self.press())
        self._shown: tuple[str, bool, str] | None = None
        self._show()

    @property
    def troubled(self) -> bool:
        return bool(self._trouble)

    def trouble(self, words: str, *, retry: bool = True) -> None:
        self._trouble, self._retry = words, retry
        self._show()

    def tell(self, words: str, act: tuple[str, Callable[[], object]] | None = None) -> None:
        """`act`: what can be done about it, and its words."""
        self._told, self._act = words, act
        if self._due:
            self.after_cancel(self._due)
        self._due = self.after(UNDOING if act else PASSING, self._passed)
        self._show()

    def _passed(self) -> None:
        self._due, self._told, self._act = "", "", None
        self._show()

    def _button(self) -> tuple[str, Callable[[], object]] | None:
        """What the words offer to do."""
        if self._trouble:
            return ("Try now", self.retry) if self._retry else None
        if self._told:
            return self._act
        return ("Stop", self.stop) if self._work else None

    def press(self) -> None:
        """Do what it offers, if it offers anything."""
        button = self._button()
        if button is not None:
            if button is self._act:
                self._passed()
            button[1]()

    def work(self, words: str) -> None:
        """What is under way; '' when nothing is any more."""
        self._work = words
        self._show()

    def typing(self, words: str) -> None:
        self._typing = words
        self._show()

    def slow(self, words: str) -> None:
        """When one may write again."""
        self._slow = words
        self._show()

    @property
    def _now(self) -> str:
        return self._trouble or self._told or self._work or self._slow or self._typing

    def _fit(self) -> None:
        """In one line; what troubles, or is told, in two where one has no room for it."""
        look, words, wide = self.look, self._now, max(1, self._words.winfo_width() - 2)
        much = wide > 1 and look.fonts["small"].measure(look.shown(words, left=False)) > wide
        lines = 2 if much and (self._trouble or self._told) else 1
        room = wide if lines == 1 else 2 * wide - look.px(60)  # a line may end before its end
        self._words.configure(text=look.fit(words, "small", room, left=False), wraplength=wide if lines == 2 else 0)
        self.configure(height=look.px(HIGH) + (lines - 1) * look.height("small"))

    def _show(self) -> None:
        warn = bool(self._trouble)
        button = self._button()
        acts = button[0] if button is not None else ""
        words = self._now
        if self._shown == (words, warn, acts):
            return
        self._shown = (words, warn, acts)
        look, ground = self.look, self.look.t["warn_soft" if warn else "canvas"]
        for widget in (self, self._sign, self._words, self._again):
            widget.configure(background=ground, highlightbackground=ground)
        self._sign.configure(image=look.icon("warn", "new_ink", 18) if warn else "", width=0)
        self._fit()
        self._words.configure(foreground=look.t["ink" if warn else "ink_2"])
        if acts:
            self._again.configure(text=f"{acts}  F7")
            self._again.grid()
        else:
            self._again.grid_remove()
