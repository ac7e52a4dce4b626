"""F1: the keys, then the commands, made from their tables."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from hubbub.tk.look import Look
from hubbub.tk.overlay import Overlay, Overlays
from hubbub.tk.scrolled import Bar
from hubbub.typed import table

from .keys import FIELD_HELP, KEYS, LETTERS, shown

WIDE, HIGH = 640, 520
FIRST = "A screen reader reads `hubbub chat --line` better than this window: one line for each thing that happens."


class Help(Overlay):
    def __init__(self, overlays: Overlays, look: Look) -> None:
        super().__init__(overlays, look, padding=16)
        px, t = look.px, look.t
        self.columnconfigure(0, weight=1)
        self.rowconfigure(1, weight=1)
        look.label(self, "Keys and commands", "head", "ink", "raised").grid(row=0, column=0, sticky="w")
        close = ttk.Button(self, image=look.icon("close", size=16), style="raised.Tool.TButton", command=self.close)
        close.grid(row=0, column=1)
        held = Bar(self, "raised")
        held.grid(row=1, column=0, columnspan=2, sticky="nsew", pady=(px(10), 0))
        self.text = text = tk.Text(
            held, font=look.fonts["list"], background=t["raised"], foreground=t["ink"], wrap="word", relief="flat",
            borderwidth=0, highlightthickness=0, width=1, height=1, tabs=(px(210),), spacing3=px(4), cursor="arrow",
        )  # fmt: skip
        held.hold(text)
        text.tag_configure("title", font=look.fonts["listbold"], spacing1=px(14))
        text.tag_configure("row", lmargin2=px(210))
        text.tag_configure("key", foreground=t["accent_ink"])
        text.tag_configure("aside", foreground=t["ink_2"], font=look.fonts["small"])
        self._write(text)
        text.configure(state="disabled")
        wide = min(px(WIDE), overlays.window.winfo_width() - px(24))
        high = min(px(HIGH), overlays.window.winfo_height() - px(24))
        self.place(relx=0.5, rely=0.5, anchor="center", width=wide, height=high)
        self.open(text)

    def _write(self, text: tk.Text) -> None:
        text.insert("end", f"{FIRST}\n", "aside")
        keys = [(shown(key.keys[0]), key.help) for key in KEYS if key.help]
        letters = [(key, f"on a chosen message: {words}") for key, words in LETTERS]
        commands = [(command.usage, command.help) for command in table.COMMANDS if not command.operators]
        for title, rows in (("Keys", [*keys, *FIELD_HELP, *letters]), ("Commands", commands)):
            text.insert("end", f"{title}\n", "title")
            for key, words in rows:
                text.insert("end", key, ("row", "key"), f"\t{words}\n", "row")
