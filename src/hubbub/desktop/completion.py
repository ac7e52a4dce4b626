"""What the word before the cursor could become, in a list above the field."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hubbub.tk.look import Look
from hubbub.tk.overlay import Overlay, Overlays
from hubbub.tk.rowlist import RowList
from hubbub.views.completing import Candidate

WIDE, ROW, MOST = 380, 32, 8


class Completion(Overlay):
    """It never has the focus: the field hands it the keys that it wants. `takes` is told of what was chosen."""

    def __init__(
        self, overlays: Overlays, look: Look, found: Sequence[Candidate], takes: Callable[[Candidate], object]
    ) -> None:
        super().__init__(overlays, look, padding=4, passing=True)
        self.takes = takes
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self.rows: RowList[Candidate] = RowList(self, look, ROW, "raised", self._paint)
        self.rows.configure(takefocus=False)
        self.rows.grid(row=0, column=0, sticky="nsew")
        self.rows.opened = lambda place: self.take()
        self.show(found)
        self.open()

    def show(self, found: Sequence[Candidate]) -> None:
        self.rows.rows = found = list(found)[:MOST]
        self.rows.put(0)

    def put(self, x: int, y: int) -> None:
        """Its lower left corner there, in pixels of the window."""
        px = self.look.px
        high, window = px(len(self.rows.rows) * ROW + 10), self.overlays.window
        wide = min(px(WIDE), window.winfo_width() - px(16))
        x = max(px(8), min(x, window.winfo_width() - wide - px(8)))
        self.place(x=x, y=y, anchor="sw", width=wide, height=high)
        self.lift()

    def walk(self, step: int) -> None:
        rows = self.rows
        rows.put((rows.cursor + step) % len(rows.rows))

    def current(self) -> Candidate:
        return self.rows.rows[self.rows.cursor]

    def take(self) -> None:
        found = self.current()
        self.close()
        self.takes(found)

    def _paint(self, rows: RowList[Candidate], row: Candidate, y: int, state: set[str]) -> None:
        look, px = self.look, self.look.px
        middle, wide = y + rows.row_height // 2, rows.winfo_width()
        if "cursor" in state:
            rows.back(y, "accent_soft", 0)
            if look.plain:
                rows.ring(y, 0)
        name = look.fit(row.shown, "list", wide - px(24))
        rows.word(px(12), middle, name)
        left = px(12) + look.fonts["list"].measure(name) + px(16)
        if row.words and wide - px(10) - left > px(30):
            rows.word(wide - px(10), middle, look.fit(row.words, "tiny", wide - px(10) - left), "tiny", "ink_2", "e")
