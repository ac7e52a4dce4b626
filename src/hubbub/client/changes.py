"""What has changed in the state, by id: frozen records, in the order it happened. None of them is a sentence.

`buffer` is a buffer's key, `id` that of an item in it (of a message that is not accepted yet: its client id). The state
is whole when they come: it may already be further on than the event says, so a record as it was at that moment is
handed along, for who writes down what happens.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from .state.items import Happening, Note
from .state.messages import Message

Change = Literal["edited", "redacted", "reacted", "unreacted", "failed", "unsure", "sent"]
Cause = Literal["older", "newer", "latest", "around", "gap", "entering", "shown", "missed"]


class MessageQueued(msgspec.Struct, frozen=True):
    """Our own message waits to be accepted: it is in `unsent`."""

    buffer: str
    id: str
    message: Message


class MessageAdded(msgspec.Struct, frozen=True):
    """A message is the newest in its buffer. With a `client_id` it is ours, and `unsent` has it no more."""

    buffer: str
    id: str
    message: Message


class MessageChanged(msgspec.Struct, frozen=True):
    """Something became of a message. `by`: the name of who did it; `text`: the reaction, or why it was removed; `at`:
    when; `late`: it was missed, and comes from history. `message` as it is now; None when it is not loaded. Of
    "failed", "unsure" and "sent" the id is that of `unsent`; "sent": it is none of those now, but one of the timeline.
    """

    buffer: str
    id: str
    change: Change
    by: str = ""
    text: str = ""
    at: int = 0
    late: bool = False
    message: Message | None = None


class MessageDiscarded(msgspec.Struct, frozen=True):
    """A message that was not accepted is thrown away: `unsent` has it no more."""

    buffer: str
    id: str


class HappeningAdded(msgspec.Struct, frozen=True):
    """Somebody came, went, or changed something."""

    buffer: str
    id: str
    happening: Happening


class Noticed(msgspec.Struct, frozen=True):
    """Something to be told to this person alone: `note.code` and `note.details` say what. It stands in the timeline of
    `buffer`, or with '' in `State.notes`; what answers `ask` stands nowhere.
    """

    buffer: str
    id: str
    note: Note


class HistoryLoaded(msgspec.Struct, frozen=True):
    """What was asked for is there, or (`failed`) could not be had. `ids`: all messages of the answer, oldest first;
    `fresh`: the items that were not in the timeline before; `wanted`: how many messages were asked for. `cause`
    "missed": what came while the connection was away; each message of it has had its MessageAdded.
    """

    buffer: str
    cause: Cause
    ids: tuple[str, ...] = ()
    fresh: tuple[str, ...] = ()
    wanted: int = 0
    failed: bool = False


class ItemsDropped(msgspec.Struct, frozen=True):
    """The timeline has let go of items that were far from its end (or of those far from what is read)."""

    buffer: str


class BufferAdded(msgspec.Struct, frozen=True):
    buffer: str


class BufferRemoved(msgspec.Struct, frozen=True):
    buffer: str


class BufferRenamed(msgspec.Struct, frozen=True):
    """The buffer has another key; everything else of it stays."""

    before: str
    buffer: str


class BufferChanged(msgspec.Struct, frozen=True):
    """`fields`: the names of what is different: "topic", "unread", "typing", "joined" ..."""

    buffer: str
    fields: tuple[str, ...]


class MembersChanged(msgspec.Struct, frozen=True):
    """`names`: the folded names of who came, went or has other roles; empty: all may be different."""

    buffer: str
    names: tuple[str, ...] = ()


class PersonChanged(msgspec.Struct, frozen=True):
    """What is known of somebody; `person`: the folded name."""

    person: str


class PersonRenamed(msgspec.Struct, frozen=True):
    """Somebody has another name, and so another key; a conversation with them has had its BufferRenamed."""

    before: str
    person: str


class WhoisAnswered(msgspec.Struct, frozen=True):
    """`State.whois` says who that is."""

    person: str


class MeChanged(msgspec.Struct, frozen=True):
    fields: tuple[str, ...]


class ServerChanged(msgspec.Struct, frozen=True):
    """Its name, what it supports, or which capabilities are enabled."""


class ConnectionChanged(msgspec.Struct, frozen=True):
    """`State.connection` is in another step."""


class CurrentChanged(msgspec.Struct, frozen=True):
    """The person is in another buffer, or (None) in none."""

    buffer: str | None


class InvitationsChanged(msgspec.Struct, frozen=True):
    """`room`: into which somebody asks us now; '' when one is done with."""

    room: str = ""
    by: str = ""
    at: int = 0


class SearchChanged(msgspec.Struct, frozen=True):
    """`State.search` is another one, or has results."""


class RoomsListed(msgspec.Struct, frozen=True):
    """`State.rooms` has the answer."""


class PeopleListed(msgspec.Struct, frozen=True):
    """Who is online, by name in order, and who of them is away (the answer to `list_people`)."""

    names: tuple[str, ...]
    away: frozenset[str] = frozenset()


Changed = (
    MessageQueued
    | MessageAdded
    | MessageChanged
    | MessageDiscarded
    | HappeningAdded
    | Noticed
    | HistoryLoaded
    | ItemsDropped
    | BufferAdded
    | BufferRemoved
    | BufferRenamed
    | BufferChanged
    | MembersChanged
    | PersonChanged
    | PersonRenamed
    | WhoisAnswered
    | MeChanged
    | ServerChanged
    | ConnectionChanged
    | CurrentChanged
    | InvitationsChanged
    | SearchChanged
    | RoomsListed
    | PeopleListed
)
