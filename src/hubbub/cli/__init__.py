"""The command line: `hubbub serve`, `hubbub chat`, `hubbub config`."""

from __future__ import annotations

from .entry import hubbub, main

__all__ = ["hubbub", "main"]
