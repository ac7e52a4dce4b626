"""What was said before."""

from __future__ import annotations

from .command import Command

COMMANDS = (
    Command(
        name="history",
        arguments="[<n>]",
        help="see earlier messages of the room, the last n of them",
        first=True,
    ),
    Command(
        name="search",
        arguments="<words>",
        help="search in the messages that you may read",
        irc="SEARCH :<words> or SEARCH <attributes>",
    ),
)
