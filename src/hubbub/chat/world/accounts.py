"""Accounts: names that belong to somebody, and what their passwords were turned into."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

import msgspec

from hubbub.chat import names
from hubbub.chat.events import NAME_RESTS_MS, Credentials, MessageSent
from hubbub.chat.party import Party, number_of, party_of

from .dozing import Dozing, doze
from .people.metadata import Metadata
from .people.privacy import Privacy
from .push import Subscription
from .set_back import happened

if TYPE_CHECKING:
    from hubbub.chat.ports.absent import Absent
    from hubbub.chat.ports.state import AccountState

SENT = 500  # messages with client ids kept in memory for each sender; the log knows the others
EARLIER = 5_000  # client ids of earlier ones, without the messages


class Sender:
    """Somebody whose messages are recognised when they are sent again (G5). `seen_at`: when they were here last.

    `read_until`: log of a room or conversation -> the time of the last message read there; the latest set is the last.
    `left_at`: log of a room -> the seq at which they left it, in the lifetime of this process. `cleared`: log -> the
    seq up to which they want no playback, in the same time. `metadata`: what they say of themselves. `sent`: the latest
    messages by client id; None: erased. Until they send something, nearly all of it is not even made.
    """

    __slots__ = ("cleared", "earlier", "left_at", "metadata", "privacy", "read_until", "seen_at", "sent")

    ASLEEP: ClassVar[type[Sender]]
    FRESH: ClassVar[dict[str, Callable[[], Any]]] = {
        **dict.fromkeys(("read_until", "left_at", "cleared", "metadata", "sent"), dict),
        "privacy": Privacy,
    }

    read_until: dict[int, int]
    left_at: dict[int, int]
    cleared: dict[int, int]
    metadata: Metadata
    privacy: Privacy
    sent: dict[str, MessageSent | None]

    def __new__(cls, *given: Any, **named: Any) -> Self:
        return object.__new__(cls.ASLEEP)  # type: ignore[return-value]

    def __init__(self, seen_at: int, *, fresh: bool = False) -> None:
        self.seen_at = seen_at
        self.earlier: set[str] | None = set() if fresh else None  # client ids of others; None: the log may know of any

    def remember(self, message: MessageSent) -> None:
        """This message was sent with a client id."""
        self.recall(message.client_id, message)

    def forget(self, client_id: str) -> None:
        """What was sent with this client id is erased; the id stays used."""
        self.recall(client_id, None)

    def recall(self, client_id: str, message: MessageSent | None) -> None:
        """The log has this message, or an erased one, under that client id."""
        self.sent[client_id] = message
        if len(self.sent) > SENT:
            earliest = next(iter(self.sent))
            del self.sent[earliest]
            if self.earlier is not None:
                self.earlier.add(earliest)
                if len(self.earlier) > EARLIER:
                    self.earlier = None

    def knows(self, client_id: str) -> bool:
        """Whether `sent` tells if there was a message with that client id. If not, the log has to be asked."""
        return client_id in self.sent or (self.earlier is not None and client_id not in self.earlier)

    def forget_sent(self) -> None:
        """Leave it to the log to know what was sent."""
        self.sent = {}
        self.earlier = None

    def doze(self) -> None:
        """They are not here, and nobody shares anything of this with them: hold nothing that is empty."""
        doze(self)


class Account(Sender):
    """Somebody who comes back under the same name. `first_joined` as in User, for all their connections.

    `operator`: the owner runs the server. `owned`: the logs of the rooms that are theirs; `standing`: of those where
    they are something. `certificates`: fingerprint (see Session) -> since when. `logins`: hash of a kept login's token
    -> when it was used last. `logouts`: how often its connections were logged out; one that logged in before, and has
    no name yet, is to log in again. `reset_code`: hash of a code that sets a new password, made at `reset_at`; or
    empty. `stays`: in their rooms, also without a connection. `pushes`: their devices that are told of messages, by
    endpoint.
    """

    __slots__ = (
        "certificates",
        "created",
        "credentials",
        "email",
        "first_joined",
        "fold",
        "logins",
        "logouts",
        "name",
        "number",
        "operator",
        "owned",
        "party",
        "pushes",
        "reset_at",
        "reset_code",
        "skeletons",
        "standing",
        "stays",
    )

    FRESH: ClassVar[dict[str, Callable[[], Any]]] = {
        **Sender.FRESH,
        **dict.fromkeys(("certificates", "logins", "pushes", "first_joined"), dict),
        **dict.fromkeys(("owned", "standing"), set),
    }

    certificates: dict[str, int]
    logins: dict[bytes, int]
    pushes: dict[str, Subscription]
    first_joined: dict[int, int]
    owned: set[int]
    standing: set[int]

    def __init__(
        self, number: int, name: str, created: int, credentials: Credentials, seen_at: int = 0, *, fresh: bool = False
    ) -> None:
        super().__init__(seen_at or created, fresh=fresh)
        self.number = number
        self.call(name)
        self.party = party_of(number)
        self.created = created
        self.credentials = credentials
        self.email = ""  # empty: none was wanted
        self.operator = False
        self.stays = True
        self.logouts = 0
        self.reset_code = b""
        self.reset_at = 0

    def call(self, name: str) -> None:
        """That is its name from now on; who looks for it is told by `Accounts`."""
        self.name = name
        self.fold = names.fold(name)
        self.skeletons = names.skeletons(name)


class AsleepAccount(Dozing, Account):
    __slots__ = ()
    AWAKE, WAKES = Account, "sent"


Account.ASLEEP = AsleepAccount


class Numbers(Mapping[int, Account]):
    """All accounts by number. Who is asked for wakes."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    def __len__(self) -> int:
        return len(self._accounts.awake) + self._accounts.absent.left

    def __iter__(self) -> Iterator[int]:
        return (account.number for account in self._accounts.every())

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and (number in self._accounts.awake or self._accounts.absent.has(number))

    def __getitem__(self, number: int) -> Account:
        account = self.get(number)
        if account is None:
            raise KeyError(number)
        return account

    def get(self, number: int, default: Account | None = None) -> Account | None:  # type: ignore[override]
        account = self._accounts.awake.get(number)
        if account is None and number > 0:
            account = self._accounts.rouse(self._accounts.absent.wake(number))
        return account or default


def _begin_by(account: Account, now: int, after: int, by: int) -> None:
    account.seen_at, account.reset_at = min(account.seen_at, now), happened(account.reset_at, now, after, by)


class Accounts:
    """All accounts, by number, by name, and by what looks like the name; those that nobody has asked for are `absent`,
    and found by these methods alone."""

    def __init__(self, absent: Absent) -> None:
        self.awake: dict[int, Account] = {}
        self.absent = absent
        self.numbers = Numbers(self)
        self.set_back: list[tuple[int, int, int]] = []  # since the start, the time of day: as `begin_by` was told
        self.folds: dict[str, Account] = {}
        self.skeletons: dict[str, Account] = {}
        self.fingerprints: dict[str, Account] = {}  # whose client certificate has it
        self.logins: dict[bytes, Account] = {}  # whose kept login has a token with that hash
        self.endpoints: dict[str, Account] = {}  # whose device is told of messages over that address
        self.pushed: dict[int, Account] = {}  # those who have such devices, by number
        self.resting: dict[str, int] = {}  # folded name that an account had, or what looks like it -> until when
        self.former: dict[str, int] = {}  # of these, whose account is called otherwise now -> its number
        self.operator_code = b""  # hash of the code that makes the first operator; empty: there is none
        self.salt_key = b""  # from which the salts of accounts are made that do not exist

    def add(self, account: Account) -> None:
        self.awake[account.number] = account
        self.absent.note(account.number)
        self.folds[account.fold] = account
        for look in account.skeletons:
            self.skeletons[look] = account

    def rouse(self, saved: AccountState | None) -> Account | None:
        """Who was absent is here from now on, with all that is theirs."""
        if saved is None:
            return None
        account = self._as_now(saved)
        self.add(account)
        return account

    def _as_now(self, saved: AccountState) -> Account:
        account = account_of(saved)
        for told in self.set_back:
            _begin_by(account, *told)
        return account

    def every(self) -> Iterator[Account]:
        """All of them, by their numbers; those that sleep as they would be awake, and they sleep on."""
        for number in self.absent.numbers():
            saved = self.absent.look(number)
            account = self._as_now(saved) if saved is not None else self.awake.get(number)
            if account is not None:
                yield account

    def latest_seen(self, most: int) -> Iterator[Account]:
        """Those that may have been here last: all that are awake, and so many that are not."""
        yield from self.awake.values()
        yield from map(self._as_now, self.absent.latest(most))

    def has_operator(self) -> bool:
        """Whether the owner of one of them runs the server."""
        return bool(self.absent.operators) or any(account.operator for account in self.awake.values())

    def remove(self, account: Account) -> None:
        for fingerprint in account.certificates:
            del self.fingerprints[fingerprint]
        for token_hash in account.logins:
            del self.logins[token_hash]
        for endpoint in tuple(account.pushes):
            self.unsubscribe(endpoint)
        del self.awake[account.number]
        self.absent.forget(account.number)
        self._forget_name(account)

    def rename(self, account: Account, name: str) -> None:
        self._forget_name(account)
        account.call(name)
        self.add(account)
        self.wake_name(name, account.number)

    def wake_name(self, name: str, account: int) -> None:
        """The account of this number has the name, or has it again: what it rested for this one, it rests no more."""
        for look in (names.fold(name), *names.skeletons(name)):
            if self.former.get(look) == account:
                del self.former[look], self.resting[look]

    def _forget_name(self, account: Account) -> None:
        del self.folds[account.fold]
        for look in account.skeletons:
            if self.skeletons.get(look) is account:
                del self.skeletons[look]

    def subscribe(self, account: Account, told: Subscription) -> None:
        """A device of theirs is told of messages, and of nobody else's."""
        self.unsubscribe(told.endpoint)
        account.pushes[told.endpoint] = told
        self.endpoints[told.endpoint] = account
        self.pushed[account.number] = account

    def unsubscribe(self, endpoint: str) -> None:
        """Nobody's device is told of anything there any more."""
        account = self.endpoints.pop(endpoint, None)
        if account is not None:
            del account.pushes[endpoint]
            if not account.pushes:
                del self.pushed[account.number]

    def rest(self, name: str, since: int, former: int = 0) -> None:
        """Nobody may have the name of this deleted account, or one that looks like it, for a time. `former`: the number
        of the account that had it and is called otherwise now, and that alone may have it again. Where it rests already
        for longer, it stays at that."""
        until = since + NAME_RESTS_MS
        for look in (names.fold(name), *names.skeletons(name)):
            if until < self.resting.get(look, 0):
                continue
            self.resting[look] = until
            self.former.pop(look, None)
            if former:
                self.former[look] = former

    def begin_by(self, now: int, after: int, by: int) -> None:
        """The time of day was set back to `now`: what came later than `after` was earlier by so much, codes, kept
        logins, devices, and since when names rest; when they were here last was now."""
        # Nothing of who is absent is later than the two times that were told last.
        if not self.set_back or now < self.set_back[-1][0] or after < max(self.set_back[-1][:2]):
            self.set_back.append((now, after, by))
        for account in self.awake.values():
            _begin_by(account, now, after, by)
        for token_hash, account in self.logins.items():
            account.logins[token_hash] = happened(account.logins[token_hash], now, after, by)
        for endpoint, account in self.endpoints.items():
            told = account.pushes[endpoint]
            account.pushes[endpoint] = msgspec.structs.replace(told, at=happened(told.at, now, after, by))
        rest = NAME_RESTS_MS
        self.resting = {look: happened(until - rest, now, after, by) + rest for look, until in self.resting.items()}

    def rests_until(self, name: str, now: int, account: int = 0) -> int:
        """Until when nobody may have the name, except an account of this number that had it; 0: it rests no more."""
        if not self.resting:
            return 0
        looks = [look for look in (names.fold(name), *names.skeletons(name)) if self.former.get(look, -1) != account]
        until = max((self.resting.get(look, 0) for look in looks), default=0)
        return until if until > now else 0

    def trust(self, account: Account, fingerprint: str, at: int) -> None:
        """Who has this client certificate is the owner of the account."""
        account.certificates[fingerprint] = at
        self.fingerprints[fingerprint] = account

    def distrust(self, account: Account, fingerprint: str) -> None:
        account.certificates.pop(fingerprint, None)
        self.fingerprints.pop(fingerprint, None)

    def keep_login(self, account: Account, token_hash: bytes, at: int) -> None:
        """Who has the token with this hash is the owner of the account."""
        account.logins.pop(token_hash, None)
        account.logins[token_hash] = at
        self.logins[token_hash] = account

    def forget_login(self, account: Account, token_hash: bytes) -> None:
        account.logins.pop(token_hash, None)
        self.logins.pop(token_hash, None)

    def named(self, name: str) -> Account | None:
        """The account of exactly this name, in capitals or not."""
        fold = names.fold(name)
        return self.folds.get(fold) or self.rouse(self.absent.wake_named(fold))

    def owner(self, name: str) -> Account | None:
        """The account to which this name belongs, or one that looks like it."""
        if not self.numbers:
            return None
        looks = names.skeletons(name)
        return self.named(name) or next(filter(None, map(self._alike, looks)), None)

    def _alike(self, look: str) -> Account | None:
        return self.skeletons.get(look) or self.rouse(self.absent.wake_alike(look))

    def of_party(self, party: Party) -> Account | None:
        """The account behind a party; None for guests."""
        return self.numbers.get(number_of(party))

    def knows(self, party: Party) -> bool:
        """Whether it is that of an account; nobody wakes for the question."""
        return number_of(party) in self.numbers


def account_of(saved: AccountState) -> Account:
    """The account as it is kept."""
    account = Account(saved.account, saved.name, saved.created, saved.credentials)
    account.operator, account.stays, account.email = saved.operator, saved.stays, saved.email
    account.reset_code, account.reset_at = saved.reset_code, saved.reset_at
    if saved.privacy or saved.silenced:
        account.privacy = Privacy(saved.privacy, saved.silenced)
    if saved.standing:
        account.standing = {log for log, _ in saved.standing}
        account.owned = {log for log, prefixes in saved.standing if "q" in prefixes}
    if saved.read:
        account.read_until = dict(saved.read)
    if saved.first:
        account.first_joined = dict(saved.first)
    return account
