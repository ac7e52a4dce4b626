"""What the terminal client costs, in Textual's headless terminal."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from hubbub.client.state.buffers import Member
from hubbub.tui.app import Chat
from hubbub.tui.core import Unkept
from hubbub.tui.inks import Inks

from .still import LONG, MANY, MEMBERS, ROOMS, Row, Still, messages, state


def rows() -> list[Row]:
    return asyncio.run(_rows())


async def _rows() -> list[Row]:
    known = state()
    app = Chat(Still(known), Unkept(), Inks("dark"), "bench")
    rows: list[Row] = []
    async with app.run_test(size=(124, 36)) as pilot:

        async def painted() -> None:
            app.paint()
            await pilot.pause()

        async def took(work: Callable[[], object]) -> float:
            begun = time.process_time()
            work()
            await painted()
            return (time.process_time() - begun) * 1000

        await painted()
        rows.append(("first", "first screen, interpreter and imports included", time.process_time(), "s", 1.0))
        timeline = known.buffers[ROOMS[0]].timeline

        def add() -> None:
            """As they would come: what the core does not keep is let go on the way."""
            for n, message in enumerate(made, 1):
                timeline.add(message)
                if n % 1000 == 0:
                    timeline.trim()

        made = messages(MANY, 8)
        rows.append(("many", f"{MANY:,} messages at once", await took(add), "ms", None))
        made = messages(LONG, 9)
        rows.append(("long", f"{LONG:,} more, one after the other", await took(add), "ms", None))
        begun = time.process_time()
        await pilot.resize_terminal(100, 30)
        await painted()
        rows.append(("width", "a new width then", (time.process_time() - begun) * 1000, "ms", None))

        def go() -> None:
            known.current = ROOMS[1]

        rows.append(("place", "a place of 150 messages", await took(go), "ms", 150.0))

        def members() -> None:
            known.buffers[ROOMS[1]].members = {f"person{n}": Member(f"person{n}") for n in range(MEMBERS)}

        rows.append(("members", f"{MEMBERS:,} members", await took(members), "ms", 150.0))
    return rows
