"""When somebody may write again in a slow room."""

from __future__ import annotations

from hubbub.client.state.buffers import Buffer
from hubbub.client.state.messages import Message
from hubbub.irc import casemap


def waits(buffer: Buffer, me: str, now: int) -> int:
    """The seconds until somebody below a voice may write again in a slow room; 0: now. `me`: one's name."""
    wait = buffer.modes.get("W", "")
    mine = buffer.members.get(casemap.lower(me))
    if not wait.isdecimal() or len(wait) > 9 or (mine is not None and mine.roles):
        return 0
    last = next((item.at for item in reversed(buffer.timeline) if isinstance(item, Message) and item.own), 0)
    return max(0, -((now - last - int(wait) * 1000) // 1000))
