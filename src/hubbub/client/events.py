"""What a face is told of the visit itself: frozen records. What has changed in the state is in `changes.py`.

Times are milliseconds since 1970. Texts and names are those of others, as sent: a face makes them safe to show.
`again`: the person was there before a lost connection, so it is not news to them.
"""

from __future__ import annotations

import msgspec

from . import changes
from .state.items import Note


class Welcomed(msgspec.Struct, frozen=True):
    """Registration has succeeded under that name."""

    name: str
    again: bool = False


class Ready(msgspec.Struct, frozen=True):
    """The rooms are joined and everything may be sent. Comes once for each connection, after `Welcomed`."""

    again: bool = False


class NameRefused(msgspec.Struct, frozen=True):
    """The server does not take this name; it waits for `Client.choose_name`. `reason` in its words."""

    name: str
    reason: str
    code: str = ""


class StrictTransport(msgspec.Struct, frozen=True):
    """The server wants to be reached over TLS only: at this port, says a connection without TLS; for so many seconds,
    says one over TLS (0: no more)."""

    port: int | None
    duration: int | None


class Banned(msgspec.Struct, frozen=True):
    """The server lets us in no more; to come again makes no sense."""

    reason: str


class NotAdmitted(msgspec.Struct, frozen=True):
    """The server lets only people with an account in; `invited`: also those with an invitation."""

    reason: str
    invited: bool


class PasswordRefused(msgspec.Struct, frozen=True):
    """The server has a password, and none or a wrong one was given."""

    reason: str


class CaughtUp(msgspec.Struct, frozen=True):
    """What was missed while the connection was away is there, so many messages; or as far as it could be had."""

    messages: int


class Entered(msgspec.Struct, frozen=True):
    """We are in the room, and know who else is. `arriving`: for the first time, into the lobby."""

    buffer: str
    again: bool = False
    arriving: bool = False


class TopicTold(msgspec.Struct, frozen=True):
    """The server tells the topic of a room, on entering it or because it was asked."""

    buffer: str
    again: bool = False


class KeyWanted(msgspec.Struct, frozen=True):
    """We asked to enter that room, and are not let in without its key. `note`: that, in no timeline: a face asks for
    the key, and enters again. `tried`: a key was given, and was another."""

    room: str
    note: Note
    tried: bool = False


class MembersListed(msgspec.Struct, frozen=True):
    """Who is in the room (`Buffer.members`), because the person asked, or has turned to it."""

    buffer: str
    turned: bool = False


class PersonGone(msgspec.Struct, frozen=True):
    """Somebody disconnected. `buffers`: the rooms that were shared with us; each has a Happening, too."""

    name: str
    buffers: tuple[str, ...]
    at: int
    text: str = ""


class NameChanged(msgspec.Struct, frozen=True):
    """Somebody whom we know has another name; `own`: we have."""

    before: str
    name: str
    at: int
    own: bool = False


class HelpAsked(msgspec.Struct, frozen=True):
    """The person wants to know what can be typed, or how the named command is."""

    command: str | None = None


class AskPrivate(msgspec.Struct, frozen=True):
    """The face asks for a recipient, then for a text, and calls `Client.private`."""


class UploadAsked(msgspec.Struct, frozen=True):
    """The face uploads that file and says its link in that buffer; of "" it asks which."""

    buffer: str
    file: str


class Answered(msgspec.Struct, frozen=True):
    """What a face has asked under that name is answered: by these notes, which stand in no timeline."""

    by: str
    notes: tuple[Note, ...]


class FileToken(msgspec.Struct, frozen=True):
    """With the token files are uploaded to `url`, and fetched, for so many seconds. It is a secret."""

    token: str
    seconds: int
    url: str


class FileLink(msgspec.Struct, frozen=True):
    """Whoever has the link fetches the file with that id for some minutes."""

    id: str
    url: str


class Settled(msgspec.Struct, frozen=True):
    """Everything asked for by `Client.settle` is done: all messages are accepted or refused, all questions answered."""


class Alive(msgspec.Struct, frozen=True):
    """The server has answered `Client.check_alive`."""


class Quitting(msgspec.Struct, frozen=True):
    """The goodbye is on its way; the server will close the connection."""


class Disconnected(msgspec.Struct, frozen=True):
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
