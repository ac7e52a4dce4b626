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


async def is_taken(bus: Bus, subject: str, name: str) -> bool:
    """Whether another process lives under that name, so that this one is not to begin. One that is dead is not heard
    any more, and where nobody decides none is: then it comes out later, and the one that began first ends."""
    heard: asyncio.Queue[int | None] = asyncio.Queue()  # the last beat of that node, or that it is not known
    is_over = False

    def hear(data: bytes) -> None:
        if not is_over:
            with suppress(msgspec.MsgspecError):
                known = beat_of(data).nodes.get(name)
                heard.put_nowait(known[1] if known is not None else None)

    await bus.subscribe(f"{subject}.{BEATS}", hear)
    try:
        async with asyncio.timeout(ANYBODY):
            first = await heard.get()
        async with asyncio.timeout(SOMEBODY):
            while first is not None:
                if (await heard.get() or 0) > first:
                    return True
    except TimeoutError:
        pass
    finally:
        is_over = True
    return False
