"""The end of what tests have started: waited for so long and no longer; then it is killed, and named."""

from __future__ import annotations

import asyncio
import subprocess
from contextlib import suppress

PATIENCE = 20.0  # seconds; who was told to end, or killed, and has not, will not


async def ended(process: asyncio.subprocess.Process, what: str, within: float = PATIENCE) -> bytes:
    """What it wrote until its end, which is near. AssertionError when it does not end, or another one has its pipe."""
    try:
        async with asyncio.timeout(within):
            written = await _rest(process)
    except TimeoutError:
        still = process.returncode is None
        with suppress(ProcessLookupError):
            process.kill()
        why = "has not ended" if still else f"has ended with {process.returncode}, and one of its own has not"
        raise AssertionError(f"{what} {why} within {within:g} s") from None
    return written


async def _rest(process: asyncio.subprocess.Process) -> bytes:
    try:
        written, _ = await process.communicate()
    except RuntimeError:  # a test whose time was over reads it, still: two cannot
        await process.wait()
        return b""
    return written or b""


def ends(process: subprocess.Popen[bytes], what: str, within: float = PATIENCE) -> None:
    """The same for one that is started without a loop."""
    try:
        process.wait(within)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(PATIENCE)
        raise AssertionError(f"{what} has not ended within {within:g} s") from None
