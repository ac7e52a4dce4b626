"""From the state to what stands in the lists and lines: which words, which sign, which ink."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content

from hubbub.client.state.buffers import Buffer
from hubbub.client.state.store import State
from hubbub.views.members import Group
from hubbub.views.pieces import safe
from hubbub.views.places import SIGNS, PlaceRow, Presence

from .keys import keys_of
from .lists import Ink, ListRow

EMPTY_ROW = ListRow()
BETWEEN = "   "  # two keys


def heading(text: str) -> ListRow:
    return ListRow("", Ink(text, "ink_2", bold=True))


def presence_sign(presence: Presence) -> Ink:
    return Ink(SIGNS[presence], "good" if presence in ("online", "away") else "ink_3")


def place_rows(server: str, connection: Ink, rooms: Sequence[PlaceRow], people: Sequence[PlaceRow]) -> list[ListRow]:
    """The list of places, below the server's name and how the connection is."""
    rows = [ListRow("", Ink(server, "ink", bold=True)), ListRow("", connection)]
    for title, some in (("Rooms", rooms), ("People", people)):
        if some:
            rows += [EMPTY_ROW, heading(title), *map(place_row, some)]
    return rows


def place_row(row: PlaceRow) -> ListRow:
    ink = "ink" if row.loud or row.here else "ink_3" if row.muted or row.outside else "ink_2"
    sign = presence_sign(row.presence) if row.kind == "person" else Ink("#", "ink_3")
    return ListRow(row.key, Ink(row.name, ink, bold=row.loud), sign, _tail(row), row.here)


def _tail(row: PlaceRow) -> Sequence[Ink]:
    if row.badge:
        return (Ink(f" {_count(row)} ", "on_badge", True, "badge"),)
    if row.count:
        return (Ink(f" {_count(row)} ", "ink" if row.loud else "ink_3", row.loud),)
    if row.draft:
        return (Ink(" draft ", "ink_3"),)
    return (Ink(" muted ", "ink_3"),) if row.muted else ()


def _count(row: PlaceRow) -> str:
    return f"{row.count}+" if row.more else str(row.count)


def member_rows(groups: Iterable[Group]) -> list[ListRow]:
    rows: list[ListRow] = []
    for group in groups:
        rows += [EMPTY_ROW] if rows else []
        rows.append(heading(f"{group.title} · {len(group.members)}"))
        for member in group.members:
            tail = (Ink(" bot ", "ink_3"),) if member.bot else ()
            ink = "ink_3" if member.presence == "offline" else "ink"
            rows.append(ListRow(member.key, Ink(member.name, ink), presence_sign(member.presence), tail))
    return rows


def head(state: State, buffer: Buffer | None) -> Content:
    """The place's name and topic; of a person, what is known of them."""
    if buffer is None:
        return Content.assemble(("hubbub", "bold"), ("  You are in no room. Ctrl K finds one.", "$ink-2"))
    if buffer.kind == "room":
        return Content.assemble(
            (f"# {safe(buffer.name.removeprefix('#'))}", "bold"), (f"  {safe(buffer.topic.text)}", "$ink-2")
        )
    return Content.assemble((safe(buffer.name), "bold"), (f"  {_about(state, buffer)}", "$ink-2"))


def _about(state: State, buffer: Buffer) -> str:
    person = state.people.get(buffer.key)
    if person is None or person.online is None:
        return "private conversation"
    if not person.online:
        return "not connected: what you write is kept for them"
    if person.away is not None:
        return f"away: {safe(person.away)}" if person.away else "away"
    return "private conversation"


def keys_line(wide: int) -> Content:
    """The keys that one can always use: as many as there is room for."""
    keys = [key for key in (*keys_of("everywhere"), *keys_of("field")) if key.short]
    names = [key.shown.replace("Ctrl ", "^").replace("Alt ", "M-").replace("M-A", "M-a") for key in keys]
    short = [(name, key.short) for name, key in zip(names, keys, strict=True)]
    return Content.assemble(*keys_that_fit(short, wide, BETWEEN))


def keys_that_fit(keys: Iterable[tuple[str, str]], wide: int, between: str) -> list[tuple[str, str]]:
    """Keys, each with what it does, in their inks: as many as there is room for."""
    parts: list[tuple[str, str]] = []
    for key, does in keys:
        wide -= len(f"{key} {does}")
        if wide < 0:
            break
        wide -= len(between)
        parts += [(key, "bold $foreground"), (f" {does}{between}", "$ink-2")]
    return parts
