"""The figures of the process that consoles show: times, memory, space."""

from __future__ import annotations

import os
import shutil
import statistics
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

CONNECTIONS = {"ws": "browser", "wss": "browser", "irc": "IRC", "plain": "plain text"}


class Commits(msgspec.Struct):
    """How long commits take, in milliseconds: of those lately seen, until there are new ones."""

    p50: float = 0.0
    p99: float = 0.0

    def see(self, seconds: Sequence[float]) -> None:
        """The latest ones, if there were any."""
        if not seconds:
            return
        ordered = sorted(seconds)
        self.p50 = round(statistics.median(ordered) * 1000, 2)
        self.p99 = round(ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)] * 1000, 2)


def resident() -> int:
    """Bytes of memory that this process has; 0 where that cannot be read (Linux alone says it)."""
    with suppress(OSError, ValueError, IndexError):
        pages = Path("/proc/self/statm").read_text("ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    return 0


def space(directory: Path | None) -> tuple[int, int]:
    """Bytes that the files of the data folder take, and those that are free on its disk."""
    if directory is None:
        return 0, 0
    with suppress(OSError):
        kept = sum(_size(file) for file in directory.iterdir())
        return kept, shutil.disk_usage(directory).free
    return 0, 0


def by_kind(kinds: Iterable[tuple[str, str]]) -> dict[str, int]:
    """How many connections there are of each kind, by carrier and dialect of each."""
    counts: dict[str, int] = {}
    for carrier, dialect in kinds:
        kind = CONNECTIONS.get(carrier) or CONNECTIONS.get(dialect)
        if kind:
            counts[kind] = counts.get(kind, 0) + 1
    return counts


def _size(file: Path) -> int:
    with suppress(OSError):
        return file.stat().st_size if file.is_file() else 0
    return 0
