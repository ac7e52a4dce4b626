"""What is pinned in rooms (docs/ext/pins.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hubbub.client.arrivals import Around
from hubbub.client.changes import BufferChanged
from hubbub.client.events import Event
from hubbub.wire.message import Message as Line

from .handler import Handler

if TYPE_CHECKING:
    from hubbub.client.session import Client

MOST = 1000  # ids of one room, whatever a server says


def _pinned(client: Client, line: Line, around: Around) -> list[Event]:
    """PIN <room> <msgid>"""
    buffer = client.state.buffer(line.params[0])
    return [] if buffer is None else _are(client, line, [*_without(buffer.pins, line.params[1]), line.params[1]])


def _unpinned(client: Client, line: Line, around: Around) -> list[Event]:
    """UNPIN <room> <msgid>"""
    buffer = client.state.buffer(line.params[0])
    return [] if buffer is None else _are(client, line, _without(buffer.pins, line.params[1]))


def _listed(client: Client, line: Line, around: Around) -> list[Event]:
    """PINS <room> <n> :<msgid> ...: behind the first n that are known."""
    buffer = client.state.buffer(line.params[0])
    if buffer is None or not line.params[1].isdecimal() or len(line.params[1]) > len(str(MOST)):
        return []
    return _are(client, line, [*buffer.pins[: int(line.params[1])], *line.params[2].split()])


def _are(client: Client, line: Line, ids: list[str]) -> list[Event]:
    buffer = client.state.buffer(line.params[0])
    if buffer is None or buffer.pins == ids[:MOST]:
        return []
    buffer.pins = ids[:MOST]
    return [BufferChanged(buffer.key, ("pins",))]


def _without(ids: list[str], gone: str) -> list[str]:
    return [id for id in ids if id != gone]


HANDLERS: dict[str, tuple[int, Handler]] = {
    "PIN": (2, _pinned),
    "UNPIN": (2, _unpinned),
    "PINS": (3, _listed),
}
