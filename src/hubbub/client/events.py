"""What a face is told of the visit itself: frozen records. What has changed in the state is in `changes.py`.

Times are milliseconds since 1970. Texts and names are those of others, as sent: a face makes them safe to show.
`again`: the person was there before a lost connection, so it is not news to them.
"""

from __future__ import annotations

from dataclasses import dataclass

from . import changes
from .state.items import Note


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
    """The server does not take this name; it waits for `Client.choose_name`. `reason` in its words."""

    name: str
    reason: str
    code: str = ""


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
class CaughtUp:
    """What was missed while the connection was away is there, so many messages; or as far as it could be had."""

    messages: int


@dataclass(frozen=True, slots=True)
class Entered:
    """We are in the room, and know who else is. `arriving`: for the first time, into the lobby."""

    buffer: str
    again: bool = False
    arriving: bool = False


@dataclass(frozen=True, slots=True)
class TopicTold:
    """The server tells the topic of a room, on entering it or because it was asked."""

    buffer: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class KeyWanted:
    """We asked to enter that room, and are not let in without its key. `note`: that, in no timeline: a face asks for
    the key, and enters again. `tried`: a key was given, and was another."""

    room: str
    note: Note
    tried: bool = False


@dataclass(frozen=True, slots=True)
class MembersListed:
    """Who is in the room (`Buffer.members`), because the person asked, or has turned to it."""

    buffer: str
    turned: bool = False


@dataclass(frozen=True, slots=True)
class PersonGone:
    """Somebody disconnected. `buffers`: the rooms that were shared with us; each has a Happening, too."""

    name: str
    buffers: tuple[str, ...]
    at: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class NameChanged:
    """Somebody whom we know has another name; `own`: we have."""

    before: str
    name: str
    at: int
    own: bool = False


@dataclass(frozen=True, slots=True)
class HelpAsked:
    """The person wants to know what can be typed, or how the named command is."""

    command: str | None = None


@dataclass(frozen=True, slots=True)
class AskPrivate:
    """The face asks for a recipient, then for a text, and calls `Client.private`."""


@dataclass(frozen=True, slots=True)
class UploadAsked:
    """The face uploads that file and says its link in that buffer; of "" it asks which."""

    buffer: str
    file: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What a face has asked under that name is answered: by these notes, which stand in no timeline."""

    by: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class FileToken:
    """With the token files are uploaded to `url`, and fetched, for so many seconds. It is a secret."""

    token: str
    seconds: int
    url: str


@dataclass(frozen=True, slots=True)
class FileLink:
    """Whoever has the link fetches the file with that id for some minutes."""

    id: str
    url: str


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
    Welcomed
    | Ready
    | NameRefused
    | Banned
    | StrictTransport
    | NotAdmitted
    | PasswordRefused
    | CaughtUp
    | Entered
    | TopicTold
    | KeyWanted
    | MembersListed
    | PersonGone
    | NameChanged
    | HelpAsked
    | AskPrivate
    | UploadAsked
    | Answered
    | FileToken
    | FileLink
    | Settled
    | Alive
    | Quitting
    | Disconnected
    | changes.Changed
)
