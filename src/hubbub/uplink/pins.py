"""Pinned certificates: the file that says which certificate each server without a public one has shown before.

One line for each server: `host:port sha256:FINGERPRINT`. Only its owner can read it.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from .rows import read_rows, write_rows

FILE_NAME = "known_servers"


def fingerprint(certificate: bytes) -> str:
    """The SHA-256 of a certificate in DER form, as people compare it: AB:CD:..."""
    return hashlib.sha256(certificate).digest().hex(":").upper()


class Pins:
    """The pins in one file, which need not exist yet."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def find(self, host: str, port: int) -> str | None:
        """The fingerprint that this server showed at the first visit. Raises OSError."""
        return self._read().get(_key(host, port))

    def add(self, host: str, port: int, pin: str) -> None:
        """Remember it; what was there before is replaced. Raises OSError."""
        pins = self._read()
        pins[_key(host, port)] = pin
        self._write(pins)

    def _read(self) -> dict[str, str]:
        return {row[0]: row[1].removeprefix("sha256:") for row in read_rows(self.file) if len(row) == 2}

    def _write(self, pins: dict[str, str]) -> None:
        write_rows(self.file, [f"{server} sha256:{pin}" for server, pin in sorted(pins.items())])


def _key(host: str, port: int) -> str:
    return f"[{host.lower()}]:{port}" if ":" in host else f"{host.lower()}:{port}"
