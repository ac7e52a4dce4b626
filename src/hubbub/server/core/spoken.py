"""A dialect, imported by a thread if nobody has spoken it yet."""

from __future__ import annotations

import asyncio

from hubbub.chat.world.session import Dialect
from hubbub.dialects.table import dialect

from .kept import KEPT


async def spoken(name: str) -> Dialect:
    """The one of that name."""
    return await asyncio.get_running_loop().run_in_executor(None, _imported, name)


def _imported(name: str) -> Dialect:
    try:
        return dialect(name)
    finally:
        KEPT.rest()
