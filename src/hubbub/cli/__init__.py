"""The command line: `hubbub serve`, `hubbub chat`, `hubbub config`."""

from __future__ import annotations

try:
    from .entry import hubbub, main
except KeyboardInterrupt:  # Ctrl-C before there is anything that could say goodbye
    raise SystemExit(130) from None

__all__ = ["hubbub", "main"]
