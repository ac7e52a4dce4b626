"""Servers that are to be reached over TLS only (IRCv3 sts), and until when: one file beside the known certificates.

One line for each host: `host port seconds`, the port for TLS and the time (since 1970) at which the policy ends.
"""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable
from pathlib import Path

from .rows import change_row, read_rows

FILE_NAME = "strict_servers"


class Policies:
    """The policies in one file, which need not exist yet. `clock`: seconds since 1970."""

    def __init__(self, file: Path, clock: Callable[[], float] = time.time) -> None:
        self.file = file
        self.clock = clock

    def find(self, host: str) -> int | None:
        """The port for TLS, while a policy holds for this host. Raises Trouble("file")."""
        rows = [row for row in read_rows(self.file) if len(row) == 3 and _are_numbers(row[1:])]
        found = [(int(port), int(until)) for name, port, until in rows if name == host.lower()]
        return found[-1][0] if found and found[-1][1] > self.clock() else None

    def keep(self, host: str, port: int, duration: int) -> None:
        """From now on for so many seconds; 0: it ends. An address is no host name, and has none. Raises as `find`."""
        held = duration > 0 and not _is_address(host)
        change_row(self.file, host.lower(), [str(port), str(int(self.clock()) + duration)] if held else [])


def _are_numbers(words: list[str]) -> bool:
    return all(word.isascii() and word.isdigit() and len(word) < 20 for word in words)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
