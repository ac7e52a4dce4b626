"""How each kind of client speaks: received lines to commands, events and replies to lines."""

from __future__ import annotations

from hubbub.chat.world.session import Dialect

_MODULES = {"irc": "irc.dialect", "console": "plain.console", "plain": "plain.dialect"}


def dialect_module(name: str) -> str:
    """The full name of the module that has the dialect of that name."""
    return f"{__name__}.{_MODULES[name]}"


def dialect_of(name: str) -> Dialect:
    """The dialect of that name: `irc`, `plain` or `console`. A server has them all from its start."""
    if name == "irc":
        from .irc.dialect import IRC

        return IRC
    if name == "console":
        from .plain.console import CONSOLE

        return CONSOLE
    assert name == "plain", name
    from .plain.dialect import PLAIN

    return PLAIN
