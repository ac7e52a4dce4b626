"""A menu that pops up where one clicked, or at what is chosen: by pointer, by arrows, by the letters of its items."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from .look import Look
from .overlay import Overlay, Overlays
from .rowlist import RowList

ROW, LEAST, MOST = 30, 180, 360


class Item(msgspec.Struct, frozen=True):
    """`hint`: the key that does the same, shown at the end; `letter`: the key that does it in this menu."""

    text: str
    does: Callable[[], object]
    hint: str = ""
    letter: str = ""
    danger: bool = False


class Menu(Overlay):
    """Opens at a place of the screen, wholly inside of its window."""

    def __init__(self, overlays: Overlays, look: Look, items: Sequence[Item], x: int, y: int) -> None:
        super().__init__(overlays, look, padding=4, passing=True)
        self.items = items
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self.rows = rows = RowList(self, look, ROW, "raised", self._paint, key=id)
        rows.grid(row=0, column=0, sticky="nsew")
        rows.show(list(items))
        rows.opened = self._chosen
        rows.letters = self._letter
        rows.bind("<Motion>", self._follow, add=True)
        rows.bind("<FocusOut>", lambda event: self.close(), add=True)
        self._put(x, y)
        rows.put(0)
        self.open(rows)

    def _put(self, x: int, y: int) -> None:
        look, window = self.look, self.overlays.window
        measure = look.fonts["list"].measure
        text = max(
            (measure(look.fit(item.text, "list", look.px(MOST))) + measure(item.hint) for item in self.items), default=0
        )
        wide = min(max(look.px(LEAST), text + look.px(60)), window.winfo_width())
        high = look.px(ROW) * len(self.items) + look.px(8)
        x, y = x - window.winfo_rootx(), y - window.winfo_rooty()
        x = max(0, min(x, window.winfo_width() - wide - look.px(4)))
        y = y if y + high <= window.winfo_height() else max(0, y - high)
        self.place(x=x, y=y, width=wide, height=min(high, window.winfo_height()))

    def _follow(self, event: object) -> None:
        if self.rows.hover >= 0 and self.rows.hover != self.rows.cursor:
            self.rows.put(self.rows.hover)

    def _chosen(self, place: int) -> None:
        item = self.items[place]
        self.close()
        item.does()

    def _letter(self, letter: str) -> None:
        for place, item in enumerate(self.items):
            if item.letter and item.letter.lower() == letter.lower():
                self._chosen(place)
                return

    def _paint(self, rows: RowList[Item], item: Item, y: int, state: set[str]) -> None:
        look, middle = self.look, y + rows.row_height // 2
        if "cursor" in state:
            rows.back(y, "accent_soft", 0)
            if look.plain:
                rows.ring(y, 0)
        ink = "bad_ink" if item.danger else "ink"
        rows.word(look.px(12), middle, look.fit(item.text, "list", rows.winfo_width() - look.px(24)), "list", ink)
        if item.hint:
            rows.word(rows.winfo_width() - look.px(12), middle, item.hint, "tiny", "ink_2", "e")
