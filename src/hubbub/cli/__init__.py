"""The command line: `hubbub serve`, `hubbub chat`, `hubbub config`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

try:
    from .entry import main
except KeyboardInterrupt:  # Ctrl-C before there is anything that could say goodbye
    raise SystemExit(130) from None

if TYPE_CHECKING:
    from .program import hubbub

__all__ = ["hubbub", "main"]


def __getattr__(name: str) -> Any:
    """`hubbub`, all commands as one of click, for what asks for them: a server that runs has no use for them."""
    if name != "hubbub":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from .program import hubbub

    return hubbub
