"""Waiting for what nobody is told of."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


async def until(true: Callable[[], object]) -> None:
    """Let the loop run until the condition holds; the test's own time limit ends what never comes."""
    while not true():  # noqa: ASYNC110
        await asyncio.sleep(0.005)
