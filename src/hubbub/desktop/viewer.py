"""One picture as large as the window has room for."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from hubbub.tk.look import Look
from hubbub.tk.overlay import Overlay, Overlays
from hubbub.views.files import Card

BESIDE, ABOVE = 80, 150  # pixels of the design that the picture leaves free


class Viewer(Overlay):
    """`fetch(card, width, height, then)` gets it whole; `open_it` and `save` are what its buttons do."""

    def __init__(
        self,
        overlays: Overlays,
        look: Look,
        card: Card,
        fetch: Callable[[Card, int, int, Viewer], object],
        open_it: Callable[[], object],
        save: Callable[[], object],
    ) -> None:
        super().__init__(overlays, look, padding=14, passing=True)
        px, window = look.px, overlays.window
        self.photo: tk.PhotoImage | None = None
        width, height = self._size(card, window.winfo_width() - px(BESIDE), window.winfo_height() - px(ABOVE))
        head = tk.Frame(self, background=look.t["raised"])
        head.grid(row=0, column=0, sticky="ew", pady=(0, px(10)))
        head.columnconfigure(0, weight=1)
        words = look.fit(f"{card.name}   {card.about}", "smallbold", max(px(120), width - px(220)))
        look.label(head, words, "smallbold", "ink", "raised", anchor="w").grid(row=0, column=0, sticky="w")
        buttons = [("Open", open_it), ("Save", save), ("Close", self.close)]
        made = []
        for column, (text, does) in enumerate(buttons, 1):
            button = ttk.Button(head, text=text, style="raised.TButton", command=does)
            button.grid(row=0, column=column, padx=(px(6), 0))
            made.append(button)
        self.place_ = look.label(self, "", "small", "ink_2", "well")
        self.place_.grid(row=1, column=0)
        frame = tk.PhotoImage(master=look.root, width=width, height=height)
        frame.put(look.t["well"], to=(0, 0, width, height))
        self._show(frame)
        self.place(relx=0.5, rely=0.5, anchor="center")
        self.open(made[-1])
        fetch(card, width, height, self)

    def _size(self, card: Card, wide: int, high: int) -> tuple[int, int]:
        file = card.file
        scale = min(self.look.px(100) / 100, max(60, wide) / file.width, max(60, high) / file.height)
        return max(1, round(file.width * scale)), max(1, round(file.height * scale))

    def _show(self, photo: tk.PhotoImage) -> None:
        self.photo = photo
        self.place_.configure(image=photo)

    def show(self, png: bytes) -> None:
        if self.winfo_exists():
            self._show(tk.PhotoImage(master=self.look.root, data=png, format="png"))

    def failed(self, words: str) -> None:
        if self.winfo_exists():
            self.place_.configure(text=words, compound="center")
