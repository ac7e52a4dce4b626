"""A long column of rows in one native Text: only what changed is drawn, and what one reads stays where it is.

What makes it fast: one `insert` with all chunks of a stretch, few tags however many rows, pictures made once. Which row
is at which line is a list of line numbers, bisected. Tk names each embedded picture by a walk through all others, so
that some 1,000 rows with faces are the most there should be.
"""

from __future__ import annotations

import tkinter as tk
from bisect import bisect_right
from collections.abc import Callable, Hashable, Mapping, Sequence
from itertools import accumulate
from typing import Any, Generic, TypeVar

from .changes import Stretch, stretches
from .chunks import Chunks
from .look import Look
from .wheel import bind_wheel

Row = TypeVar("Row")
Key = Hashable
UNCOVERED = 60  # milliseconds; by then the X server has told all
NOTCH = 60  # pixels of the design for one turn of the wheel


class TextLog(tk.Text, Generic[Row]):
    """`show(rows)` makes it show these. It follows the end while the end is in view; else the same line stays in place.

    `write(row, chunks)` puts one row, its last line ended. `scrolled` is told when something else is in view.
    """

    def __init__(
        self,
        master: tk.Misc,
        look: Look,
        write: Callable[[Row, Chunks], None],
        *,
        key: Callable[[Row], Key],
        surface: str = "canvas",
        font: str = "text",
        **more: Any,
    ) -> None:
        t, self.look = look.t, look
        super().__init__(
            master,
            wrap="word",
            font=look.fonts[font],
            background=t[surface],
            foreground=t["ink"],
            relief="flat",
            borderwidth=0,
            highlightthickness=0,
            padx=0,
            cursor="arrow",
            state="disabled",
            width=1,
            height=1,
            selectbackground=t["select"],
            selectforeground=t["ink"],
            inactiveselectbackground=t["select"],
            undo=False,
            insertwidth=0,
            exportselection=False,
            **more,
        )
        self.write, self.key = write, key
        self.rows: list[Row] = []
        self.counts: list[int] = []  # lines of each row
        self.starts: list[int] = []  # the first line of each
        self.following = True
        self.scrolled: Callable[[], object] = lambda: None
        self.embed: Callable[[str], tk.Widget | None] = lambda name: None
        self._bar: Callable[[float, float], object] = lambda first, last: None
        self._size = (0, 0)
        self._due = self._blank = ""
        super().configure(yscrollcommand=self._moved)
        self.bind("<Configure>", self._resized)
        bind_wheel(self, lambda turns: self.scroll(round(turns * look.px(NOTCH))))

    def configure(self, *args: Any, **options: Any) -> Any:
        """As that of a Text, but the scrollbar's command is called by us, who listen too."""
        if "yscrollcommand" in options:
            self._bar = options.pop("yscrollcommand")
        return super().configure(*args, **options)

    # What is shown

    def show(self, rows: Sequence[Row], again: Callable[[Row], bool] | None = None) -> None:
        """These rows from now on. `again`: rows that are drawn anew though they are equal."""
        old = [_FRESH if again(row) else row for row in self.rows] if again else self.rows
        changes = stretches(old, rows, lambda row: id(row) if row is _FRESH else self.key(row))
        if not changes:
            self.rows = list(rows)
            return
        held = None if self.following else self._anchor({self.key(row): row for row in rows})
        super().configure(state="normal")
        for change in reversed(changes):  # the last first: the lines above keep their numbers
            self._replace(change, rows)
        super().configure(state="disabled")
        self.rows = list(rows)
        self._hold(held)

    def _replace(self, change: Stretch, rows: Sequence[Row]) -> None:
        old, old_end, new, new_end = change
        line = self._line(old)
        if old_end > old:
            self.delete(f"{line}.0", f"{self._line(old_end)}.0")
        out, counts = Chunks(line), []
        for row in rows[new:new_end]:
            before = out.line
            self.write(row, out)
            counts.append(out.line - before)
        self._insert(line, out)
        self.counts[old:old_end] = counts
        self.starts = list(accumulate(self.counts, initial=1))[:-1]

    def _line(self, place: int) -> int:
        """The line at which that row begins, or would."""
        if place < len(self.starts):
            return self.starts[place]
        return self.starts[-1] + self.counts[-1] if self.starts else 1

    def _insert(self, line: int, out: Chunks) -> None:
        call, me = self.tk.call, str(self)
        if out.parts:
            call(me, "insert", f"{line}.0", *out.parts)
        for place, picture, align in reversed(out.pictures):  # the last first: the places before it stay right
            call(me, "image", "create", place, "-image", picture, "-align", align)
        for place, name in out.windows:
            widget = self.embed(name)
            if widget is not None:
                tags = self.tag_names(place)
                self.window_create(place, window=widget)
                for tag in tags:
                    self.tag_add(tag, place)

    def clear(self) -> None:
        self.show(())
        self.following = True

    # What stays in place

    def _anchor(self, kept: Mapping[Key, Row]) -> tuple[Key, int, int] | None:
        """A row that is in view and stays: which of its lines, and how far from the top that line stands.

        Rather one that has its place among its neighbours, stands where one reads, and is drawn as it was.
        """
        first, last = self.visible()
        places = [place for place in range(first, last + 1) if self.key(self.rows[place]) in kept]
        read = self.read_from(first, last)
        for place in sorted(places, key=lambda place: self._unsteady(place, read, kept)):
            for part in range(self.counts[place]):
                info = self.dlineinfo(f"{self.starts[place] + part}.0")
                if info:
                    return self.key(self.rows[place]), part, info[1]
        return None

    def _unsteady(self, place: int, read: int, kept: Mapping[Key, Row]) -> tuple[bool, bool, bool]:
        row = self.rows[place]
        return not self.steady(row), place < read, kept[self.key(row)] != row

    def read_from(self, first: int, last: int) -> int:
        """For subclasses: from which of the rows in view on one reads."""
        return first

    def steady(self, row: Row) -> bool:
        """For subclasses: whether the row stays between its neighbours. A day's line goes up to older ones."""
        return True

    def _hold(self, anchor: tuple[Key, int, int] | None) -> None:
        if self.following:
            self.see("end")
        elif anchor is not None:
            key, part, y = anchor
            place = next((n for n, row in enumerate(self.rows) if self.key(row) == key), -1)
            if place >= 0:
                self.put_at(place, y, min(part, self.counts[place] - 1))

    def put_at(self, place: int, y: int, part: int = 0) -> None:
        """Scroll so that (that line of) this row stands so many pixels below the top."""
        index = f"{self.starts[place] + part}.0"
        info = self.dlineinfo(index)
        if info and info[1] == y:
            return
        self.yview(index)
        info = self.dlineinfo(index)
        if info:
            self.yview_scroll(info[1] - y, "pixels")

    def to_end(self) -> None:
        self.following = True
        self.see("end")

    def at_end(self) -> bool:
        """Whether the last line of the last row is wholly in view."""
        if not self.rows:
            return True
        info = self.dlineinfo("end-2c")
        return info is not None and info[1] + info[3] <= self.winfo_height() + self.look.px(2)

    def uncovered(self) -> None:
        """Something that lay over it is gone: draw all of it again, soon. The X server blanks what was covered, and Tk
        hears of that after it may have moved the blank place by a scroll.
        """
        if not self._blank:
            self._blank = self.after(UNCOVERED, self._draw_again)

    def _draw_again(self) -> None:
        self._blank = ""
        super().configure(padx=self.cget("padx"))

    def scroll(self, pixels: int) -> None:
        self.yview_scroll(pixels, "pixels")

    def _moved(self, first: float, last: float) -> None:
        self._bar(first, last)
        if not self._due:
            self._due = self.after_idle(self._settled)

    def _settled(self) -> None:
        self._due = ""
        if (self.winfo_width(), self.winfo_height()) == self._size:
            self.following = self.at_end()
        self.scrolled()

    def _resized(self, event: tk.Event[tk.Misc]) -> None:
        """Another size: the end stays in view, or the line at the top."""
        if (event.width, event.height) == self._size:
            return
        self._size = (event.width, event.height)
        self.resized()
        if self.following:
            self.see("end")
        self.scrolled()

    def resized(self) -> None:
        """For subclasses: what depends on the width."""

    # Which row is where

    def visible(self) -> tuple[int, int]:
        """The first and the last row of which something is in view; (0, -1) when there is none."""
        if not self.rows:
            return 0, -1
        return max(0, self.at(0)), self.at(self.winfo_height())

    def at(self, y: int) -> int:
        """Which row is shown at that height; -1: none."""
        return self.place_of(self.index(f"@0,{y}"))

    def place_of(self, index: str) -> int:
        """Which row that index of the text is in."""
        return min(bisect_right(self.starts, int(index.split(".")[0])), len(self.rows)) - 1

    def span(self, place: int) -> tuple[str, str]:
        """From where to where that row goes."""
        return f"{self.starts[place]}.0", f"{self._line(place + 1)}.0"

    def find(self, key: Key) -> int:
        """The place of the row with that key; -1: it is not shown."""
        return next((n for n, row in enumerate(self.rows) if self.key(row) == key), -1)

    def box(self, place: int) -> tuple[int, int] | None:
        """The top of a row and the bottom of what is in view of it, in pixels; None: nothing is."""
        first, last = self.visible()
        if not first <= place <= last:
            return None
        start, end = self.span(place)
        top = self.dlineinfo(start)
        under = self.dlineinfo(end) if place + 1 < len(self.rows) else None
        return (top[1] if top else 0), (under[1] if under else self.winfo_height())


class _Fresh:
    """Unequal to every row."""

    def __eq__(self, other: object) -> bool:
        return False

    def __hash__(self) -> int:
        return 0


_FRESH: Any = _Fresh()
