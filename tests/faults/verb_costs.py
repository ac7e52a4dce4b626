"""What each command costs in a big world: CPU of the loop, by KB of input, and the longest that it holds the loop.

`python -m tests.faults.verb_costs` prints all of them, the dearest first.
"""

from __future__ import annotations

import gc
import re
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import product

import msgspec
from tests.support.every_cap import requests
from tests.support.memory_chat import MemoryChat, Person, run

from hubbub.chat.limits.policy import Operator, Policy
from hubbub.chat.world.moderation.bans import Ban
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.session import Slices, Told, text_line
from hubbub.commands.rooms import joining
from hubbub.dialects.irc.verbs import VERBS
from hubbub.irc.caps import NAMES
from hubbub.typed.table import COMMANDS

ROOMS, PEOPLE, CROWD, BANS, LINE = 10_000, 5_000, 5_000, 9_900, 510  # of bans there may be a hundred more
TYPED_ENDING = {"quit", "unregister"}
ENDING = {"QUIT", "DIE", "RESTART", "SQUIT", "CONNECT", "REHASH", "WEBIRC"}  # what ends it, or is nobody's


class Cost(msgspec.Struct, frozen=True):
    """`held`: milliseconds that the loop was held in one go; `spent`: in all; `size`: bytes of the line."""

    line: str
    held: float
    spent: float
    size: int
    allowance: float

    @property
    def by_kilobyte(self) -> float:
        return self.spent / self.size * 1024

    @property
    def load(self) -> float:
        """The share of a core that one connection takes with it, at two lines a second."""
        return self.spent / 1000 * 2 / max(1.0, self.allowance)


def _nothing() -> None:
    """Nobody measures."""


class Town(MemoryChat):
    """Many rooms and people. `lap`: others have their turn, in the middle of a command; `ending`: many who end so."""

    def __init__(self) -> None:
        self.lap: Callable[[], None] = _nothing
        self.ending: list[Iterator[object]] = []
        super().__init__(Policy(operators=(Operator("root", "pass"),)))
        for n in range(ROOMS):
            room = Room(n + 1, f"#room{n:05}", self.now - n, 1, self.now)
            room.topic, room.topic_by, room.topic_at = f"about {n}", "a!b@c", self.now - n
            self.world.add_room(room)
        for n in range(PEOPLE):
            self._person(n)
        for n in range(BANS):
            self.world.ban(Ban(f"*a{n}*!*@*x{n % 10}", self.now, 0, "root", "why"))
        self.core.take_batch().seal()

    async def pause(self) -> None:
        self.lap()

    def in_turns(self, steps: Iterator[object]) -> None:
        self.ending.append(steps)

    def _person(self, n: int) -> None:
        person = Person(self, "irc", f"10.{n >> 8}.{n & 255}.1", False, text_line)
        person.send(f"NICK user{n:04}", f"USER u{n} 0 * :User {n}")
        user = person.session.me
        for one in (n * 7 % ROOMS, n * 13 % ROOMS, 1):
            room = self.world.journals[one + 1]
            assert isinstance(room, Room)
            if room not in user.rooms and (one != 1 or n < CROWD):
                joining.enter(self.core, user, room)
        person.written = b""
        for session, _ in self.core.take_batch().seal():
            session.endpoint.written = b""  # type: ignore[attr-defined]


class Asker(Person):
    """Somebody whose long replies are made slice by slice, each of them timed."""

    held = spent = began = 0.0

    def flush(self, outbox: Sequence[Told]) -> None:
        for item in self.session.made(outbox):
            if not isinstance(item, bytes):
                self._slices(item)

    def _slices(self, slices: Slices) -> None:
        while True:
            began = time.process_time()
            made = next(slices, None)
            self._took(time.process_time() - began)
            if made is None:
                return

    def _took(self, seconds: float) -> None:
        self.held = max(self.held, seconds * 1000)
        self.spent += seconds * 1000

    def _lap(self) -> None:
        now = time.process_time()
        self._took(now - self.began)
        self.began = now

    def measured(self, line: str) -> Cost:
        self.held = self.spent = 0.0
        self.chat.now += 60_000
        self.chat.tell_time()
        self.began = time.process_time()
        self.chat.lap = self._lap  # type: ignore[attr-defined]
        waiting = self.session.dialect.handle(self.chat.core, self.session, line)
        if waiting is not None:
            run(waiting)
        self._lap()
        self.chat.commit()
        self.session.dialect.cost(self.session, line)  # the first one may cost nothing
        return Cost(line, self.held, self.spent, len(line) + 2, self.session.dialect.cost(self.session, line))


def full(form: str, joint: str = ",") -> str:
    """As many of these as fit into a line."""
    found: list[str] = []
    n = 0
    while len(joint.join(found)) < LINE - 60:
        found.append(form.format(n=n, m=n % 10))
        n += 1
    return joint.join(found[:-1])


LISTS = [full("#room{n:05}"), full("user{n:04}"), full("*{m}*a*b*"), full("*"), full("#none{n}"), full(">{m}")]
WORDS = ["*", "#room00001", "user0001", "*a*a*a*a*a*a*b", "0", "+b", "LATEST", "x" * 200]
FILLED = {
    "MASKS": full("*{m}*"), "AGES": full("C>{m}"), "USERS": full("user{n:04}"), "SPACED": full("user{n:04}", " "),
    "NEW": full("#n{n}"), "NOBODIES": full("nobody{n:04}"), "KEYS": full("key{n}", " "), "CAPS": " ".join(NAMES),
    "SILENCES": full("+*{m}!*@{n}*"), "BANS": "b" * 20 + " " + full("*{m}!*@{n}*", " "),
}  # fmt: skip
OWN = """
LIST MASKS|LIST AGES|WHO *|WHO #room00001|WHO #room00001 %tcuihsnfdlaor,7|WHO *a*a*a*a*b|NAMES #room00001|WHOIS USERS
MODE #room00001 +BANS|MODE #room00001 b|MODE #room00001 -BANS|JOIN NEW|PART NEW|JOIN 0|JOIN #room00001
MONITOR + USERS|MONITOR S|MONITOR - USERS|MONITOR C|ISON :SPACED|USERHOST SPACED
PRIVMSG #room00001 :x|PRIVMSG USERS :x|PRIVMSG NOBODIES :x|NOTICE NOBODIES :x|TAGMSG #room00001
CHATHISTORY LATEST #room00001 * 1000|CHATHISTORY BEFORE #room00001 timestamp=2030-01-01T00:00:00.000Z 1000
CHATHISTORY TARGETS timestamp=2020-01-01T00:00:00.000Z timestamp=2030-01-01T00:00:00.000Z 1000
METADATA #room00001 LIST|METADATA * SYNC|METADATA #room00001 SYNC|METADATA * SUB KEYS|METADATA * SET k :v
NICK renamed|AWAY :x|AWAY|SETNAME :x|TOPIC #room00001 :x|KICK #room00001 USERS|INVITE user1999 #room00001
SILENCE SILENCES|SILENCE|WHOWAS user0001|LUSERS|STATS u|STATS m|MOTD|VERSION
RENAME #room00001 #other|RENAME #other #room00001|EXPIRE #room00001 1d|RETENTION #room00001 30d
REPORT user0001 :x|REPORTS|OPER root pass|UBAN ADD *a*a*b 1h :x|UBAN ADD *!*@*b.ip 1h :x|UBAN LIST|STATS k
UBAN DEL *a*a*b|UBAN ADD! *!*@*b.ip 1h :x|UBAN INFO *!*@*|UBAN ADD 10.3.0.0/16 1h :x|UBAN ADD! 10.3.0.0/16 1h :x
UBAN INFO user*!*@*|LOCKDOWN no-registration|LOCKDOWN open
WALLOPS :x|SAMODE #room00002 +b *!*@x*|AUDIT|NS ACCOUNT|NS HELP|HELP|HELP LIST|REDACT #room00001 x
MARKREAD #room00001 timestamp=2030-01-01T00:00:00.000Z|PINS #room00001|CAP LS 302|CAP LIST|CAP REQ :CAPS
"""


def own() -> Iterator[str]:
    """Lines that each command is good for."""
    for line in OWN.strip().replace("\n", "|").split("|"):
        yield re.sub(r"[A-Z]+$|[A-Z]+(?= )", lambda found: FILLED.get(found[0], found[0]), line)


def lines() -> Iterator[str]:
    yield from own()
    for name in VERBS:
        if name in ENDING:
            continue
        yield name
        for first in (*WORDS, *LISTS):
            yield f"{name} {first}"[:LINE]
        for first, second in product(WORDS[:4], (*WORDS, *LISTS)):
            yield f"{name} {first} {second}"[:LINE]
        yield f"{name} {' '.join(WORDS)} :{LISTS[0]}"[:LINE]


def asker(town: Town) -> Asker:
    person = Asker(town, "irc", "192.0.2.9", True, b"%b\r\n".__mod__)
    person.send(*requests(), "NICK asker", "USER a 0 * :Asker", "CAP END", "JOIN #room00001")
    room = town.world.room("#room00001")
    assert room is not None
    room.members[person.session.me].prefixes = "q"
    person.send(*(f"PRIVMSG #room00001 :message {n}" for n in range(300)))
    return person


def typist(town: Town) -> Asker:
    """An operator who types."""
    person = Asker(town, "plain", "192.0.2.8", True, b"%b\r\n".__mod__)
    person.send("typist", "/operator root pass", "/join room00001")
    room = town.world.room("#room00001")
    assert room is not None
    room.members[person.session.me].prefixes = "q"
    person.send(*(f"message {n}" for n in range(50)), "/register password1")
    return person


def typed_lines() -> Iterator[str]:
    """What people type in plain text."""
    for command in COMMANDS:
        if command.name not in TYPED_ENDING:
            yield f"/{command.name}"
            for first in ("room00001", "user0001", "*", "all", "list", "x" * 200, "*a*a*a*a*b", LISTS[1]):
                yield f"/{command.name} {first}"[:LINE]
                yield f"/{command.name} {first} user0001 x"[:LINE]
    yield from ("hello", "@user0001 hi", "@nobody hi", "/nosuch", "/jion x", LISTS[0])


def measure(begin: Callable[[Town], Asker] = asker, lines: Callable[[], Iterator[str]] = lines) -> list[Cost]:
    """The dearest line of each command."""
    town = Town()
    someone, worst = begin(town), dict[str, Cost]()
    gc.collect()
    gc.freeze()
    for line in lines():
        if someone.session.ended or someone.session.user is None:
            someone = begin(town)
        cost = someone.measured(line)
        if cost.held > 2:  # the machine may have done something else meanwhile
            again = someone.measured(line) if not someone.session.ended else cost
            cost = min(cost, again, key=lambda one: one.held)
        name = line.split(" ")[0]
        if name not in worst or cost.held > worst[name].held:
            worst[name] = cost
    gc.unfreeze()
    return sorted(worst.values(), key=lambda cost: -cost.by_kilobyte)


def of_strangers() -> list[Cost]:
    """The dearest line of each command before somebody has a name."""
    chat, worst = MemoryChat(Policy()), dict[str, Cost]()
    someone = Asker(chat, "irc", "192.0.2.9", True, b"%b\r\n".__mod__)
    for line in lines():
        if someone.session.ended or someone.session.user is not None:
            someone = Asker(chat, "irc", "192.0.2.9", True, b"%b\r\n".__mod__)
        cost = min((someone.measured(line) for _ in range(1 + (not someone.session.ended))), key=lambda one: one.held)
        name = line.split(" ")[0]
        if name not in worst or cost.held > worst[name].held:
            worst[name] = cost
    return sorted(worst.values(), key=lambda cost: -cost.held)


if __name__ == "__main__":
    for cost in measure():
        print(
            f"{cost.by_kilobyte:9.1f} ms/KB {cost.held:8.2f} ms in one go {cost.spent:8.2f} ms"
            f" {cost.load:6.3f} of a core  {cost.line[:60]}"
        )
