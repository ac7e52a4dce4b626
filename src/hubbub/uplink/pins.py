"""Pinned certificates: the file that says which certificate each server without a public one has shown before.

One line for each server: `host:port sha256:FINGERPRINT`. Only its owner can read it.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from .addresses import host_and_port
from .rows import change_row, read_rows

FILE_NAME = "known_servers"


def fingerprint(certificate: bytes) -> str:
    """The SHA-256 of a certificate in DER form, as people compare it: AB:CD:..."""
    return hashlib.sha256(certificate).digest().hex(":").upper()


class Pins:
    """The pins in one file, which need not exist yet."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def find(self, host: str, port: int) -> str | None:
        """The fingerprint that this server showed at the first visit. Raises Trouble("file")."""
        server = host_and_port(host, port)
        found = [row[1].removeprefix("sha256:") for row in read_rows(self.file) if len(row) == 2 and row[0] == server]
        return found[-1] if found else None

    def add(self, host: str, port: int, pin: str) -> None:
        """Remember it; what was there before is replaced. Raises Trouble("file")."""
        change_row(self.file, host_and_port(host, port), [f"sha256:{pin}"])
