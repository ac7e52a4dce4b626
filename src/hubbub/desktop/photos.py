"""Pictures in the talk: each has its place before it is there, and is fetched when that comes into view."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import Literal

from hubbub.tk.look import Look
from hubbub.views.files import Card

WIDEST, HIGHEST = 416, 312  # pixels of the design
KEPT = 40  # pictures that are remembered though they stand nowhere in the talk any more

Stand = Literal["wanted", "there", "failed"]


class Photos:
    """`fetch(card, width, height)` gets a picture of so many pixels: `show` or `failed` is called with it."""

    def __init__(self, look: Look, fetch: Callable[[Card, int, int], object]) -> None:
        self.look, self.fetch = look, fetch
        self._photos: dict[str, tk.PhotoImage] = {}
        self._stands: dict[str, Stand] = {}

    def photo(self, card: Card) -> tk.PhotoImage | None:
        """What the picture is shown by, which is empty at first; None for what is no picture."""
        if not card.file.width or not card.file.height:
            return None
        known = self._photos.get(card.file.id)
        if known is None:
            self._forget()
            width, height = self.size(card)
            known = tk.PhotoImage(master=self.look.root, width=width, height=height)
            known.put(self.look.t["well"], to=(0, 0, width, height))
            self._photos[card.file.id] = known
        return known

    def size(self, card: Card) -> tuple[int, int]:
        """In pixels of the screen: never more than its own at this scale."""
        px, file = self.look.px, card.file
        scale = min(px(100) / 100, px(WIDEST) / file.width, px(HIGHEST) / file.height)
        return max(1, round(file.width * scale)), max(1, round(file.height * scale))

    def in_view(self, card: Card) -> None:
        """Somebody looks at its place."""
        id = card.file.id
        if id not in self._photos or id in self._stands:
            return
        self._stands[id] = "wanted"
        self.fetch(card, *self.size(card))

    def show(self, card: Card, png: bytes) -> None:
        photo = self._photos.get(card.file.id)
        if photo is not None:
            photo.configure(data=png, format="png")
            self._stands[card.file.id] = "there"

    def failed(self, card: Card) -> None:
        """It is tried again after the connection has come back."""
        if card.file.id in self._photos:
            self._stands[card.file.id] = "failed"

    def again(self) -> None:
        """There is a connection: what failed may be had now."""
        self._stands = {id: stand for id, stand in self._stands.items() if stand == "there"}

    def _forget(self) -> None:
        """Those that stand nowhere, but the last of them: each holds memory for all its points."""
        tk_ = self.look.root.tk
        unused = [id for id, photo in self._photos.items() if not tk_.getboolean(tk_.call("image", "inuse", photo))]
        for id in unused[:-KEPT]:
            del self._photos[id]
            self._stands.pop(id, None)
