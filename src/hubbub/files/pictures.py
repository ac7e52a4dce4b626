"""How large a picture is, and a smaller one of it: found out in a process of its own, which may take so much memory and
time and no more. What it reads was sent by strangers."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import msgspec

from .stripping import Broken

SECONDS = 15.0
NO_PICTURE = 4  # the exit code of a child that could not decode it
_LINE = 1024


class Picture(msgspec.Struct, frozen=True):
    """In pixels, as it is shown: one that is turned by a quarter has them the other way round. `preview`: there is a
    smaller one."""

    width: int
    height: int
    preview: bool


async def look_at(path: Path, stripped: Path, preview: Path, kind: str) -> Picture | None:
    """Look at the picture of that type at `path`: write it to `stripped` without what it tells besides, and a smaller
    one to `preview`, where that is worth it.

    None: it could not be decoded, or is too large for that, and is no picture for us; `stripped` is whole. Raises
    Broken when not even that could be made.
    """
    work = await asyncio.create_subprocess_exec(
        sys.executable, "-I", "-c", _START, str(Path(__file__).parents[2]),
        str(path), str(stripped), str(preview), kind,
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    assert work.stdout is not None
    try:
        said = await asyncio.wait_for(work.stdout.read(_LINE), SECONDS)
        await asyncio.wait_for(work.wait(), SECONDS)
    except TimeoutError:
        raise Broken("it takes too long to read") from None
    finally:
        if work.returncode is None:
            work.kill()
            await work.wait()
    if work.returncode not in (0, NO_PICTURE):
        raise Broken("it is damaged, or it takes too much to read")
    return msgspec.json.decode(said, type=Picture) if work.returncode == 0 else None


def shrunk(data: bytes, kind: str, width: int, height: int) -> bytes:
    """The picture of that type as a PNG that fits into so many pixels, one side filling them. Raises Broken. Takes its
    time: to be called in a thread.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", _SHOW, str(Path(__file__).parents[2]), kind, str(width), str(height)],
            input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Broken("it takes too long to read") from None
    if done.returncode != 0:
        raise Broken("it is damaged, or it takes too much to read")
    return done.stdout


_SHOW = "import sys; sys.path.insert(0, sys.argv[1]); from hubbub.files.child import show; show(*sys.argv[2:])"
_START = "import sys; sys.path.insert(0, sys.argv[1]); from hubbub.files.child import main; main(*sys.argv[2:])"
