"""Operators who are not in the chat are told by a program of their own choice, such as one that sends mail."""

from __future__ import annotations

import asyncio
import logging
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Sequence

logger = logging.getLogger(__name__)

LONGEST = 60.0  # seconds that it may take


async def tell(command: Sequence[str], sentence: str) -> None:
    """Run it with the sentence as a line on its standard input. That it fails stands in the log."""
    try:
        process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=DEVNULL, stderr=DEVNULL)
    except OSError as error:
        _failed(command[0], error.strerror or str(error))
        return
    try:
        async with asyncio.timeout(LONGEST):
            await process.communicate(f"{sentence}\n".encode())
    except TimeoutError:
        _failed(command[0], f"it took longer than {LONGEST:.0f} seconds")
    else:
        if process.returncode:
            _failed(command[0], f"it ended with {process.returncode}")
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def _failed(command: str, why: str) -> None:
    extra = {"event": "not_told", "command": command, "why": why}
    logger.error("nobody could be told of it by %s: %s", command, why, extra=extra)
