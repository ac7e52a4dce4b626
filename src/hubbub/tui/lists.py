"""A list that draws the rows one sees: rooms, people, members, what was found. The keyboard can mark one of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from .cells import cut
from .inks import Inks

WHEEL = 3


class Ink(NamedTuple):
    """A text and how it looks: tokens of ink and ground, '' for the list's own ground."""

    text: str
    ink: str = "ink"
    bold: bool = False
    ground: str = ""


class ListRow(NamedTuple):
    """`sign` stands before `name`, which is cut where `tail` needs the room. Without a key it cannot be marked; `here`:
    where one is.
    """

    key: str = ""
    name: Ink = Ink("")
    sign: Ink | None = None
    tail: Sequence[Ink] = ()
    here: bool = False


class RowList(Widget, can_focus=True):
    """`show` says which rows there are. Enter or a click picks one."""

    FOCUS_ON_CLICK = False
    ALLOW_SELECT = False
    DEFAULT_CSS = "RowList { height: 1fr; }"

    class Picked(Message):
        """A row was picked."""

        def __init__(self, rows: RowList, key: str) -> None:
            super().__init__()
            self.rows, self.key = rows, key

    class Marked(Message):
        """Another row is marked."""

        def __init__(self, rows: RowList, key: str) -> None:
            super().__init__()
            self.rows, self.key = rows, key

    def __init__(
        self, inks: Inks, ground: str = "ground", *, id: str | None = None, always_marked: bool = False
    ) -> None:
        super().__init__(id=id)
        self.inks, self.ground = inks, ground
        self.always_marked = always_marked  # also without the focus, as while one types what to look for
        self.picked: Callable[[str, bool], None] | None = None  # in place of a message, for what may not come late
        self.items: Sequence[ListRow] = ()
        self.marked = ""
        self.top = 0

    def show(self, items: Sequence[ListRow], marked: str | None = None) -> None:
        """Other rows; the mark stays on its key, or goes to the first one."""
        if items == self.items and marked is None:
            return
        self.items = items
        if marked is not None:
            self.marked = marked
        keys = self._keys()
        if self.marked not in keys:
            self.marked = next((row.key for row in items if row.here), keys[0] if keys else "")
        self._reveal()
        self.refresh()

    def restyle(self, inks: Inks) -> None:
        self.inks = inks
        self.refresh()

    def place_of(self, key: str) -> int | None:
        return next((place for place, row in enumerate(self.items) if row.key == key and key), None)

    def _keys(self) -> list[str]:
        return [row.key for row in self.items if row.key]

    # Moving

    def move(self, step: int, *, round: bool = False) -> None:
        """Mark the row so many further on."""
        keys = self._keys()
        if not keys:
            return
        place = keys.index(self.marked) if self.marked in keys else -1
        place = (place + step) % len(keys) if round else min(max(0, place + step), len(keys) - 1)
        self.mark(keys[place])

    def mark(self, key: str) -> None:
        self.marked = key
        self._reveal()
        self.refresh()
        self.post_message(self.Marked(self, key))

    def pick(self) -> None:
        place = self.place_of(self.marked)
        if place is not None:
            self._tell(self.marked, menu=False)

    def _tell(self, key: str, *, menu: bool) -> None:
        if self.picked is not None:
            self.picked(key, menu)
        else:
            self.post_message(self.Picked(self, key))

    def _reveal(self) -> None:
        place, tall = self.place_of(self.marked), self.size.height
        if place is not None and tall > 0:
            above = place - 1 if place and not self.items[place - 1].key else place  # with its heading
            self.top = min(max(self.top, place - tall + 1), above)
        self._clamp()

    def _clamp(self) -> None:
        self.top = max(0, min(self.top, len(self.items) - self.size.height))

    def scroll_lines(self, lines: int) -> None:
        self.top += lines
        self._clamp()
        self.refresh()

    def on_resize(self) -> None:
        self._reveal()

    def on_focus(self) -> None:
        self._reveal()
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    _STEPS = {"up": -1, "down": 1, "home": -1_000_000, "end": 1_000_000}  # noqa: RUF012

    def press(self, key: str) -> bool:
        """Do what the key does in a list; whether it does something."""
        page = max(1, self.size.height - 1)
        step = {**self._STEPS, "pageup": -page, "pagedown": page}.get(key)
        if step is not None:
            self.move(step)
        elif key == "enter":
            self.pick()
        else:
            return False
        return True

    def on_key(self, event: events.Key) -> None:
        if self.press(event.key):
            event.stop()
            event.prevent_default()

    # The mouse

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.scroll_lines(-WHEEL)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.scroll_lines(WHEEL)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        place = event.y + self.top
        if 0 <= place < len(self.items) and self.items[place].key:
            self.marked = self.items[place].key
            self.refresh()
            self._tell(self.marked, menu=event.button == 3)

    # Painting

    def render_line(self, y: int) -> Strip:
        wide, place = self.size.width, y + self.top
        if not 0 <= place < len(self.items):
            return Strip.blank(wide, self.inks.style("", self.ground))
        row = self.items[place]
        marked = bool(row.key) and row.key == self.marked and (self.has_focus or self.always_marked)
        ground = "accent_soft" if marked else f"active_{self.ground}" if row.here else self.ground
        strip = Strip([Segment(part.text, self._style(part, ground)) for part in self._parts(row, wide, marked)])
        strip = strip.adjust_cell_length(wide, self.inks.style("", ground))
        return strip.apply_style(Style(reverse=True)) if marked and self.inks.few else strip

    def _parts(self, row: ListRow, wide: int, marked: bool) -> list[Ink]:
        bar = "▌" if row.here or (marked and self.inks.contrast) else " "
        sign = [Ink(f"{row.sign.text} ", row.sign.ink)] if row.sign else []
        left = wide - 2 - sum(cell_len(part.text) for part in (*sign, *row.tail))
        name = row.name._replace(text=cut(row.name.text, max(1, left)))
        return [Ink(bar, "accent"), *sign, name, *row.tail, Ink(" ")]

    def _style(self, part: Ink, ground: str) -> Style:
        return self.inks.style(part.ink, part.ground or ground, bold=part.bold)
