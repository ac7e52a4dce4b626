"""For whom typed text is. What was typed or piped for one place is never said in another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hubbub.client.protocol.link import is_word
from hubbub.typed import meanings as m
from hubbub.typed.grammar import asks, read
from hubbub.typed.meanings import Meaning, Place

_HERE = (m.Say, m.Action, m.Topic, m.Kick, m.Invite, m.Modes, m.Ban, m.Retention, m.Pin, m.Unpin, m.Upload)


class Several(NamedTuple):
    """Lines for one person, or, `name` empty, for where one is."""

    name: str
    texts: tuple[str, ...]


def is_for_here(meaning: Meaning) -> bool:
    """Whether it does something in the room where one is, without naming it."""
    match meaning:
        case m.Leave(room=None) | m.Expire(name=None):
            return not asks(meaning)
    return isinstance(meaning, _HERE) and not asks(meaning)


def is_unfinished(meaning: Meaning) -> bool:
    """Whether nothing can be done, so that what is said next may be for where it was to lead, or be what it lacks, such
    as a password."""
    match meaning:
        case m.Unknown() | m.Incomplete() | m.AskPrivate():
            return True
        case m.Join(room):
            return not is_word(room)
    return False


def several(lines: Sequence[str], place: Place, *, pasted: bool) -> Several | None:
    """For whom several lines are that were typed together; None: the first is a command, which takes one line.

    `pasted`: all of them were, so none is a command.
    """
    first, *rest = lines
    if pasted or not first.strip():
        return Several("", tuple(lines))
    match read(first, place):
        case m.Say(text):
            return Several("", (text, *rest))
        case m.Private(name, text):
            return Several(name, (text, *rest))
        case m.NoRoom():
            return Several("", tuple(lines))
    return None
