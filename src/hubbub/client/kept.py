"""What a client keeps over a restart of its face, as plain data: unsent messages, drafts, places, how far it was."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from hubbub.typed.secrets import is_secret

from . import posting
from .arrivals import is_room
from .events import Event
from .protocol.link import is_word
from .state.buffers import Draft
from .state.messages import Failure

if TYPE_CHECKING:
    from .session import Client

VERSION = 1


def of(client: Client) -> dict[str, Any]:
    """Everything that is to be kept. The token is a secret."""
    return {
        "version": VERSION,
        "name": client.name,
        "token": client.token,
        "outbox": client.queue.kept(),
        "unsure": [[b.key, m.id, m.text, m.kind, m.at, _why(m.failure)] for b, m in _not_accepted(client)],
        "buffers": [
            {
                "name": buffer.name,
                "joined": client.rooms.find(buffer.name) is not None,
                "draft": _draft(buffer.draft),
                "notify": buffer.notify,
                "read_at": buffer.read_at,
                "last_at": buffer.last_at,
            }
            for buffer in client.state.buffers.values()
        ],
        "current": client.state.current,
        "seen": client.catchup.kept(),
        "words": list(client.words),
    }


def _not_accepted(client: Client) -> list[tuple[Any, Any]]:
    """Messages that were refused, or may not have arrived, and are not thrown away."""
    return [(b, m) for b in client.state.buffers.values() for m in b.unsent.values() if m.status != "sending"]


def _why(failure: Failure | None) -> dict[str, Any] | None:
    """Why the server has refused it."""
    if failure is None:
        return None
    return {"code": failure.code, "details": list(failure.details), "text": failure.text}


def _failure(row: Any) -> Failure | None:
    """The same again; None where nobody knows whether it arrived."""
    return Failure(str(row["code"]), tuple(map(str, row["details"])), str(row["text"])) if row else None


def _draft(draft: Draft) -> list[str]:
    """A command with a password is kept nowhere."""
    return ["" if is_secret(draft.text) else draft.text, draft.reply, draft.edit]


def restore(client: Client, data: dict[str, Any]) -> list[Event]:
    """Go on with what was kept. What cannot be read is left out."""
    events: list[Event] = []
    wrong = (KeyError, TypeError, ValueError, AttributeError)
    with suppress(*wrong):
        client.token = str(data["token"])
        client.words = [str(word) for word in data["words"]]
    rows = data.get("buffers")
    for row in rows if isinstance(rows, list) else ():
        with suppress(*wrong):
            _buffer(client, row, events)
    with suppress(*wrong):
        typed = {message.id for message in client.queue}  # before this was read
        client.queue.restore(data["outbox"])
        for message in client.queue:
            if message.id not in typed:
                posting.queue(client, message, 0, events)
    with suppress(*wrong):
        for key, _, text, kind, at, *why in data["unsure"]:
            outgoing = client.queue.add(str(key), str(text), kind)
            client.queue.discard(outgoing.id)
            posting.queue(client, outgoing, int(at), events)
            refused = _failure(why[0]) if why else None
            events += posting.failed(client, outgoing.id, refused) if refused else posting.unsure(client, outgoing.id)
    with suppress(*wrong):
        client.catchup.restore(data["seen"])
        client.catchup.lost([room.name for room in client.rooms.all()])
    current = data.get("current")
    if isinstance(current, str) and current in client.state.buffers:
        client.state.current = current
    return events


def _buffer(client: Client, row: dict[str, Any], events: list[Event]) -> None:
    name = str(row["name"])
    if not is_word(name):
        return
    buffer = client.add_buffer(name, events)
    buffer.read_at, buffer.last_at = int(row["read_at"]), int(row["last_at"])
    buffer.notify = row["notify"] if row["notify"] in ("all", "mentions", "nothing") else "mentions"
    text, reply, edit = (str(part) for part in row["draft"])
    buffer.draft = Draft(text, reply, edit)
    if row["joined"] and is_room(name):
        room = client.rooms.add(name)
        if room is not None:
            room.wanted = True
