"""Who is in the chat: users, and visits that a token can take up again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from hubbub.chat import names
from hubbub.chat.party import Party, guest, number_of, visit_of
from hubbub.chat.world.accounts import Account, Sender
from hubbub.chat.world.dozing import Dozing
from hubbub.typed.durations import DAY

from .metadata import Metadata
from .privacy import Privacy

if TYPE_CHECKING:
    from hubbub.chat.world.rooms import Room
    from hubbub.chat.world.session import Session

NOT_CONNECTED = "not connected"  # the text of who is away because no connection of theirs is there
VISIT_MS = 7 * DAY  # a visit that nobody took up for so long is over
ROOMS_LEFT = 1000  # rooms of which it is remembered where somebody left them


class User:
    """Somebody present under a name, by one connection or more.

    `party` says who they are in private conversations. `account` is the name of that account, empty for a guest.
    """

    __slots__ = (
        "account",
        "arrived",
        "away",
        "cleared",
        "first_joined",
        "fold",
        "here_at",
        "host",
        "left_at",
        "metadata",
        "metadata_until",
        "modes",
        "name",
        "operator_name",
        "party",
        "privacy",
        "reaction_told_at",
        "read_until",
        "realname",
        "rooms",
        "sessions",
        "skeletons",
        "source",
        "username",
        "visit",
    )  # fmt: skip

    def __init__(self, source: str, party: Party, arrived: int) -> None:
        self.party = party
        self.account = ""
        self.arrived = arrived
        self.away = ""
        self.realname = ""
        self.reaction_told_at = 0  # when their last reaction was put into words
        self.modes = ""  # letters of irc.modes.USER_MODES, sorted
        self.operator_name = ""  # of the settings, while `operator`
        self.rooms: dict[Room, None] = {}
        self.first_joined: dict[int, int] = {}  # log of a room -> the seq at which they first joined it
        self.read_until: dict[int, int] = {}  # as in Sender
        self.left_at: dict[int, int] = {}  # as in Sender
        self.cleared: dict[int, int] = {}  # as in Sender
        self.metadata: Metadata = {}  # as in Sender
        self.metadata_until = 0  # when their allowance of changes of it is whole again, see metadata.use
        self.privacy = Privacy()  # as in Sender
        self.here_at = 0  # when a connection of theirs last ended, this time or before; 0: nobody knows
        self.sessions: list[Session] = []
        self.visit = visit_of(party)
        self.rename(source)

    @property
    def is_bot(self) -> bool:
        """Whether they have said to be a program."""
        return "B" in self.modes

    @property
    def is_invisible(self) -> bool:
        """Whether they want to be shown only to those they share a room with."""
        return "i" in self.modes

    @property
    def operator(self) -> bool:
        """Whether they are an operator of the server."""
        return "o" in self.modes

    def departed(self, at: int) -> Departed:
        """What is remembered of them when the name is theirs no more."""
        return Departed(self.fold, self.name, self.username, self.host, self.realname, at)

    def belongs_to(self, account: Account) -> None:
        """They are the owner of this account from now on."""
        self.party = account.party
        self.visit = 0
        self.account = account.name
        self.first_joined = account.first_joined
        self.read_until = account.read_until
        self.left_at, self.cleared = account.left_at, account.cleared
        self.metadata = account.metadata
        self.privacy = account.privacy
        self.here_at = account.seen_at

    def leaves(self, room: Room) -> None:
        """They hear nothing more of this room from here on; of many rooms the latest are remembered."""
        self.left_at.pop(room.log, None)
        self.left_at[room.log] = room.last_seq
        if len(self.left_at) > ROOMS_LEFT:
            del self.left_at[next(iter(self.left_at))]

    def sources(self) -> list[str]:
        """nick!user@host, also with the cloak of each address they connect from."""
        hosts = dict.fromkeys([self.host, *(session.cloak for session in self.sessions if session.cloak)])
        return [f"{self.name}!{self.username}@{host}" for host in hosts]

    def belongs_to_nobody(self, visit: int) -> None:
        """They are a guest from now on, who has been in the rooms that they are in for as long as before."""
        self.party = guest(visit)
        self.visit = visit
        self.account = ""
        self.first_joined = {room.log: self.first_joined[room.log] for room in self.rooms}
        self.read_until, self.left_at, self.cleared, self.here_at = {}, {}, {}, 0
        self.metadata = {}
        self.privacy = Privacy(self.privacy.letters)

    @property
    def number(self) -> int:
        """The number of their account; 0 for a guest."""
        return number_of(self.party)

    def rename(self, source: str) -> None:
        """Take the name in `source` (nick!user@host)."""
        self.source = source
        self.name, _, rest = source.partition("!")
        self.username, _, self.host = rest.partition("@")
        fold, skeletons = names.fold(self.name), names.skeletons(self.name)
        self.fold = self.name if fold == self.name else fold  # one text for all of them, if that is what they are
        if skeletons == (fold,):
            skeletons = (self.fold,)
        self.skeletons = skeletons


class Departed(msgspec.Struct, frozen=True):
    """Who had a name until then."""

    fold: str
    name: str
    username: str
    host: str
    realname: str
    at: int


class Visit(Sender):
    """A guest's stay under a token: it survives lost connections and restarts of the server."""

    __slots__ = ("name", "number", "token_hash")

    def __init__(self, number: int, name: str, token_hash: bytes, seen_at: int, *, fresh: bool = False) -> None:
        super().__init__(seen_at, fresh=fresh)
        self.number = number
        self.name = name
        self.token_hash = token_hash


class AsleepVisit(Dozing, Visit):
    __slots__ = ()
    AWAKE, WAKES = Visit, "sent"


Visit.ASLEEP = AsleepVisit


def name_of(source: str) -> str:
    """The name in nick!user@host."""
    return source.partition("!")[0]
