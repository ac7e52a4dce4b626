"""What the chat needs from the world outside: a durable log (`hubbub.log`), and the server around it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from .events import Act, Credentials, Entry, Event, MessageSent
from .names import fold
from .world.moderation.reports import Report
from .world.people.users import name_of

if TYPE_CHECKING:
    from .world.session import Session

LAST = 1 << 62  # later than any time
Counts = list[tuple[str, int]]  # reactions, each with how many people's it is; most first


class LogFull(Exception):
    """There is no space on the disk; the whole batch was certainly undone. Appending it again later is right."""


class LogLocked(LogFull):
    """Another process writes to the database. Likewise: appending the batch again later is right."""


class LogBroken(Exception):
    """A write or fsync failed in any other way. Nothing may be accepted any more; the process has to end (G14)."""


class Passwords(Protocol):
    """Tells whether a password fits what the settings keep of it."""

    async def fit(self, kept: str, given: str) -> bool:
        """`kept` is the password itself or an argon2 hash. May take a while; never blocks the loop."""


class Control(Protocol):
    """The process around the chat, as far as operators may do something about it. Nothing here waits."""

    def unregistered(self) -> int:
        """How many connections there are that are nobody's yet."""

    def rehash(self) -> list[str]:
        """Read the settings again, and the certificate; take what can be changed while running.

        What is wrong, or needs a restart, comes back in lines for the operator (file:line: key: message); when
        something is wrong, nothing of the settings was changed.
        """

    def end(self, *, restart: bool) -> None:
        """Stop cleanly, and begin anew with the same command when asked."""

    def numbers(self, what: str) -> list[tuple[str, dict[str, Any]]]:
        """What the process knows of itself, as records of a kind (docs/ext/numbers.md)."""

    def watch(self, session: Session) -> None:
        """From here on this console speaks records, and is told what happens (`hubbub.console.records`)."""


class Services(Protocol):
    """The server around the chat. `hasher` turns passwords into what may be kept; `passwords` knows what the settings
    keep of theirs; `control` is the process."""

    @property
    def hasher(self) -> Hasher: ...

    @property
    def passwords(self) -> Passwords: ...

    @property
    def control(self) -> Control: ...

    def secret(self) -> str:
        """A new random token."""

    def begin(self) -> None:
        """Have a turn, outside of received data."""

    async def settled(self) -> None:
        """Wait until the log has all that happened so far."""

    def public_address(self) -> PublicAddress:
        """Where people find this server."""


class PublicAddress(msgspec.Struct, frozen=True):
    """Where people reach this server from outside: its pages as http://HOST:PORT. `pin`: the fingerprint of its own
    certificate, empty for one that others vouch for."""

    url: str = "http://localhost:7777"
    pin: str = ""


class RoomState(msgspec.Struct):
    log: int
    name: str
    created: int
    topic: str
    topic_by: str  # nick!user@host of who set it; empty while there is no topic
    topic_at: int
    last_seq: int
    last_at: int
    has_messages: bool
    modes: list[tuple[str, str, str, int, int, str]] = []  # letter, argument, set by, at, until, why; no prefix modes


class ConversationState(msgspec.Struct):
    log: int
    parties: tuple[str, str]
    names: tuple[str, str]
    last_seq: int
    last_at: int


class VisitState(msgspec.Struct):
    visit: int
    name: str
    token_hash: bytes
    seen_at: int


class LoginState(msgspec.Struct):
    account: int
    token_hash: bytes
    at: int


class MarkerState(msgspec.Struct):
    account: int
    log: int
    until: int


class BanState(msgspec.Struct):
    target: str
    at: int
    until: int
    by: str
    why: str


class InviteState(msgspec.Struct):
    number: int
    code_hash: bytes
    at: int
    until: int
    uses: int
    by: str
    admits: bool
    log: int
    used: list[str] = []


class MetadataState(msgspec.Struct):
    log: int  # of a room; or 0
    account: int  # or 0
    key: str
    value: str


class RetentionState(msgspec.Struct):
    log: int
    retention: int
    expiry: int


class PinState(msgspec.Struct):
    log: int
    message: int
    at: int
    by: str
    author: str


class FileState(msgspec.Struct):
    id: str
    at: int
    hash: str
    party: str
    owner: str
    name: str
    type: str
    size: int
    width: int
    height: int
    preview: bool
    used: bool


class RoleState(msgspec.Struct):
    log: int
    account: int
    prefixes: str


class PresenceState(msgspec.Struct):
    account: int
    at: int  # when they were here last, as far as it was noted
    username: str
    host: str
    realname: str
    modes: str
    away: str = ""  # the text with which they were away, connected or not


class MembershipState(msgspec.Struct):
    account: int
    log: int
    at: int
    first: int  # the seq at which they first joined
    here: bool = True  # False: they have left


class AccountState(msgspec.Struct):
    account: int
    name: str
    created: int
    credentials: Credentials
    operator: bool = False
    reset_code: bytes = b""  # hash; empty: there is none
    reset_at: int = 0
    privacy: str = ""
    silenced: list[str] = []


class DeletedState(msgspec.Struct):
    """An account that was deleted lately; `erasing`: what its owner said is still to be erased."""

    account: int
    name: str
    at: int
    erasing: bool


class CertificateState(msgspec.Struct):
    account: int
    fingerprint: str
    at: int


class State(msgspec.Struct):
    """What a server needs to know to go on where the last one stopped."""

    generation: int  # of this start: greater than that of every start before
    last_log: int  # the highest log number ever given
    rooms: list[RoomState]
    conversations: list[ConversationState]
    held: list[tuple[str, int, int]]  # folded name, log, message id; oldest first
    seen: list[tuple[str, str, int]]  # folded name, name as written, last seen at; oldest first
    visits: list[VisitState]
    accounts: list[AccountState] = []
    deleted: list[DeletedState] = []
    certificates: list[CertificateState] = []
    logins: list[LoginState] = []
    markers: list[MarkerState] = []  # in the order in which they were set
    bans: list[BanState] = []
    roles: list[RoleState] = []
    retentions: list[RetentionState] = []  # of rooms and private conversations
    pins: list[PinState] = []  # in the order they were pinned
    files: list[FileState] = []
    file_uses: list[tuple[int, int, int, tuple[str, ...]]] = []  # message, its log and seq, ids of files
    invites: list[InviteState] = []
    invited: list[tuple[int, str]] = []  # log of a room, the party that came by an invitation and has not joined it yet
    last_invite: int = 0  # the number of the last one ever made
    reports: list[Report] = []
    last_report: int = 0  # the number of the last one ever made
    last_act: int = 0  # the number of the last act ever noted in the audit log
    leaving: list[int] = []  # numbers of accounts that do not stay without a connection
    presences: list[PresenceState] = []
    memberships: list[MembershipState] = []  # of each account in the order of its joining
    metadata: list[MetadataState] = []
    lockdown: int = 0
    salt_key: bytes = b""  # of this server, for ever: from it the salts of accounts are made that do not exist


Fields = dict[str, Any]  # of State, by name


class TooBusy(Exception):
    """Too many passwords wait to be hashed."""


class Hasher(Protocol):
    """Turns passwords into what may be kept, off the loop. What waits may raise TooBusy."""

    async def derive(self, password: str) -> Credentials:
        """What is kept of a new password."""

    async def matches(self, password: str, credentials: Credentials | None) -> bool:
        """Whether it is the password. None: it is not, which takes as long to say."""

    def is_outdated(self, credentials: Credentials) -> bool:
        """Whether `derive` makes better ones today. At once, of credentials that have matched."""


class SearchFilter(msgspec.Struct, frozen=True):
    """Which messages a search looks at, beside the words that they hold.

    `sender`: the folded name under which it was sent, empty for anybody's. Times in milliseconds since 1970, both
    included. `oldest`: of more than are asked for the oldest are wanted, not the newest."""

    sender: str = ""
    after: int = 0
    before: int = LAST
    oldest: bool = False

    def lets(self, message: MessageSent) -> bool:
        """Whether this message is one of them."""
        if not self.after <= message.at <= self.before:
            return False
        return not self.sender or fold(name_of(message.source)) == self.sender


class Log(Protocol):
    """The ordered, durable log and its reading side."""

    def load(self, now: int) -> State:
        """Open a new generation at time `now` (durably) and return the state. Called once, before anything else."""

    def append(self, entries: Sequence[Entry], changes: Sequence[Event]) -> None:
        """Commit entries and state changes in one transaction; when it returns, they survive a crash.

        Raises LogFull or LogBroken. May be called from another thread than `load`, never from two at once.
        `changes` holds, in order, every event that touches a state table (kept ones are there too).
        """

    def sent(self, party: str, client_id: str) -> Entry | None:
        """The message that `party` sent with that client id in the last seven days. Does not wait.

        Of one that was erased, also when its entry is gone altogether, a tombstone (`event` is None).
        """

    def reactions(self, log: int, ids: Collection[int]) -> dict[int, Counts]:
        """How often these messages of that log were reacted to; those without reactions are left out. Does not wait."""

    async def page(self, log: int, first: int, last: int) -> list[Entry]:
        """Entries with first <= seq <= last, ascending."""

    async def messages_before(self, log: int, seq: int, limit: int, first: int, *, events: bool = False) -> list[Entry]:
        """The last `limit` MessageSent entries with first <= entry.seq < seq, ascending (tombstones left out).

        `events`: entries of every kind.
        """

    async def messages_after(self, log: int, seq: int, limit: int, first: int, *, events: bool = False) -> list[Entry]:
        """The first `limit` MessageSent entries (or of every kind) with entry.seq > seq and >= first, ascending."""

    async def place_of(self, log: int, id: int) -> int | None:
        """The seq of the entry with that id in that log."""

    async def place_at(self, log: int, at: int) -> int:
        """The seq of the last entry with entry.at < `at`; 0 when there is none."""

    async def entries(self, ids: Collection[int]) -> list[Entry]:
        """The entries with these ids, by ascending id; unknown ids are left out."""

    async def said_by(self, party: str, after: int, limit: int) -> tuple[list[Entry], int]:
        """What this party has said (messages and reactions) among the first `limit` entries with an id > `after`, and
        the id of the last entry that was looked at, 0 when there are no more. By ascending id."""

    async def due(self, now: int, limit: int) -> list[tuple[int, int]]:
        """Messages whose time to be erased has come: (id, log), the longest overdue first."""

    async def oldest(self, id: int, limit: int) -> list[Entry]:
        """The first `limit` entries of all logs with an id greater than this one, by id and log; no tombstones."""

    async def search(
        self, words: str, logs: Collection[tuple[int, int]], limit: int, only: SearchFilter | None = None
    ) -> list[Entry]:
        """The newest `limit` messages holding all `words`, newest first (the oldest, oldest first, as `only` says).

        `logs`: (log, first seq that may be read). Words of any script; a quoted part is a phrase. No words and `only`:
        whatever they hold. With `only` the log may stop looking after some tens of thousands of messages.
        """

    async def acts(self, limit: int, since: int, logs: Collection[int] | None = None, words: str = "") -> list[Act]:
        """The newest `limit` acts of power since then, newest first: in rooms with these logs (None: all, and those on
        the whole server), with these words in the names of who did it, of the room, or in what it was about."""

    async def act(self, number: int) -> Act | None:
        """The act of that number."""

    async def close(self) -> None:
        """Stop the readers, checkpoint, let go of the files."""
