"""One row of the timeline in the cells of the terminal: its lines as styled parts, in columns.

Nothing of others is ever markup here: their texts become segments. U+200E stands around names and before texts, because
terminals that turn right-to-left lines themselves would carry a name across the bar.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec
from rich.cells import cell_len
from rich.style import Style

from hubbub.theme.tokens import hue
from hubbub.tui.cells import cut, guess, lines_of, shortened
from hubbub.tui.inks import Inks
from hubbub.views.days import clock
from hubbub.views.files import Card
from hubbub.views.pieces import Piece, pieces, with_hosts
from hubbub.views.rows import Kind, Reaction, Row

from .layout import BAR, MARGIN, Columns
from .parts import Act, Drawn, Line, Part, Parts, draw

MARK = "\u200e"


class Look(msgspec.Struct, frozen=True):
    """What all rows of one view have in common. `me`: what one is called here; `names`: who else is here."""

    inks: Inks
    columns: Columns
    hours: int = 24
    me: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()


def height(row: Row, look: Look) -> int:
    """A guess that looks at no letter."""
    if row.kind in ("day", "new", "gap"):
        return 1
    more = (row.reply is not None) + bool(row.reactions) + bool(row.why) + (look.columns.stacked and row.head)
    more += len(row.files) - bool(row.files and not row.text) + (row.kind == "message" and bool(row.toggle))
    return guess(row.begun, look.columns.room) + more + (len(row.more) if row.kind == "fold" else 0)


def drawn(row: Row, look: Look, *, chosen: bool = False, lit: bool = False) -> Drawn:
    """The row; `chosen`: by keyboard or mouse; `lit`: just jumped to."""
    lines = _DRAWERS[row.kind](row, look, chosen)
    mark = Part("▌" if chosen else " ", look.inks.style("accent"))
    ground = _ground(row, look, chosen, lit)
    return draw([line.after(mark) for line in lines], look.columns.width, ground, _text(row))


def _text(row: Row) -> str:
    """What the lines with a span are parts of."""
    if row.kind == "whisper":
        return f"private message from {row.name}: {with_hosts(row.text)}"
    said = with_hosts(row.begun)
    return f"{row.name} {said}" if row.action else said


def _ground(row: Row, look: Look, chosen: bool, lit: bool) -> Style:
    inks = look.inks
    if chosen or lit:
        return inks.chosen("accent_soft" if lit and not inks.contrast else "active_canvas")
    return inks.style("", "mention_soft" if row.mention or row.kind == "whisper" else "canvas")


# Messages


def _message(row: Row, look: Look, chosen: bool) -> list[Line]:
    lines = _said(row, look)
    if row.reply is not None:
        lines.insert(0, Line([_reply(row, look)]))
    lines += [_file(row, card, look) for card in row.files]
    if row.reactions:
        lines.append(Line(list(_reactions(row, look))))
    if row.why:
        lines += _failed(row, look, chosen)
    return _columns(row, look, lines)


def _said(row: Row, look: Look) -> list[Line]:
    """The text, wrapped, with the remark behind it where there is room; no line where there are only files."""
    if row.files and not _text(row) and not row.remark:
        return []
    lines = _wrapped(row, look, look.inks.style(_ink(row), italic=row.action))
    if row.remark:
        lines = _with(lines, Part(row.remark, look.inks.style("ink_3")), look)
    if row.toggle:
        lines.append(Line([Part(row.toggle, look.inks.style("accent_ink", underline=True), "fold", row.key)]))
    return lines


def _wrapped(row: Row, look: Look, ink: Style) -> list[Line]:
    text = _text(row)
    found = pieces(text, () if row.own else look.me, look.names)
    return [
        Line(list(_coloured(text, span, found, ink, look.inks)), span) for span in lines_of(text, look.columns.room)
    ]


def _with(lines: list[Line], part: Part, look: Look) -> list[Line]:
    """The lines with something behind the last one, or below it."""
    last = lines[-1].parts
    if sum(cell_len(part.text) for part in last) + 1 + cell_len(part.text) <= look.columns.room:
        last += [Part(" ", look.inks.style("ink_3")), part]
        return lines
    return [*lines, Line([part])]


def _ink(row: Row) -> str:
    if row.removed or row.state in ("sending", "waiting"):
        return "ink_3"
    if row.state in ("failed", "unsure"):
        return "bad_ink"
    return "good_ink" if row.own else "ink"


def _coloured(text: str, span: tuple[int, int], found: list[Piece], ink: Style, inks: Inks) -> Iterable[Part]:
    """That line of the text: as few parts as there are colours, for each costs at every paint."""
    place, end = span
    for piece in found:
        start, stop = max(piece.start, place), min(piece.end, end)
        if start >= stop or piece.kind == "code":
            continue
        if start > place:
            yield Part(text[place:start], ink)
        yield _piece(piece, text[start:stop], ink, inks)
        place = stop
    if place < end or span[0] == end:
        yield Part(text[place:end], ink)


def _piece(piece: Piece, text: str, ink: Style, inks: Inks) -> Part:
    match piece.kind:
        case "link":
            return Part(text, ink + inks.style("accent_ink", underline=True), "link", piece.target)
        case "me":
            return Part(text, inks.style("on_badge", "badge"), "person", piece.target)
        case "room":
            return Part(text, ink + inks.style("accent_ink"), "room", piece.target)
        case _:
            return Part(text, ink + Style(bold=True), "person", piece.target)


def _reply(row: Row, look: Look) -> Part:
    assert row.reply is not None
    name = f"{row.reply.name}: " if row.reply.name else ""
    said = f"↪ {name}{row.reply.text}".replace("\n", " ")
    return Part(cut(said, look.columns.room).rstrip(), look.inks.style("ink_2"), "reply", row.reply.id)


def _reactions(row: Row, look: Look) -> Iterable[Part]:
    """As many as there is room for, and how many more there are."""
    used, inks = 0, look.inks
    for place, reaction in enumerate(row.reactions):
        part = _reaction(row, reaction, inks)
        used += cell_len(part.text) + 3
        left = len(row.reactions) - place
        if used + 4 > look.columns.room and left > 1:
            yield Part(f"+{left}", inks.style("ink_2"))
            return
        yield part
        yield Part("   ", inks.style("ink_2"))


def _reaction(row: Row, reaction: Reaction, inks: Inks) -> Part:
    ink = inks.style("accent_ink", bold=True) if reaction.mine else inks.style("ink_2")
    return Part(f"{shortened(reaction.text, 24)} {reaction.count}", ink, "reaction", f"{row.key}\0{reaction.text}")


def _file(row: Row, card: Card, look: Look) -> Line:
    """A file by its name, which one can click, and how large it is."""
    inks, room = look.inks, look.columns.room
    about = f"  {card.about}" if cell_len(card.about) + 12 < room else ""
    name = shortened(card.name, room - cell_len(about) - 4)
    ink = inks.style("accent_ink", underline=True)
    parts = [Part("▤ ", inks.style("ink_2")), Part(f"{MARK}{name}{MARK}", ink, "file", f"{row.key}\0{card.file.id}")]
    return Line([*parts, Part(about, inks.style("ink_2"))] if about else parts)


def _failed(row: Row, look: Look, chosen: bool) -> list[Line]:
    inks = look.inks
    lines = _plain(f"! {row.why}", look, inks.style("bad_ink"))
    if chosen:
        bold, grey = inks.style("ink", bold=True), inks.style("ink_2")
        retry = [Part("r", bold, "retry", row.key), Part(" send again   ", grey, "retry", row.key)]
        copy = [Part("y", bold, "copy", row.key), Part(" copy   ", grey, "copy", row.key)]
        discard = [Part("x", bold, "discard", row.key), Part(" discard", grey, "discard", row.key)]
        lines.append(Line([*retry, *copy, *discard]))
    return lines


# What is no message


def _event(row: Row, look: Look, chosen: bool) -> list[Line]:
    return _columns(row, look, _plain(row.text, look, look.inks.style("bad_ink" if row.bad else "accent_ink")))


def _note(row: Row, look: Look, chosen: bool) -> list[Line]:
    ink = look.inks.style("bad_ink" if row.bad else "accent_ink")
    lines = _plain(f"! {row.text}" if row.bad else row.text, look, ink)
    if row.bad:
        lines = _with(lines, Part("Only you see this.", look.inks.style("ink_3")), look)
    return _columns(row, look, lines)


def _fold(row: Row, look: Look, chosen: bool) -> list[Line]:
    ink = look.inks.style("accent_ink")
    lines = [
        Line([Part(part.text, ink, "fold", row.key) for part in line.parts]) for line in _plain(row.text, look, ink)
    ]
    for text in row.more:
        lines += _plain(f"  {text}", look, look.inks.style("ink_2"))
    return _columns(row, look, lines)


def _whisper(row: Row, look: Look, chosen: bool) -> list[Line]:
    inks = look.inks
    answer = Part("Answer", inks.style("accent_ink", underline=True), "answer", row.place)
    return _columns(row, look, _with(_wrapped(row, look, inks.style("ink")), answer, look))


def _day(row: Row, look: Look, chosen: bool) -> list[Line]:
    return [_ruled(row.text, look, "line", "ink_3")]


def _new(row: Row, look: Look, chosen: bool) -> list[Line]:
    return [_ruled(row.text, look, "new", "new_ink")]


def _gap(row: Row, look: Look, chosen: bool) -> list[Line]:
    indent = Part(" " * (look.columns.left - MARGIN), look.inks.style("ink_3"))
    text = cut(row.text, look.columns.room).rstrip()
    return [Line([indent, Part(text, look.inks.style("ink_3"), "gap", row.key)])]


def _ruled(text: str, look: Look, line: str, ink: str) -> Line:
    """A rule with its words at the end."""
    text = shortened(text, look.columns.room)
    rule = max(0, look.columns.width - MARGIN - cell_len(text) - 5)
    return Line([Part("─" * rule + " ", look.inks.style(line)), Part(text, look.inks.style(ink, bold=True))])


def _plain(text: str, look: Look, ink: Style) -> list[Line]:
    return [Line([Part(text[start:end], ink)]) for start, end in lines_of(text, look.columns.room)]


# Columns


def _columns(row: Row, look: Look, lines: list[Line]) -> list[Line]:
    """Time, name and bar before the lines; above them where there is little room."""
    if look.columns.stacked:
        return _stacked(row, look, lines)
    return [line.after(*_left(row, look, number == 0)) for number, line in enumerate(lines)]


def _left(row: Row, look: Look, first: bool) -> Parts:
    inks, columns = look.inks, look.columns
    time, name = _time_and_name(row, look) if first else ("", "")
    name = cut(name, columns.name).rstrip() if name else ""
    gap = Part(f"{time:<{columns.time}}{' ' * (columns.name - cell_len(name))}", inks.style("ink_3"))
    bar = Part(f"{BAR}{MARK}", inks.style("line"))
    if not name:
        return [gap, bar]
    return [gap, Part(f"{MARK}{name}{MARK}", _name_style(row, inks), *_person(row)), bar]


def _stacked(row: Row, look: Look, lines: list[Line]) -> list[Line]:
    inks = look.inks
    time, name = _time_and_name(row, look)
    below = [line.after(Part(f" {MARK}", inks.style("ink"))) for line in lines]
    if not name:
        return below
    name = shortened(name, look.columns.room)
    who = Part(f"{MARK}{name}{MARK}", _name_style(row, inks), *_person(row))
    return [Line([who, Part(f" {time}", inks.style("ink_3"))]), *below]


def _time_and_name(row: Row, look: Look) -> tuple[str, str]:
    """What the columns say: nothing for what belongs to the row above."""
    if row.kind == "whisper":
        return clock(row.at, look.hours), "→ you"
    if row.kind != "message" or not row.head:
        return "", ""
    return clock(row.at, look.hours), "*" if row.action else row.name


def _person(row: Row) -> tuple[Act, str]:
    return ("person", row.name) if row.kind == "message" else ("answer", row.place)


def _name_style(row: Row, inks: Inks) -> Style:
    if row.kind == "whisper":
        return inks.style("new_ink")
    return inks.style("good_ink" if row.own else f"hue_{hue(row.who or row.name)}", bold=True)


_DRAWERS: dict[Kind, Callable[[Row, Look, bool], list[Line]]] = {
    "message": _message,
    "event": _event,
    "note": _note,
    "fold": _fold,
    "whisper": _whisper,
    "day": _day,
    "new": _new,
    "gap": _gap,
}
