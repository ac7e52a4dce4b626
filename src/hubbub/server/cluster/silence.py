"""Whether anybody decides, by the bus: asked by who waits for its turn and has lost the database, to which a decider
that lives would come back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from hubbub.bus import Bus, CannotReach

from .messages import BEATS

SILENT = 1.0  # seconds without a beat, of which there are five, after which nobody decides


async def nobody_decides(connect: Callable[[], Awaitable[Bus]], cluster: str) -> None:
    """Ends once nobody in that cluster is heard any more; where the bus is away, never."""
    heard = asyncio.Event()
    bus = await _reached(connect)
    try:
        await bus.subscribe(f"hubbub.{cluster}.{BEATS}", lambda _: heard.set())
        while True:
            heard.clear()
            try:
                async with asyncio.timeout(SILENT):
                    await heard.wait()
            except TimeoutError:
                if bus.is_up:
                    return
    finally:
        await bus.close()


async def _reached(connect: Callable[[], Awaitable[Bus]]) -> Bus:
    while True:
        try:
            return await connect()
        except CannotReach:
            await asyncio.sleep(SILENT)
