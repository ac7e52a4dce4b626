"""The widget of the messages: paints the lines one sees, scrolls, chooses, and tells what is clicked and copied."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from hubbub.tui.inks import Inks
from hubbub.views.rows import Row

from .drawing import Look, drawn, height
from .layout import SCROLLBAR, columns
from .parts import Act, Drawn
from .selecting import Marked, Point, marked_cells, marked_text
from .window import Anchor, Window

WHEEL = 3  # lines
PULL = 0.05  # seconds between two lines while the mouse drags beyond an edge


class Timeline(Widget, can_focus=True):
    """`show` and `update_rows` say which rows there are; everything else the person does. `clicked` is called with what
    a spot does, to what, and in which row.
    """

    FOCUS_ON_CLICK = False  # letters act on messages only where the keyboard has chosen one
    ALLOW_SELECT = False  # Textual's own selection knows lines of the screen, not messages
    DEFAULT_CSS = "Timeline { height: 1fr; }"

    class Copied(Message):
        """`count`: how many messages; 0 for a part of one."""

        def __init__(self, text: str, count: int) -> None:
            super().__init__()
            self.text, self.count = text, count

    def __init__(self, inks: Inks, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.look = Look(inks, columns(0, 0))
        self.window = Window(self._draw, lambda row: height(row, self.look))
        self.chosen = ""  # the key of a row
        self.lit = ""
        self.marked: Marked | None = None
        self.clicked: Callable[[Act, str, str], None] = lambda act, target, key: None
        self.moved: Callable[[], None] = lambda: None  # other rows are in view, or the end came into view or left it
        self._tells = False  # about to call that
        self._pressed: Point | None = None
        self._bar_held = False
        self._pulling: Timer | None = None

    # What is shown

    def show(self, rows: Sequence[Row], anchor: Anchor | None = None) -> None:
        """Another place: at its end, or where one left."""
        self.chosen = self.lit = ""
        self.marked = None
        self.window.show(rows, anchor)
        self._changed()

    def update_rows(self, rows: Sequence[Row]) -> None:
        """The same place, as it is now."""
        self.window.update(rows)
        if self.chosen and self.window.place_of(self.chosen) is None:
            self.chosen = ""
        self._changed()

    def restyle(self, look: Look) -> None:
        """Other colours, hours, names; the width stays."""
        look = replace(look, columns=columns(self.size.width - SCROLLBAR, self.app.size.width, look.hours))
        if look != self.look:
            self.look = look
            self.window.redraw()
            self._changed()

    def choose(self, key: str) -> None:
        """Mark that row, bring it into view; '' marks none."""
        before, self.chosen = self.chosen, key
        self._redraw({before, key})
        if key:
            self.window.reveal(key)
        self._changed()

    def row(self, key: str) -> Row | None:
        place = self.window.place_of(key)
        return self.window.rows[place] if place is not None else None

    def light(self, key: str) -> None:
        """Show where one jumped to; '' ends it."""
        before, self.lit = self.lit, key
        self._redraw({before, key})
        self.refresh()

    def _redraw(self, keys: set[str]) -> None:
        for key in keys - {""}:
            self.window.redraw_one(key)

    def _draw(self, row: Row) -> Drawn:
        return drawn(row, self.look, chosen=row.key == self.chosen, lit=row.key == self.lit)

    def _changed(self) -> None:
        """No message: those that begin in a timer of the screen go no further than to the screen."""
        self.refresh()
        if not self._tells:
            self._tells = self.call_later(self._tell)

    def _tell(self) -> None:
        self._tells = False
        self.moved()

    def on_resize(self, event: events.Resize) -> None:
        wide = columns(event.size.width - SCROLLBAR, self.app.size.width, self.look.hours)
        if wide != self.look.columns:
            self.look = replace(self.look, columns=wide)
            self.window.redraw()
        self.window.resize(event.size.height)
        self._changed()

    # Scrolling

    def scroll_lines(self, lines: int) -> None:
        if self.window.scroll(lines):
            self._changed()

    def scroll_page(self, pages: int) -> None:
        self.scroll_lines(pages * max(1, self.window.height - 2))

    def to_end(self) -> None:
        self.window.to_end()
        self._changed()

    def to_top(self) -> None:
        self.window.scroll_to(0)
        self._changed()

    def to_row(self, key: str, line: int = 0) -> bool:
        found = self.window.to_row(key, line)
        self._changed()
        return found

    # Painting

    def render_line(self, y: int) -> Strip:
        inks, wide = self.look.inks, max(0, self.size.width - SCROLLBAR)
        at = self.window.at(y)
        if at is None:
            return Strip.blank(self.size.width, inks.style("", "canvas"))
        strip = self.window.drawn(at[0]).strips[at[1]]
        if self.marked is not None:
            strip = self._with_mark(strip, *at)
        return Strip([*strip.adjust_cell_length(wide), Segment(" ", self._bar(y))], self.size.width)

    def _with_mark(self, strip: Strip, place: int, line: int) -> Strip:
        assert self.marked is not None
        cells = marked_cells(self.marked, self.window, place, line, strip.cell_length)
        if cells is None:
            return strip
        inks = self.look.inks
        style = Style(reverse=True) if inks.few else inks.style("ink", "select")
        start, end = cells
        inside = Strip([Segment(part.text, (part.style or Style()) + style) for part in strip.crop(start, end)])
        return Strip.join([strip.crop(0, start), inside, strip.crop(end)])

    def _bar(self, y: int) -> Style:
        """The scrollbar's style on that line: there is none where everything is in view."""
        inks = self.look.inks
        start, stop = self._thumb()
        if not start <= y < stop:
            return inks.style("", "canvas")
        return Style(reverse=True) if inks.few else inks.style("", "line_strong" if self._bar_held else "active_canvas")

    def _thumb(self) -> tuple[int, int]:
        total, tall = self.window.heights.total, self.window.height
        if total <= tall or tall <= 0:
            return 0, 0
        size = max(1, round(tall * tall / total))
        start = round((tall - size) * self.window.top / max(1, self.window.bottom))
        return start, start + size

    # The mouse

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.scroll_lines(-WHEEL)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.scroll_lines(WHEEL)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        event.stop()
        if event.button != 1 or event.shift:
            return  # with Shift the terminal selects
        self.capture_mouse()
        self.marked = None
        if event.x >= self.size.width - SCROLLBAR:
            self._bar_held = True
            self._drag_bar(event.y)
            return
        self._pressed = self._point(event.x, event.y)
        self.refresh()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._bar_held:
            self._drag_bar(event.y)
        elif self._pressed is not None:
            self._mark_to(event.x, event.y)
            self._pull(event)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        event.stop()
        self.release_mouse()
        self._stop_pulling()
        pressed, self._pressed = self._pressed, None
        self._bar_held = False
        if self.marked is not None:
            text, count = marked_text(self.marked, self.window, self.look.hours)
            if text:
                self.post_message(self.Copied(text, count))
        elif pressed is not None and event.button == 1:
            self._click(event)
        self.refresh()

    def _click(self, event: events.MouseUp) -> None:
        at = self.window.at(event.y)
        if at is None:
            return
        spot = self.window.drawn(at[0]).spot(at[1], event.x)
        if spot is not None:
            self.clicked(spot.act, spot.target, self.window.rows[at[0]].key)

    def _point(self, x: int, y: int) -> Point | None:
        """The cell there; above and below the rows the nearest one."""
        if not self.window.rows:
            return None
        y = min(max(0, y), self.window.height - 1)
        at = self.window.at(y) or (0, 0)
        return Point(self.window.rows[at[0]].key, at[1], min(max(0, x), self.look.columns.width - 1))

    def _mark_to(self, x: int, y: int) -> None:
        end = self._point(x, y)
        if self._pressed is not None and end is not None and (end != self._pressed or self.marked):
            self.marked = Marked(self._pressed, end)
            self.refresh()

    def _pull(self, event: events.MouseMove) -> None:
        """Scroll on while the mouse is held beyond an edge."""
        self._stop_pulling()
        beyond = -1 if event.y < 0 else 1 if event.y >= self.window.height else 0
        if beyond:
            x, y = event.x, event.y
            self._pulling = self.set_interval(PULL, lambda: self._pull_on(beyond, x, y))

    def _pull_on(self, lines: int, x: int, y: int) -> None:
        self.scroll_lines(lines)
        self._mark_to(x, y)

    def _stop_pulling(self) -> None:
        if self._pulling is not None:
            self._pulling.stop()
            self._pulling = None

    def _drag_bar(self, y: int) -> None:
        start, stop = self._thumb()
        way = max(1, self.window.height - (stop - start))
        self.window.scroll_to(round((y - (stop - start) / 2) / way * max(0, self.window.bottom)))
        self._changed()
