"""Which function handles which line of the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hubbub.client.arrivals import Around
from hubbub.client.events import Event
from hubbub.wire.message import Message as Line

from . import (
    accounts,
    connection,
    files,
    lists,
    members,
    messages,
    metadata,
    people,
    pinning,
    presence,
    refusals,
    rooms,
    whois,
)
from .handler import Handler

if TYPE_CHECKING:
    from hubbub.client.session import Client


def handle(client: Client, line: Line, around: Around) -> list[Event]:
    """The events of one line. A line that means nothing to us has none."""
    least, handler = HANDLERS.get(line.command, (0, refusals.other))
    return handler(client, line, around) if len(line.params) >= least else []


# The command, the fewest parameters that make sense of it, and its handler.
HANDLERS: dict[str, tuple[int, Handler]] = {
    **connection.HANDLERS,
    **accounts.HANDLERS,
    **people.HANDLERS,
    **presence.HANDLERS,
    **whois.HANDLERS,
    **metadata.HANDLERS,
    **rooms.HANDLERS,
    **members.HANDLERS,
    **messages.HANDLERS,
    **pinning.HANDLERS,
    **files.HANDLERS,
    **lists.HANDLERS,
    **refusals.HANDLERS,
}
