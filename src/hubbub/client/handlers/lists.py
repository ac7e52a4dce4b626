"""The answers that are lists: rooms, people, conversations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from hubbub.client.arrivals import Around, Arrival, is_room
from hubbub.client.changes import BufferChanged, PeopleListed, RoomsListed
from hubbub.client.events import Event
from hubbub.client.protocol.isupport import number
from hubbub.client.protocol.link import is_word
from hubbub.client.state.store import RoomRow
from hubbub.irc import casemap
from hubbub.irc import numerics as n
from hubbub.irc.times import parse_time
from hubbub.wire.message import Message as Line

from .handler import Handler

if TYPE_CHECKING:
    from hubbub.client.session import Client

_MOST_ROWS = 100_000  # of one list


def row(client: Client, kind: str, line: Line) -> None:
    """One more row of a list that was asked for."""
    rows = client.collected.get(kind)
    if rows is not None and len(rows) < _MOST_ROWS:
        rows.append(line.params)


def people(client: Client, rows: list[list[str]]) -> list[Event]:
    """Who is online (RPL_WHOREPLY)."""
    names = sorted({row[5] for row in rows}, key=casemap.lower)
    return [PeopleListed(tuple(names), frozenset(row[5] for row in rows if row[6].startswith("G")))]


def conversations(client: Client, rows: list[Line]) -> list[Event]:
    """With whom we have talked, and where something was said last (CHATHISTORY TARGETS)."""
    events: list[Event] = []
    for line in rows:
        name = line.params[1]
        if not is_word(name) or (is_room(name) and client.state.buffer(name) is None):
            continue
        buffer = client.add_buffer(name, events)
        buffer.last_at = max(buffer.last_at, _time(line.params[2]))
        if not len(buffer.timeline) and buffer.last_at > buffer.read_at:
            buffer.more_unread = True
        events.append(BufferChanged(buffer.key, ("last_at", "unread")))
    return events


def _time(text: str) -> int:
    try:
        return parse_time(text)
    except ValueError:
        return 0


def in_buffer(target: str, arrival: Arrival) -> Arrival:
    """What a page of that room or conversation has arrives there, whatever its line says."""
    return replace(arrival, target=target)


def _list_row(client: Client, line: Line, around: Around) -> list[Event]:
    row(client, "rooms", line)
    return []


def _list_end(client: Client, line: Line, around: Around) -> list[Event]:
    rows = client.collected.pop("rooms", None)
    if rows is None:
        return []
    client.state.rooms = tuple(RoomRow(row[1], number(row[2], 0), row[3]) for row in rows)
    return [RoomsListed()]


HANDLERS: dict[str, tuple[int, Handler]] = {
    n.RPL_LIST: (4, _list_row),
    n.RPL_LISTEND: (0, _list_end),
}
