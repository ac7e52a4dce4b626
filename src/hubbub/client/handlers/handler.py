"""What a handler is: a function of the client, one line, and what surrounds it, that changes the state and says how."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from hubbub.client.arrivals import Around
from hubbub.client.events import Event
from hubbub.client.notes import notice
from hubbub.client.state.items import Note
from hubbub.wire.message import Message as Line

if TYPE_CHECKING:
    from hubbub.client.session import Client

Handler = Callable[["Client", Line, Around], list[Event]]


def note_of(line: Line, now: int, *, error: bool = False) -> Note:
    """A standard reply or numeric as data: its code, what it is about, and the server's words."""
    text = line.params[-1] if line.params else ""
    if line.command in ("FAIL", "WARN", "NOTE"):
        command, code = line.params[0], line.params[1] if len(line.params) > 2 else ""
        return Note("", now, code, tuple(line.params[2:-1]), text, error, command)
    return Note("", now, line.command, tuple(line.params[1:]), text, error)


def tell(client: Client, line: Line, around: Around) -> list[Event]:
    """An answer that is for eyes as it is."""
    question = client.questions.find(around.label)
    return notice(client, note_of(line, around.now), client.state.buffer(question.target) if question else None)
