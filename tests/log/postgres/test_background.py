"""The loop on which the connections to the database live."""

from __future__ import annotations

import asyncio
import threading

from hubbub.log.postgres.background import Background


def test_what_has_lost_its_cancellation_does_not_hold_up_the_end() -> None:
    """asyncpg may lose one that comes together with an answer; the server would never stop."""
    background, begun = Background(), threading.Event()
    lost: list[int] = []

    async def loses_the_first() -> None:
        while True:
            try:
                begun.set()
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                if lost:
                    raise
                lost.append(1)

    future = background.begin(loses_the_first())
    assert begun.wait(30)
    background.stop()
    assert lost
    assert future.cancelled()
