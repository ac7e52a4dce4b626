"""Which of a conversation's rows are in the widget: at most some hundred around what one reads."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from hubbub.views.rows import Row

FIRST = 200  # rows when a place is opened
STEP = 200  # more at each end, when one comes near it
MOST = 800


class Slice(msgspec.Struct):
    """From `first` to before `last` of all rows; `last` None: to the newest, whatever comes."""

    first: str | None = None  # the key of the first row; None: as many as `FIRST` before the end
    last: str | None = None

    def cut(self, rows: Sequence[Row]) -> tuple[int, int]:
        """Where it begins and ends in these rows."""
        end = self._place(rows, self.last, len(rows) - 1) + 1
        start = self._place(rows, self.first, max(0, end - FIRST))
        return max(min(start, end), end - MOST), end

    def _place(self, rows: Sequence[Row], key: str | None, other: int) -> int:
        if key is None:
            return other
        return next((place for place, row in enumerate(rows) if row.key == key), other)

    def up(self, rows: Sequence[Row]) -> bool:
        """More above; False: all of them are in it."""
        start, end = self.cut(rows)
        if start == 0:
            return False
        start = max(0, start - STEP)
        self.first = rows[start].key
        if end - start > MOST:
            self.last = rows[start + MOST - 1].key
        return True

    def down(self, rows: Sequence[Row]) -> bool:
        """More below; False: the newest are in it."""
        start, end = self.cut(rows)
        if end == len(rows):
            self.last = None
            return False
        end = min(len(rows), end + STEP)
        self.last = rows[end - 1].key if end < len(rows) else None
        self.first = rows[max(start, end - MOST)].key
        return True

    def to_end(self) -> None:
        self.first = self.last = None

    def around(self, rows: Sequence[Row], place: int) -> None:
        """So that this row is in it, with others above and below."""
        start, end = self.cut(rows)
        if start <= place < end:
            return
        start, end = max(0, place - STEP // 2), min(len(rows), place + STEP // 2)
        self.first = rows[start].key
        self.last = rows[end - 1].key if end < len(rows) else None
