"""A list that draws the rows one can see, and no others: 5,000 members cost what 30 cost."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Hashable, Sequence
from typing import Any, Generic, TypeVar

from .look import Look
from .rowpaint import RowPaint
from .scrolled import Bar
from .wheel import bind_wheel

Row = TypeVar("Row")
LINES = 2  # rows for one turn of the wheel


class RowList(RowPaint, Generic[Row]):
    """`paint(row, y, state)` draws one row at that height; `state` is some of `cursor`, `hover`, `focus`.

    The cursor is where the keyboard is. `moved` is told of a new cursor, `opened` of Enter and of a click, `menu` of
    the right button and the menu key, with the place on the screen; `letters` gets what is typed while the list has
    the focus. A row keeps the cursor when the rows change: `key` says which is which.
    """

    def __init__(
        self,
        master: tk.Misc,
        look: Look,
        height: float,
        surface: str,
        paint: Callable[[RowList[Row], Row, int, set[str]], None],
        *,
        key: Callable[[Row], Hashable] = lambda row: row,
        selectable: Callable[[Row], bool] = lambda row: True,
    ) -> None:
        super().__init__(master, look, height, surface)
        self.paint, self.key, self.selectable = paint, key, selectable
        self.rows: Sequence[Row] = ()
        self.cursor = self.hover = -1
        self.top = 0  # pixels above what one sees
        self.bar: Bar | None = None
        self.moved: Callable[[int], object] = lambda place: None
        self.opened: Callable[[int], object] = lambda place: None
        self.menu: Callable[[int, int, int], object] = lambda place, x, y: None
        self.letters: Callable[[str], object] = lambda letter: None
        self._due = ""
        self._listen()

    def _listen(self) -> None:
        self.bind("<Configure>", lambda event: self.refresh())
        self.bind("<Motion>", lambda event: self._over(event.y))
        self.bind("<Leave>", lambda event: self._over(-1))
        self.bind("<Button-1>", self._click)
        self.bind("<Button-3>", self._right)
        for keys, step in (("<Up>", -1), ("<Down>", 1), ("<Prior>", -10), ("<Next>", 10)):
            self.bind(keys, lambda event, step=step: self.walk(step))  # type: ignore[misc]
        self.bind("<Home>", lambda event: self.walk(-len(self.rows)))
        self.bind("<End>", lambda event: self.walk(len(self.rows)))
        for keys in ("<Return>", "<KP_Enter>"):
            self.bind(keys, lambda event: self.open())
        for keys in ("<Menu>", "<Shift-F10>"):
            self.bind(keys, lambda event: self._menu_key(), add=True)
        self.bind("<FocusIn>", lambda event: self._focused())
        self.bind("<FocusOut>", lambda event: self.refresh())
        self.bind("<Key>", self._typed)
        bind_wheel(self, lambda turns: self.scroll(round(turns * self.row_height * LINES)))

    # What is shown

    def show(self, rows: Sequence[Row]) -> None:
        """These rows from now on; the cursor stays on its row."""
        held = self.key(self.rows[self.cursor]) if 0 <= self.cursor < len(self.rows) else None
        self.rows, self.hover = rows, -1
        if held is not None:
            self.cursor = next((n for n, row in enumerate(rows) if self.key(row) == held), -1)
        self.refresh()

    def refresh(self) -> None:
        """Draw once, when Tk has nothing better to do, however often it is asked for."""
        if not self._due:
            self._due = self.after_idle(self._draw)

    def _draw(self) -> None:
        self._due = ""
        self.delete("all")
        height, whole = self.winfo_height(), len(self.rows) * self.row_height
        self.top = max(0, min(self.top, whole - height))
        first, last = self.top // self.row_height, (self.top + height) // self.row_height + 1
        focused = self.focus_get_safe() is self
        for place in range(first, min(last, len(self.rows))):
            state = {name for name, at in (("cursor", self.cursor), ("hover", self.hover)) if at == place}
            if focused and place == self.cursor:
                state.add("focus")
            self.paint(self, self.rows[place], place * self.row_height - self.top, state)
        if self.bar is not None:
            self.bar.set(self.top / max(1, whole), min(1.0, (self.top + height) / max(1, whole)))

    def focus_get_safe(self) -> tk.Misc | None:
        """Who has the focus; None also when it is in a window that tkinter does not know (a menu's)."""
        try:
            return self.focus_get()
        except KeyError:
            return None

    def yview(self, *args: Any) -> None:  # type: ignore[override]
        """What a scrollbar calls."""
        if args[0] == "moveto":
            self.top = round(float(args[1]) * len(self.rows) * self.row_height)
        else:
            self.top += int(args[1]) * (self.row_height if args[2] == "units" else self.winfo_height())
        self.refresh()

    def scroll(self, pixels: int) -> str:
        self.top += pixels
        self.refresh()
        return "break"

    def is_longer(self) -> bool:
        """Whether there is more in it than one sees at once."""
        return len(self.rows) * self.row_height > self.winfo_height()

    # The keyboard

    def walk(self, step: int) -> str:
        """So many rows on that may be chosen."""
        place, way = self.cursor, 1 if step > 0 else -1
        if place < 0 < -step:
            place = len(self.rows)
        best = self.cursor
        while step and 0 <= place + way < len(self.rows):
            place += way
            if self.selectable(self.rows[place]):
                best, step = place, step - way
        if best >= 0:
            self.put(best)
        return "break"

    def put(self, place: int) -> None:
        """The cursor there, and in view."""
        self.cursor = place
        y = place * self.row_height
        self.top = min(max(self.top, y + self.row_height - self.winfo_height()), y)
        self.refresh()
        self.moved(place)

    def open(self) -> str:
        if 0 <= self.cursor < len(self.rows):
            self.opened(self.cursor)
        return "break"

    def _focused(self) -> None:
        """It is seen where the focus is: at the first row, if it was nowhere yet."""
        if self.cursor < 0:
            self.cursor = next((n for n, row in enumerate(self.rows) if self.selectable(row)), -1)
        self.refresh()

    def _menu_key(self) -> str:
        if 0 <= self.cursor < len(self.rows):
            y = (self.cursor + 1) * self.row_height - self.top
            self.menu(self.cursor, self.winfo_rootx() + self.look.px(32), self.winfo_rooty() + y)
        return "break"

    def _typed(self, event: tk.Event[tk.Misc]) -> None:
        if len(event.char) == 1 and event.char.isprintable() and not int(event.state) & 0x4C:
            self.letters(event.char)

    # The pointer

    def at(self, y: int) -> int:
        """The row at that height that may be chosen; -1: none."""
        place = (y + self.top) // self.row_height if y >= 0 else -1
        return place if 0 <= place < len(self.rows) and self.selectable(self.rows[place]) else -1

    def _over(self, y: int) -> None:
        place = self.at(y)
        if place != self.hover:
            self.hover = place
            self.refresh()

    def _click(self, event: tk.Event[tk.Misc]) -> None:
        self.focus_set()
        place = self.at(event.y)
        if place >= 0:
            self.put(place)
            self.opened(place)

    def _right(self, event: tk.Event[tk.Misc]) -> None:
        place = self.at(event.y)
        if place >= 0:
            self.put(place)
            self.menu(place, event.x_root, event.y_root)
