"""What people and rooms say of themselves (https://ircv3.net/specs/extensions/metadata)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hubbub.client.arrivals import Around, is_room
from hubbub.client.changes import BufferChanged, MeChanged, PersonChanged
from hubbub.client.events import Event
from hubbub.client.people import known
from hubbub.irc import casemap
from hubbub.irc import numerics as n
from hubbub.wire.message import Message as Line

from .handler import Handler

if TYPE_CHECKING:
    from hubbub.client.session import Client

FIELDS = {"display-name": "display_name", "avatar": "avatar", "status": "status"}  # of a Person
_MOST_KEYS = 100


def _told(client: Client, line: Line, around: Around) -> list[Event]:
    """METADATA <target> <key> <visibility> [:<value>]"""
    return _is(client, line.params[0], line.params[1], line.params[3] if len(line.params) > 3 else "")


def _value(client: Client, line: Line, around: Around) -> list[Event]:
    """RPL_KEYVALUE, RPL_WHOISKEYVALUE: <target> <key> <visibility> :<value>"""
    question = client.questions.find(around.label)
    if question is not None and question.kind == "whois" and client.state.whois is not None:
        client.state.whois.metadata[line.params[2]] = line.params[4]
    return _is(client, line.params[1], line.params[2], line.params[4])


def _none(client: Client, line: Line, around: Around) -> list[Event]:
    """RPL_KEYNOTSET"""
    return _is(client, line.params[1], line.params[2], "")


def _is(client: Client, target: str, key: str, value: str) -> list[Event]:
    if is_room(target):
        buffer = client.state.buffer(target)
        if buffer is None or not _set(buffer.metadata, key, value):
            return []
        return [BufferChanged(buffer.key, ("metadata",))]
    events: list[Event] = []
    if client.state.is_me(target) and _set(client.state.me.metadata, key, value):
        events.append(MeChanged(("metadata",)))
    folded = casemap.lower(target)
    if key not in FIELDS or (folded not in client.state.people and folded not in client.watched):
        return events
    setattr(known(client, target), FIELDS[key], value)
    return [*events, PersonChanged(folded)]


def _later(client: Client, line: Line, around: Around) -> list[Event]:
    """RPL_METADATASYNCLATER: too many at once; it is asked for when somebody looks at the room."""
    client.unsynced.add(casemap.lower(line.params[1]))
    return []


def _set(metadata: dict[str, str], key: str, value: str) -> bool:
    """Whether it is different now."""
    if metadata.get(key, "") == value or (key not in metadata and len(metadata) >= _MOST_KEYS):
        return False
    if value:
        metadata[key] = value
    else:
        del metadata[key]
    return True


HANDLERS: dict[str, tuple[int, Handler]] = {
    "METADATA": (3, _told),
    n.RPL_KEYVALUE: (5, _value),
    n.RPL_WHOISKEYVALUE: (5, _value),
    n.RPL_KEYNOTSET: (3, _none),
    n.RPL_METADATASYNCLATER: (2, _later),
}
