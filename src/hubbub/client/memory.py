"""How much is held in memory: where too much was said in all places together, the quietest keep their newest part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .changes import ItemsDropped
from .events import Event

if TYPE_CHECKING:
    from .session import Client

MOST = 20_000  # items in all timelines
LEFT = 200  # in one whose older part goes


def bound(client: Client) -> list[Event]:
    """Let go of what is far above in the places where something was said longest ago; never in the current one."""
    total = sum(len(buffer.timeline) for buffer in client.state.buffers.values())
    if total <= MOST:
        return []
    events: list[Event] = []
    quiet_first = sorted(client.state.buffers.values(), key=lambda buffer: buffer.last_at)
    for buffer in quiet_first:
        before = len(buffer.timeline)
        if buffer.key == client.state.current or not buffer.timeline.trim(LEFT):
            continue
        buffer.beginning = buffer.far = False
        events.append(ItemsDropped(buffer.key))
        total -= before - len(buffer.timeline)
        if total <= MOST // 2:
            break
    return events
