"""What happened: frozen records, the only things that change the world, fill the log and cross the bus.

Times are milliseconds since 1970 (UTC). Ids are message ids (`ids.py`). `log` is the number of the room's or the
private conversation's log. Names, targets and sources are those of the moment, never looked up again.
"""

from __future__ import annotations

from typing import ClassVar, Literal

import msgspec

from hubbub.irc.modes import Change


class Event(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="event", tag=True, gc=False, kw_only=True):
    """Something that happened. `kept`: it becomes an entry in the log of each room it concerns.

    `bot`: who did it has said to be a program (`Turn.emit` sets it).
    """

    kept: ClassVar[bool] = False
    bot: bool = False


class Credentials(msgspec.Struct, frozen=True):
    """What a password was turned into: an argon2id hash in its usual form, and the keys of SCRAM-SHA-256 (RFC 5802)."""

    password_hash: str
    salt: bytes
    iterations: int
    stored_key: bytes
    server_key: bytes


class MessageSent(Event, frozen=True):
    """Someone said something in a room, or to one person. Kept."""

    kept: ClassVar[bool] = True
    id: int
    at: int
    log: int
    target: str  # the room's name, or the recipient's
    source: str  # nick!user@host of the sender
    text: str
    notice: bool = False
    tags: dict[str, str] | None = None  # client-only tags; the keys begin with +
    party: str = ""  # the sender's party, for private conversations and client ids (see people.py)
    client_id: str = ""  # the sender's own id of this message (docs/ext/client-id.md)
    held_for: str = ""  # the folded name this private message waits for; empty when it was delivered at once
    joined: tuple[int, ...] | None = None  # of several lines: where in `text` two lines were joined without a line feed


class TagsSent(Event, frozen=True):
    """TAGMSG: tags without text (typing and the like). Not kept."""

    id: int
    at: int
    log: int
    target: str
    source: str
    tags: dict[str, str]


class ReactionSent(Event, frozen=True):
    """TAGMSG by which somebody reacts to a message, or takes a reaction back. Kept."""

    kept: ClassVar[bool] = True
    id: int
    at: int
    log: int
    target: str
    source: str
    tags: dict[str, str]
    message: int  # the id of what it is about
    party: str = ""


class ReactionTold(Event, frozen=True):
    """The same in words, for those who cannot read tags. Not kept."""

    at: int
    log: int
    target: str
    source: str
    reaction: str
    about: str  # the beginning of the message; empty when it is too old to be remembered
    undone: bool = False


class MemberJoined(Event, frozen=True):
    kept: ClassVar[bool] = True
    id: int
    at: int
    log: int
    room: str
    source: str
    realname: str = ""
    account: str = ""  # the name of their account; empty for a guest


LeaveReason = Literal["left", "quit", "lost", "timeout", "closed", "killed", "stopped"]


class MemberLeft(Event, frozen=True):
    """Someone left one room and is still connected."""

    kept: ClassVar[bool] = True
    id: int
    at: int
    log: int
    room: str
    source: str
    text: str = ""


class UserQuit(Event, frozen=True):
    """Someone's last connection ended. An entry in each of `logs`, heard once by each person.

    `reason` is what kind of end it was; `text` the words of goodbye, or what went wrong.
    """

    kept: ClassVar[bool] = True
    id: int
    at: int
    logs: tuple[int, ...]
    source: str
    reason: LeaveReason
    text: str = ""


class UserRenamed(Event, frozen=True):
    kept: ClassVar[bool] = True
    id: int
    at: int
    logs: tuple[int, ...]
    source: str
    name: str  # the new one


class TopicChanged(Event, frozen=True):
    kept: ClassVar[bool] = True
    id: int
    at: int
    log: int
    room: str
    source: str
    topic: str


class ModesChanged(Event, frozen=True):
    """Modes of a room were set or unset, its lists changed, or members' standing in it. Kept."""

    kept: ClassVar[bool] = True
    id: int
    at: int
    log: int
    room: str
    source: str
    changes: tuple[Change, ...]


class MemberKicked(Event, frozen=True):
    """Somebody was made to leave a room. Kept."""

    kept: ClassVar[bool] = True
    id: int
    at: int
    log: int
    room: str
    source: str
    name: str  # who had to leave
    text: str = ""


class MessageRedacted(Event, frozen=True):
    """A message was taken back or removed; what it said goes with the EntryErased that follows. Kept."""

    kept: ClassVar[bool] = True
    id: int
    at: int
    log: int
    target: str  # the room's name, or the other one's in a private conversation
    source: str
    message: int  # the id of what was redacted
    author: str  # who had said it
    text: str = ""  # why


class Invited(Event, frozen=True):
    """Somebody may join a room, once, whatever its modes say. Not kept."""

    at: int
    log: int
    room: str
    source: str
    name: str  # who is invited


class InvitationTold(Event, frozen=True):
    """Members who want to know hear that somebody was invited. Not kept."""

    at: int
    log: int
    room: str
    source: str
    name: str  # who is invited


class AwayTold(Event, frozen=True):
    """Who came into a room is away; heard there, not kept."""

    at: int
    log: int
    source: str
    text: str


class StatusSent(Event, frozen=True):
    """Something said to those in a room who have a standing in it, and so never kept. No text: tags alone."""

    id: int
    at: int
    log: int
    target: str  # the prefix and the room's name: @#room
    source: str
    text: str
    notice: bool = False
    tags: dict[str, str] | None = None
    joined: tuple[int, ...] | None = None  # as in MessageSent


class UserArrived(Event, frozen=True):
    """Someone finished registration under a name. Not kept; the name counts as seen."""

    id: int
    at: int
    name: str
    source: str
    party: str
    realname: str = ""
    account: str = ""  # the name of their account; empty for a guest


class NameCame(Event, frozen=True):
    """A name that somebody watches is here. Heard by those who watch it, not kept. `server`: who says so."""

    at: int
    server: str
    source: str


class NameWent(Event, frozen=True):
    """A name that somebody watches is here no more. Heard by those who watch it, not kept."""

    at: int
    server: str
    name: str


class AwayChanged(Event, frozen=True):
    """Away (with text) or back (empty text). Not kept."""

    at: int
    source: str
    text: str


class UserModesChanged(Event, frozen=True):
    """Somebody's own modes. Not kept, and shown to them alone. `operator`: as which operator of the settings (+o)."""

    at: int
    source: str
    changes: tuple[Change, ...]
    operator: str = ""


class UserKilled(Event, frozen=True):
    """An operator ends somebody's connections; their UserQuit follows. Not kept, and shown to them alone."""

    at: int
    source: str  # the operator
    name: str
    text: str


class Wallops(Event, frozen=True):
    """An operator's words to all who want to hear them (user mode w). Not kept."""

    at: int
    source: str
    text: str


class OperatorActed(Event, frozen=True):
    """Somebody used an operator's rights, or tried to become one. For the server's log alone."""

    at: int
    source: str
    operator: str  # as which operator of the settings
    command: str
    about: str = ""
    text: str = ""
    refused: bool = False


class LoggedIn(Event, frozen=True):
    """Somebody who is here is known to be the owner of an account from now on. Not kept."""

    at: int
    source: str
    account: int
    name: str  # the account's


class RealnameChanged(Event, frozen=True):
    """SETNAME. Not kept."""

    at: int
    source: str
    realname: str


# Changes that nobody is shown; they live in the state tables.


class RoomCreated(Event, frozen=True):
    log: int
    at: int
    name: str


class RoomEnded(Event, frozen=True):
    """The room is forgotten: its entries are deleted, and a room of that name made later is another one."""

    log: int


class EntryErased(Event, frozen=True):
    """An entry is an empty tombstone from now on (G20). `party`, `client_id`, `held_for`: as the message had them."""

    log: int
    seq: int
    id: int
    party: str = ""
    client_id: str = ""
    held_for: str = ""


class ConversationOpened(Event, frozen=True):
    """A private conversation between two parties began (`people.py` tells what a party is)."""

    log: int
    at: int
    parties: tuple[str, str]
    names: tuple[str, str]


class ConversationClaimed(Event, frozen=True):
    """Whoever took the name a conversation was held for is now its second party."""

    log: int
    before: str
    party: str


class HeldDelivered(Event, frozen=True):
    """Held private messages reached whoever holds the folded name `name` now."""

    name: str
    ids: tuple[int, ...]


class VisitOpened(Event, frozen=True):
    """A guest got a token (only its hash is kept) by which the visit can be resumed."""

    visit: int
    at: int
    name: str
    token_hash: bytes


class VisitSeen(Event, frozen=True):
    """A resumable guest was here at that time, under that name."""

    visit: int
    at: int
    name: str


class AccountCreated(Event, frozen=True):
    """A name belongs to somebody from now on."""

    account: int
    at: int
    name: str
    credentials: Credentials


class AccountChanged(Event, frozen=True):
    """The account has another password."""

    account: int
    at: int
    credentials: Credentials


AnyEvent = (
    MessageSent
    | TagsSent
    | MemberJoined
    | MemberLeft
    | UserQuit
    | UserRenamed
    | TopicChanged
    | ModesChanged
    | MemberKicked
    | MessageRedacted
    | ReactionSent
    | ReactionTold
    | Invited
    | InvitationTold
    | AwayTold
    | StatusSent
    | UserArrived
    | NameCame
    | NameWent
    | AwayChanged
    | LoggedIn
    | UserModesChanged
    | UserKilled
    | Wallops
    | OperatorActed
    | RealnameChanged
    | RoomCreated
    | RoomEnded
    | EntryErased
    | ConversationOpened
    | ConversationClaimed
    | HeldDelivered
    | VisitOpened
    | VisitSeen
    | AccountCreated
    | AccountChanged
)


Kept = (
    MessageSent
    | MemberJoined
    | MemberLeft
    | MemberKicked
    | ModesChanged
    | TopicChanged
    | UserQuit
    | UserRenamed
    | MessageRedacted
    | ReactionSent
)


class Entry(msgspec.Struct, frozen=True, gc=False):
    """An event at its place: the `seq`-th entry of log `log`. `event` None: erased, an empty tombstone."""

    log: int
    seq: int
    id: int
    at: int
    event: Kept | None
