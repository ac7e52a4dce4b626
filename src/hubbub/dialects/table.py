"""All dialects by their names. What one takes is imported with the first who speaks it."""

from __future__ import annotations

from functools import cache

from hubbub.chat.world.session import Dialect


@cache
def dialect(name: str) -> Dialect:
    """The one of that name: `irc`, `plain` or `console`. Raises KeyError."""
    if name == "irc":
        from .irc.dialect import IRC

        return IRC
    if name == "plain":
        from .plain.dialect import PLAIN

        return PLAIN
    if name == "console":
        from .plain.console import CONSOLE

        return CONSOLE
    raise KeyError(name)


def dialects() -> dict[str, Dialect]:
    """All of them."""
    return {name: dialect(name) for name in ("irc", "plain", "console")}
