"""What a face shows: frozen records of what the client core has learned.

Times are milliseconds since 1970. Texts and names are those of others, as sent: a face makes them safe to show.
`again`: the person was there before a lost connection, so it is not news to them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["said", "did", "notice"]


@dataclass(frozen=True, slots=True)
class Message:
    """Something said. `target`: the room, or the other person of a private conversation.

    `late`: it comes from history or was held. `held`: a private message of our own that waits for who is offline.
    `edited`: this is another text of an earlier message; `id` is that of the edit when it comes live.
    `reactions`: how often it was reacted to in which way, when it comes from history.
    `reference`: the id of what it replies to; `answers`: whose that is and how it begins, in words.
    """

    target: str
    sender: str
    text: str
    at: int
    id: str = ""
    own: bool = False
    private: bool = False
    kind: Kind = "said"
    late: bool = False
    held: bool = False
    edited: bool = False
    reference: str = ""
    answers: str = ""
    reactions: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Reacted:
    """Somebody reacts to a message, or takes a reaction back. `about`: how the message begins; '' when not known."""

    target: str
    name: str
    reaction: str
    about: str
    at: int
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Welcomed:
    """Registration has succeeded under that name."""

    name: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class Ready:
    """The rooms are joined and everything may be sent. Comes once for each connection, after `Welcomed`."""

    again: bool = False


@dataclass(frozen=True, slots=True)
class NameRefused:
    """The server does not take this name; it waits for `Client.choose_name`."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class StrictTransport:
    """The server wants to be reached over TLS only: at this port, says a connection without TLS; for so many seconds,
    says one over TLS (0: no more)."""

    port: int | None
    duration: int | None


@dataclass(frozen=True, slots=True)
class Banned:
    """The server lets us in no more; to come again makes no sense."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotAdmitted:
    """The server lets only people with an account in; `invited`: also those with an invitation."""

    reason: str
    invited: bool


@dataclass(frozen=True, slots=True)
class PasswordRefused:
    """The server has a password, and none or a wrong one was given."""

    reason: str


@dataclass(frozen=True, slots=True)
class Joined:
    room: str
    name: str
    at: int
    own: bool = False
    again: bool = False


@dataclass(frozen=True, slots=True)
class Left:
    """Someone left one room. `text`: their words."""

    room: str
    name: str
    at: int
    text: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class Kicked:
    """Someone was removed from a room by someone else."""

    room: str
    name: str
    by: str
    at: int
    text: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class ModesChanged:
    """Someone changed the modes of a room. `modes` as a MODE line has them: `+o bob`."""

    room: str
    by: str
    modes: str
    at: int


@dataclass(frozen=True, slots=True)
class Invited:
    """Someone invites us to a room."""

    room: str
    by: str
    at: int


@dataclass(frozen=True, slots=True)
class Gone:
    """Someone disconnected. `rooms`: those that were shared with us."""

    name: str
    rooms: tuple[str, ...]
    at: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Renamed:
    before: str
    name: str
    at: int
    own: bool = False


@dataclass(frozen=True, slots=True)
class RoomRenamed:
    """A room has another name. `text` says why; it may be empty."""

    before: str
    name: str
    by: str
    at: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class TopicSet:
    """The topic of a room. `by` is empty when it was merely told; an empty text: there is none."""

    room: str
    text: str
    at: int
    by: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True)
class MembersAre:
    """Who is in a room. `entering`: it is told because we have just joined, not because it was asked; `arriving`: for
    the first time, into the lobby.
    """

    room: str
    names: tuple[str, ...]
    entering: bool = False
    again: bool = False
    arriving: bool = False


@dataclass(frozen=True, slots=True)
class OnlineAre:
    """Who is online, by name, with who is away."""

    names: tuple[str, ...]
    away: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RoomsAre:
    """The rooms: name, number of members, topic."""

    rooms: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Messages, oldest first: the answer to /history (`words` empty) or /search.

    `entering`: the last ones of a room that we have just entered.
    """

    target: str
    messages: tuple[Message, ...]
    words: str = ""
    entering: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """Words for the person, from the server or from the client core. `error`: something was not done."""

    text: str
    error: bool = False


@dataclass(frozen=True, slots=True)
class HelpShown:
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskPrivate:
    """The face asks for a recipient, then for a text, and calls `Client.private`."""


@dataclass(frozen=True, slots=True)
class PlaceChanged:
    """The current room is another one, or none."""

    room: str | None


@dataclass(frozen=True, slots=True)
class Resync:
    """What was missed there could not be fetched completely. `target` empty: in private conversations."""

    target: str


@dataclass(frozen=True, slots=True)
class Unsure:
    """A message that may or may not have arrived and is not sent again."""

    target: str
    text: str


@dataclass(frozen=True, slots=True)
class Settled:
    """Everything asked for by `Client.settle` is done: all messages are accepted or refused, all questions answered."""


@dataclass(frozen=True, slots=True)
class Alive:
    """The server has answered `Client.check_alive`."""


@dataclass(frozen=True, slots=True)
class Quitting:
    """The goodbye is on its way; the server will close the connection."""


@dataclass(frozen=True, slots=True)
class Disconnected:
    """The connection is gone. `reason`: what the server said, or what went wrong; may be empty."""

    reason: str


Event = (
    Message
    | Reacted
    | Welcomed
    | Ready
    | NameRefused
    | Banned
    | StrictTransport
    | NotAdmitted
    | PasswordRefused
    | Joined
    | Left
    | Kicked
    | ModesChanged
    | Invited
    | Gone
    | Renamed
    | RoomRenamed
    | TopicSet
    | MembersAre
    | OnlineAre
    | RoomsAre
    | Page
    | Told
    | HelpShown
    | AskPrivate
    | PlaceChanged
    | Resync
    | Unsure
    | Settled
    | Alive
    | Quitting
    | Disconnected
)
