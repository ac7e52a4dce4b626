"""Whether a terminal is dark: it is asked for its background (OSC 11), and for what it is, which every one answers."""

from __future__ import annotations

import os
import re
import select
import time
from collections.abc import Mapping
from typing import NamedTuple

ASK = b"\x1b]11;?\x1b\\\x1b[c"
PATIENCE = 1.0  # seconds; a terminal that is far away answers within one way there and back
_COLOUR = re.compile(
    rb"\x1b\]11;rgba?:([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})[^\x07\x1b]*(?:\x07|\x1b\\\\)?"
)
_ANSWER = re.compile(rb"\x1b\[\?[\d;]*c")


class Background(NamedTuple):
    """`typed`: what a person has typed meanwhile, as it came."""

    dark: bool
    typed: str = ""


def background(environ: Mapping[str, str], fd: int | None = None) -> Background:
    """By the terminal's answer, else by COLORFGBG, else dark. `fd`: of the terminal; None: it is not asked."""
    answer = _asked(fd) if fd is not None else b""
    found = _COLOUR.search(answer)
    typed = _ANSWER.sub(b"", _COLOUR.sub(b"", answer)).decode("utf-8", "replace")
    if found is not None:
        red, green, blue = (int(part, 16) / (16 ** len(part) - 1) for part in found.groups())
        return Background(bool(0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.5), typed)
    ground = environ.get("COLORFGBG", "").rpartition(";")[2]
    return Background(ground not in ("7", "15"), typed)


def _asked(fd: int) -> bytes:
    """What the terminal says within the time."""
    try:
        import termios
        import tty
    except ImportError:
        return b""
    try:
        before = termios.tcgetattr(fd)
        tty.setcbreak(fd, termios.TCSANOW)
    except termios.error:
        return b""
    try:
        os.write(fd, ASK)
        return _read(fd)
    except OSError:
        return b""
    finally:
        termios.tcsetattr(fd, termios.TCSANOW, before)


def _read(fd: int) -> bytes:
    answer, until = b"", time.monotonic() + PATIENCE
    while not _ANSWER.search(answer):
        left = until - time.monotonic()
        if left <= 0 or not select.select([fd], [], [], left)[0]:
            break
        answer += os.read(fd, 1024)
    return answer
