"""Waiting for what another program is about to show."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

PATIENCE = 20.0  # seconds until what has to come counts as missing; nothing waits that long when all is well
LOOK = 0.02  # seconds between two looks at a program that cannot call us


async def until(true: Callable[[], bool], missing: Callable[[], str]) -> None:
    """Return as soon as something is so. AssertionError, with the words of `missing`, when it never becomes so."""
    try:
        async with asyncio.timeout(PATIENCE):
            while not true():  # noqa: ASYNC110 (another program sets no Event)
                await asyncio.sleep(LOOK)
    except TimeoutError:
        raise AssertionError(missing()) from None
