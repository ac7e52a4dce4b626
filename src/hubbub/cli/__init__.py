"""The command line: `hubbub serve`, `hubbub chat`, `hubbub config`."""

from __future__ import annotations

from .entry import main

__all__ = ["main"]
