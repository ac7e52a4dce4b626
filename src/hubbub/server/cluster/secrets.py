"""Which connections hold a password or a token that is on its way: nothing of them is kept for the next decider, for
what is kept stands in the database, and in all copies of it."""

from __future__ import annotations

from hubbub.dialects.plain.state import Question
from hubbub.server.process.handed import HandedConnection
from hubbub.typed.secrets import is_secret
from hubbub.wire.lines import BadLine

_OF_IRC = ("AUTHENTICATE", "TOKEN", "WEBIRC")  # beside those that people type, too
_ASKED = (Question.PASSWORD, Question.LOGIN)


def holds_secret(told: HandedConnection) -> bool:
    """Whether what there is to know of the connection has one in it: what it is to register or log in with, or a line
    that waits, is being done, or has begun to come."""
    if told.session.cookie:
        return True
    lines = [one.typed if isinstance(one, BadLine) else one for one in told.lines]
    if told.received:
        lines.append(told.received.decode(errors="replace"))
    if told.irc is not None:
        sasl = told.irc.sasl
        return bool(told.irc.password or (sasl is not None and sasl.received)) or any(map(_says_secret, lines))
    if told.plain is not None and told.plain.question in _ASKED and lines:
        return True
    return any(map(is_secret, lines))


def _says_secret(line: str) -> bool:
    """Whether a line of IRC does, as far as it has come."""
    if line.startswith("@"):
        line = line.partition(" ")[2].lstrip(" ")
    if line.startswith(":"):
        line = line.partition(" ")[2].lstrip(" ")
    command, _, rest = line.partition(" ")
    if not rest:
        return False
    return command.upper() in _OF_IRC or is_secret(f"/{line}") or is_secret(rest.partition(" :")[2])
