"""Rooms: who is in them, who listens, and what they are about."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, ClassVar

import msgspec

from hubbub.chat import names
from hubbub.chat.names.masks import Meaning, Who
from hubbub.chat.party import Party
from hubbub.irc.modes import MADE_WITH, PREFIXES, PRIVATE, ROOM_MODES, Change, Kind

from .dozing import Dozing
from .history.journal import Journal
from .people.metadata import Metadata
from .people.users import User
from .session import Profile, Session

Listeners = dict[Profile, dict[Session, None]]
Heard = Mapping[Profile, Collection[Session]]
"""Who hears something, by what they can read; somebody may be named twice."""


ROLL = 500  # members of whom there is one text; that of very many would be copied as often as somebody comes
NEW: Mapping[str, str] = dict.fromkeys(MADE_WITH, "")  # the flags of a new room, and of most: nobody changes it


class Several:
    """The connections of these groups, one group after the other: who is in two of them is named twice. Looking for
    those would take as long as telling them."""

    __slots__ = ("groups",)

    def __init__(self, groups: Sequence[Collection[Session]]) -> None:
        self.groups = groups

    def __iter__(self) -> Iterator[Session]:
        return chain.from_iterable(self.groups)

    def __len__(self) -> int:
        return sum(map(len, self.groups))

    def __contains__(self, session: object) -> bool:
        return any(session in group for group in self.groups)


class Member:
    """Somebody's role in one room: the letters of their prefix modes, highest first. `left`: the seq at which they had
    left it before they joined, in the lifetime of this process; or 0."""

    __slots__ = ("joined_at", "left", "prefixes")

    def __init__(self, joined_at: int, prefixes: str = "", left: int = 0) -> None:
        self.joined_at = joined_at
        self.prefixes = prefixes
        self.left = left

    def change(self, letter: str, *, has: bool) -> None:
        """Give a prefix mode or take it away."""
        now = set(self.prefixes) | {letter} if has else set(self.prefixes) - {letter}
        self.prefixes = "".join(mode.letter for mode in PREFIXES if mode.letter in now)

    def symbols(self, *, every: bool) -> str:
        """What stands before the name: the highest prefix, or every one."""
        if not self.prefixes:
            return ""
        symbols = "".join(ROOM_MODES[letter].symbol for letter in self.prefixes)
        return symbols if every else symbols[:1]


class Members(dict[User, Member]):
    """Who is in a room, and as what. `roll` has their names with what stands before each, a space between them: who
    comes is written behind the others, and whatever else is changed, it is put together anew when it is asked for."""

    __slots__ = ("_roll",)

    _roll: str

    def __init__(self, members: Mapping[User, Member] | None = None) -> None:
        super().__init__(members or {})
        self._roll = ""

    @property
    def roll(self) -> str:
        if not self._roll:
            self._roll = " ".join([member.symbols(every=False) + user.name for user, member in self.items()])
        return self._roll

    def change(self, user: User, letter: str, *, has: bool) -> None:
        """Give one of them a prefix mode or take it away."""
        self._roll = ""
        self[user].change(letter, has=has)

    def renamed(self) -> None:
        """One of them has another name."""
        self._roll = ""

    def __delitem__(self, user: User) -> None:
        self._roll = ""
        super().__delitem__(user)

    def __setitem__(self, user: User, member: Member) -> None:
        if self._roll:
            behind = len(self) < ROLL and user not in self
            self._roll = f"{self._roll} {member.symbols(every=False)}{user.name}" if behind else ""
        super().__setitem__(user, member)


class Listed(msgspec.Struct, frozen=True):
    """A mask on one of a room's lists: who put it there when, why, and until when it stands there (0: for ever)."""

    mask: str
    by: str
    at: int
    until: int
    why: str
    meaning: Meaning


class Pin(msgspec.Struct, frozen=True):
    """Who pinned a message, nick!user@host, and when; `author`: who said it."""

    by: str
    at: int
    author: str


class Room(Journal):
    """A room and its log. `listeners` are the members' connections, grouped by what they can read.

    `flags` are the modes that are set, with their arguments; `lists` the masks under each letter; `found` what was
    answered about them since they last changed (rights/joining); `invited` the parties that may join once; `roles` has
    the numbers of accounts and their owners' prefix modes, highest first. `slow_mode`: milliseconds between two
    messages of one person, 0 without it (`Local.slow_mode` knows who waits). `pins`: the pinned messages by id, in the
    order they were pinned. `readers`: the parties that have a read marker here.
    """

    __slots__ = (
        "created",
        "flags",
        "fold",
        "found",
        "has_messages",
        "invited",
        "listeners",
        "lists",
        "members",
        "metadata",
        "name",
        "pins",
        "readers",
        "roles",
        "slow_mode",
        "topic",
        "topic_at",
        "topic_by",
    )  # fmt: skip

    FRESH: ClassVar[dict[str, Callable[[], Any]]] = {
        **Journal.FRESH,
        "flags": lambda: NEW,
        "readers": set,
        "members": Members,
        **dict.fromkeys(("listeners", "lists", "found", "invited", "roles", "pins", "metadata"), dict),
    }

    members: Members
    listeners: Listeners
    flags: Mapping[str, str]
    lists: dict[str, dict[str, Listed]]
    found: dict[tuple[str, bool, Who], Listed | None]
    invited: dict[Party, None]
    roles: dict[int, str]
    pins: dict[int, Pin]
    metadata: Metadata
    readers: set[Party]

    def __init__(self, log: int, name: str, created: int, last_seq: int = 0, last_at: int = 0) -> None:
        super().__init__(log, last_seq, last_at)
        fold = names.fold(name)
        self.name = name
        self.fold = name if fold == name else fold
        self.created = created
        self.topic = self.topic_by = ""
        self.topic_at = 0
        self.has_messages = False
        self.slow_mode = 0

    @property
    def is_private(self) -> bool:
        """Whether what was said here is only for those who were here."""
        return not PRIVATE.isdisjoint(self.flags)

    @property
    def is_owned(self) -> bool:
        """Whether it belongs to the owner of an account, and stays when everybody leaves."""
        return self.has("roles") and any("q" in prefixes for prefixes in self.roles.values())

    @property
    def is_shown(self) -> bool:
        """Whether those who are not in it may know that it is there."""
        return "s" not in self.flags and "p" not in self.flags

    def change_mode(self, change: Change, by: str, at: int, until: int = 0, why: str = "") -> None:
        """Set or unset a mode that is not a member's standing. `until` and `why` are for masks on lists."""
        if ROOM_MODES[change.letter].kind is Kind.LIST:
            masks = self.lists.setdefault(change.letter, {})
            if change.set:
                mask = change.argument
                masks[names.fold(mask)] = Listed(mask, by, at, until, why, Meaning(mask))
            else:
                masks.pop(names.fold(change.argument), None)
            if not masks:
                del self.lists[change.letter]
            self.found.clear()
        elif change.set:
            self.flags = {**self.flags, change.letter: change.argument}
        else:
            self.flags = {letter: argument for letter, argument in self.flags.items() if letter != change.letter}
        self.slow_mode = int(self.flags.get("W", 0)) * 1000

    def listen(self, session: Session) -> None:
        """From now on this connection hears what happens here."""
        self.listeners.setdefault(session.profile, {})[session] = None

    def unlisten(self, session: Session) -> None:
        """This connection hears nothing more from here."""
        group = self.listeners.get(session.profile)
        if group is not None:
            group.pop(session, None)
            if not group:
                del self.listeners[session.profile]


class Conversation(Journal):
    """A private conversation of two parties and its log. `names` are the last names they used in it, `opened_as` those
    that are kept of it."""

    __slots__ = ("names", "opened_as", "parties")

    def __init__(
        self, log: int, parties: tuple[Party, Party], names: tuple[str, str], last_seq: int = 0, last_at: int = 0
    ) -> None:
        super().__init__(log, last_seq, last_at)
        self.parties = parties
        self.names = self.opened_as = names

    def name(self, party: Party, name: str) -> None:
        """The party goes by this name now."""
        first, second = self.names
        self.names = (name if self.parties[0] == party else first, name if self.parties[1] == party else second)

    def other(self, party: Party) -> int:
        """The index of the party that is not `party` (of itself, when somebody talks to themselves)."""
        return 1 if self.parties[0] == party else 0


class AsleepRoom(Dozing, Room):
    __slots__ = ()
    AWAKE, WAKES = Room, "recent"


class AsleepConversation(Dozing, Conversation):
    __slots__ = ()
    AWAKE, WAKES = Conversation, "recent"


Room.ASLEEP = AsleepRoom
Conversation.ASLEEP = AsleepConversation
