"""Whether a name is free in a cluster: the beats of who decides tell whose own beats are still heard."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import msgspec

from hubbub.bus import Bus

from .beats import DECIDER_BEATS, NODE_BEATS
from .messages import BEATS, beat_of

ANYBODY = 3 * DECIDER_BEATS  # seconds in which whoever decides is heard
SOMEBODY = 1.5 * NODE_BEATS  # and those in which a node that lives is


async def last_epoch(bus: Bus, subject: str, name: str) -> int | None:
    """The epoch of the one before under that name, which ours is to come after, whatever became of the clock; 0: nobody
    knows of any. None: another process lives under it, so that this one is not to begin.

    One that is dead is not heard any more, and where nobody decides none is: then it comes out later, and the one that
    began first ends."""
    heard: asyncio.Queue[tuple[int, int]] = asyncio.Queue()  # the epoch of that node, and its last beat
    is_over = False

    def hear(data: bytes) -> None:
        if not is_over:
            with suppress(msgspec.MsgspecError):
                heard.put_nowait(beat_of(data).nodes.get(name, (0, 0, 0))[:2])

    epoch = 0
    await bus.subscribe(f"{subject}.{BEATS}", hear)
    try:
        async with asyncio.timeout(ANYBODY):
            epoch, first = await heard.get()
        async with asyncio.timeout(SOMEBODY):
            while epoch:
                now, beat = await heard.get()
                if now > epoch or beat > first:
                    return None
    except TimeoutError:
        pass
    finally:
        is_over = True
    return epoch
