"""What the console's screen is made of: head, tiles, tabs, table, log, how to join; each paints itself."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from hubbub.console import sentences, tables
from hubbub.console.desk import Desk
from hubbub.console.records import Line
from hubbub.console.tables import Cells
from hubbub.tui.cells import cut, lines_of
from hubbub.tui.inks import Inks

BARS = "▁▂▃▄▅▆▇█"
WHEEL = 3
NARROW, LOW = 100, 30  # columns and lines below which parts go, or shrink
Part = tuple[str, str, bool]  # text, ink, bold


class Painted(Widget):
    """Rows of parts on one ground. `rows` makes those that are shown; of a painting only what is another one goes to
    the terminal.
    """

    ALLOW_SELECT = False
    ground = "ground"

    def __init__(self, desk: Desk, inks: Inks, *, id: str) -> None:
        super().__init__(id=id)
        self.desk, self.inks = desk, inks
        self._strips: list[Strip] = []
        self._made_for: object = None  # the size they are for

    def rows(self, wide: int) -> Sequence[Sequence[Part]]:
        raise NotImplementedError

    def strips(self) -> list[Strip]:
        """All lines as they are now."""
        rows = self.rows(self.size.width)
        return [self.strip(rows[y] if y < len(rows) else (), self.ground) for y in range(self.size.height)]

    def paint(self) -> None:
        """Show what has changed."""
        before, same = self._strips, self._made_for == self.size
        self._make()
        if not same:
            self.refresh()
            return
        wide = self.size.width
        changed = [Region(0, y, wide, 1) for y, strip in enumerate(self._strips) if strip != before[y]]
        if changed:
            self.refresh(*changed)

    def _make(self) -> None:
        self._strips, self._made_for = self.strips(), self.size

    def render_line(self, y: int) -> Strip:
        if self._made_for != self.size:
            self._make()
        return self._strips[y] if y < len(self._strips) else self.strip((), self.ground)

    def strip(self, parts: Sequence[Part], ground: str) -> Strip:
        style = self.inks.style
        found = Strip([Segment(text.replace("\t", " "), style(ink, ground, bold=bold)) for text, ink, bold in parts])
        return found.adjust_cell_length(self.size.width, style("", ground))


class Head(Painted):
    """How the server is."""

    ground = "hover_canvas"

    def rows(self, wide: int) -> Sequence[Sequence[Part]]:
        desk = self.desk
        name = desk.title.partition(" · ")[0]
        sign, ink = SIGNS[desk.state.phase]
        return [[(f" {sign} ", ink, True), (name, "ink", True), (f"  {desk.words_of_standing}", "ink_2", False)]]


SIGNS = {
    "running": ("●", "good"),
    "starting": ("◐", "new"),
    "stopping": ("◐", "new"),
    "stopped": ("○", "ink_3"),
    "lost": ("!", "bad_ink"),
    "failed": ("×", "bad_ink"),  # noqa: RUF001
}


class Tiles(Painted):
    """The four figures, each with its line; on a low screen in one row."""

    ground = "canvas"

    def strips(self) -> list[Strip]:
        tiles = sentences.tiles(self.desk.state, self.desk.span)
        return [self._line(tiles, y) for y in range(self.size.height)]

    def _line(self, tiles: Sequence[sentences.Tile], y: int) -> Strip:
        wide, style = self.size.width, self.inks.style
        if self.size.height == 1:
            parts: list[Part] = []
            for tile in tiles:
                parts += [(f" {tile.title} ", "ink_2", False), (tile.figure, "ink", True), ("  ", "ink", False)]
            return self.strip(parts, self.ground)
        each = wide // len(tiles)
        segments = []
        for place, tile in enumerate(tiles):
            room = (each if place < len(tiles) - 1 else wide - each * place) - 2
            text, ink, bold = self._row(tile, y, room - 2)
            segments += [
                Segment(" ", style("", "ground")),
                Segment(cut(f" {text}", room), style(ink, "canvas", bold=bold)),
                Segment(" ", style("", "ground")),
            ]
        return Strip(segments).adjust_cell_length(wide, style("", "ground"))

    def _row(self, tile: sentences.Tile, y: int, room: int) -> Part:
        rows: list[Part] = [
            (tile.title, "ink_2", False),
            (tile.figure, "ink", True),
            (spark(tile.values, room), tile.ink, False),
            (tile.more, "ink_2", False),
        ]
        return rows[y] if y < len(rows) else ("", "ink", False)


def spark(values: Sequence[float], room: int) -> str:
    """The values in so many cells, the highest of those that share one."""
    if not values or room <= 0:
        return ""
    each = max(1, -(-len(values) // room))
    highest = [max(values[n : n + each]) for n in range(0, len(values), each)]
    top = max(1e-9, *highest) if len(highest) > 1 else max(1e-9, highest[0])
    return "".join(BARS[min(7, int(value / top * 7.99))] for value in highest)


class Tabs(Painted):
    """People, rooms, reports, bans, with their numbers; and what is looked for."""

    def rows(self, wide: int) -> Sequence[Sequence[Part]]:
        desk, parts = self.desk, [(" ", "ink", False)]
        for place, tab in enumerate(tables.TABS, 1):
            chosen = tab == desk.tab
            count = f" {tables.count(desk.state, tab)}" if desk.state.phase == "running" else ""
            mark = "▸" if chosen else " "
            parts.append((f"{mark}{place} {tables.TITLES[tab]}{count}  ", "ink" if chosen else "ink_2", chosen))
        if desk.find:
            parts.append((f"  found: {desk.find}", "new_ink", False))
        return [parts]

    def on_click(self, event: events.Click) -> None:
        at = 1
        for tab in tables.TABS:
            at += len(f"▸1 {tables.TITLES[tab]} {tables.count(self.desk.state, tab)}  ")
            if event.x < at:
                self.app.choose_tab(tab)  # type: ignore[attr-defined]
                return


class Table(Painted, can_focus=True):
    """The rows of the chosen tab. `chosen` is told when another one is marked."""

    ground = "canvas"
    FOCUS_ON_CLICK = True

    def __init__(self, desk: Desk, inks: Inks, *, id: str) -> None:
        super().__init__(desk, inks, id=id)
        self.items: list[Cells] = []
        self.top = 0
        self.chosen: Callable[[], object] = lambda: None

    def show(self) -> None:
        """What the desk has now; the mark stays on its row."""
        desk = self.desk
        self.items = desk.rows() if desk.state.phase in ("running", "stopping") else []
        if self.place() is None and self.items:
            desk.chosen[desk.tab] = self.items[0].key
        self._reveal()
        self.paint()

    def place(self) -> int | None:
        key: Hashable = self.desk.chosen.get(self.desk.tab)
        return next((n for n, cells in enumerate(self.items) if cells.key == key), None)

    def move(self, step: int) -> None:
        if self.items:
            place = min(max(0, (self.place() or 0) + step), len(self.items) - 1)
            self.desk.chosen[self.desk.tab] = self.items[place].key
            self._reveal()
            self.paint()
            self.chosen()

    def _reveal(self) -> None:
        place, tall = self.place(), self.size.height - 1
        if place is not None and tall > 0:
            self.top = min(max(self.top, place - tall + 1), place)
        self.top = max(0, min(self.top, len(self.items) - tall))

    def on_resize(self) -> None:
        self._reveal()
        self.paint()

    def on_focus(self) -> None:
        self.paint()

    def on_blur(self) -> None:
        self.paint()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.move(-WHEEL)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.move(WHEEL)

    def on_click(self, event: events.Click) -> None:
        if event.y == 0:
            columns, at = self._columns(), 0
            for place, (_, wide) in enumerate(columns):
                at += wide
                if event.x < at:
                    self.desk.sort(place)
                    self.show()
                    return
            return
        place = event.y - 1 + self.top
        if 0 <= place < len(self.items):
            self.desk.chosen[self.desk.tab] = self.items[place].key
            self.paint()
            self.chosen()

    def _columns(self) -> list[tuple[str, int]]:
        """Titles and cells of each column: as wide as the screen allows."""
        columns = tables.COLUMNS[self.desk.tab]
        return list(zip((column.title for column in columns), tables.widths(columns, self.size.width), strict=True))

    def strips(self) -> list[Strip]:
        columns = self._columns()
        return [self._line(columns, y) for y in range(self.size.height)]

    def _line(self, columns: Sequence[tuple[str, int]], y: int) -> Strip:
        if y == 0:
            order = self.desk.order_by[self.desk.tab]
            by = order if order >= 0 else -order - 1
            arrow = " ▾" if order >= 0 else " ▴"
            heads = [f" {title}{arrow if n == by else ''}" for n, (title, _) in enumerate(columns)]
            texts = zip(heads, columns, strict=True)
            return self.strip([(cut(text, wide), "ink_2", True) for text, (_, wide) in texts], self.ground)
        place = y - 1 + self.top
        if not 0 <= place < len(self.items):
            empty = self._empty() if place == 0 else ""
            return self.strip([(f"  {empty}", "ink_2", False)] if empty else [], self.ground)
        return self._row(self.items[place], columns)

    def _empty(self) -> str:
        if self.desk.state.phase != "running":
            return "The server does not run."
        return "Nothing is found." if self.desk.find else EMPTY[self.desk.tab]

    def _row(self, cells: Cells, columns: Sequence[tuple[str, int]]) -> Strip:
        marked = cells.key == self.desk.chosen.get(self.desk.tab)
        ground = ("accent_soft" if self.has_focus else "active_canvas") if marked else self.ground
        bar = "▌" if marked else " "
        badge = f" {cells.badge} " if cells.badge else " "
        name, wide = cells.words[0], columns[0][1]
        room = max(4, wide - 1 - cell_len(badge))
        parts: list[Part] = [(bar, "accent", True), (cut(name, room), "ink_3" if cells.quiet else "ink", False)]
        parts.append((cut(badge, wide - 1 - room), "ink_2", False))
        for word, (_, cells_wide) in zip(cells.words[1:], columns[1:], strict=True):
            parts.append((cut(" " + cut(word, cells_wide - 2), cells_wide), "ink_2", False))
        strip = self.strip(parts, ground)
        return strip.apply_style(self.inks.chosen()) if marked and self.inks.few and self.has_focus else strip


EMPTY = {
    "people": "Nobody is online.",
    "rooms": "There are no rooms.",
    "reports": "Nothing was reported.",
    "bans": "Nobody is banned.",
}


class Log(Painted, can_focus=True):
    """The last lines, wrapped; follows the end while the end is in view."""

    ground = "canvas"

    def __init__(self, desk: Desk, inks: Inks, *, id: str) -> None:
        super().__init__(desk, inks, id=id)
        self.above = 0  # rows below the last one that is shown
        self._rows: list[list[Part]] = []
        self._made: tuple[object, ...] = ()

    def show(self) -> None:
        made = (self.desk.state.taken, self.size.width, self.desk.level, self.desk.words)
        if made != self._made:
            before, self._made = len(self._rows), made
            self._rows = [row for line in self.desk.lines(1000) for row in self._line(line)]
            if self.above:
                self.above = max(0, self.above + len(self._rows) - before)
        self.paint()

    def _line(self, line: Line) -> list[list[Part]]:
        clock, mark, text = sentences.log_line(line)
        ink = sentences.log_ink(line)
        spans = lines_of(text, max(10, self.size.width - 13))
        rows: list[list[Part]] = []
        for place, (first, last) in enumerate(spans):
            start = [(f" {clock} ", "ink_3", False), (f"{mark or ' '} ", ink, True)] if not place else []
            rows.append([*(start or [(" " * 12, "ink", False)]), (text[first:last], ink, False)])
        return rows

    def scroll_rows(self, step: int) -> None:
        """Further down, or (negative) up."""
        self.above = max(0, min(self.above - step, len(self._rows) - self.size.height))
        self.paint()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.scroll_rows(-WHEEL)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.scroll_rows(WHEEL)

    def on_resize(self) -> None:
        self.show()

    def rows(self, wide: int) -> Sequence[Sequence[Part]]:
        tall = self.size.height
        end = len(self._rows) - self.above
        return self._rows[max(0, end - tall) : end]


class Side(Painted):
    """How to join; what makes the first operator."""

    ground = "canvas"

    def rows(self, wide: int) -> Sequence[Sequence[Part]]:
        facts, parts = self.desk.state.facts, [[(" Join this server", "ink", True)]]
        if facts is None or self.desk.state.phase != "running":
            return [*parts, [(f" {sentences.not_joinable(self.desk.state)}", "ink_2", False)]]
        for title, words in sentences.joining(facts):
            parts += [[], [(f" {title}", "ink_2", False)]]
            parts += [[(f" {words[n : n + wide - 2]}", "ink", False)] for n in range(0, len(words), max(1, wide - 2))]
        if facts.fingerprint:
            parts += [[], [(" Certificate, SHA-256", "ink_2", False)]]
            parts += [[(f" {line}", "ink", False)] for line in sentences.fingerprint(facts)]
        for place, text in enumerate(sentences.first_operator(facts)):
            spans = lines_of(text, wide - 2)
            ink = "new_ink" if not place else "ink"
            parts += [*([[]] if not place else []), *([(f" {text[a:b]}", ink, not place)] for a, b in spans)]
        return [*parts, [], [(" i", "ink", True), (" invitation, with QR code", "ink_2", False)]]
