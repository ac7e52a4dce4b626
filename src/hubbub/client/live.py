"""What comes live waits while something is fetched, then is let through; what was missed is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import history
from .arrivals import Arrival
from .catchup import PRIVATE, Shown
from .changes import HistoryLoaded, MessageAdded
from .deliver import deliver
from .events import CaughtUp, Event
from .protocol.capabilities import CHATHISTORY

if TYPE_CHECKING:
    from .session import Client


def arrive(client: Client, arrival: Arrival) -> list[Event]:
    """Something live: shown now, or after what was missed."""
    if client.catchup.hold(PRIVATE if arrival.private else arrival.target, arrival):
        return []
    return deliver(client, arrival)


def release(client: Client, items: Shown) -> list[Event]:
    """What catching up lets through, in its order."""
    events: list[Event] = []
    for item in items:
        if isinstance(item, str):
            client.link.send("PONG", item)
        elif isinstance(item, Arrival):
            events += deliver(client, item)
        else:
            events.append(item)
            _gap(client, item)
    return events + _caught_up(client, events) + history.ask_what_waited(client)


def _gap(client: Client, event: Event) -> None:
    """Where something could not be fetched stands a gap."""
    buffer = client.state.buffers.get(event.buffer) if isinstance(event, HistoryLoaded) and event.failed else None
    if buffer is not None and CHATHISTORY in client.link.caps:
        buffer.timeline.add_gap(client.catchup.latest)


def _caught_up(client: Client, events: list[Event]) -> list[Event]:
    """Count what was missed; say so when that is all."""
    if client.missed is None:
        return []
    client.missed += sum(isinstance(event, MessageAdded) and event.message.late for event in events)
    if client.catchup.busy or not client.ready:
        return []
    missed, client.missed = client.missed, None
    return [CaughtUp(missed)]
