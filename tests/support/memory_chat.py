"""A chat in memory: everything but sockets, clock and disk, so that a test reads as what was said."""

from __future__ import annotations

import itertools
import os
from collections.abc import Awaitable, Iterator, Sequence
from hashlib import pbkdf2_hmac
from typing import TYPE_CHECKING, Any

from hubbub.chat.chat import Chat
from hubbub.chat.events import Credentials, Event, LeaveReason
from hubbub.chat.ids import Ids
from hubbub.chat.limits.policy import Policy
from hubbub.chat.names import fold
from hubbub.chat.ports import Hasher, PublicAddress, Push
from hubbub.chat.refusals import BadEndpoint
from hubbub.chat.restoring import restore
from hubbub.chat.world.session import Framing, Profile, Session, Told, text_line
from hubbub.chat.world.state import World
from hubbub.commands.rooms import joining
from hubbub.commands.sessions import entering
from hubbub.dialects.table import DIALECTS
from hubbub.irc import scram
from hubbub.log.memory import MemoryLog
from hubbub.wire.lines import BadLine

if TYPE_CHECKING:
    from tests.support.carrying import Carrying

NODES: Iterator[int] = itertools.repeat(int(os.environ.get("NODES", "0")))
"""What people say and hear goes by so many nodes, in one chat after the other; 0: by none."""


def _carrying(nodes: int) -> Carrying:
    """So many nodes. Read here alone: a server alone has nothing of a cluster in its tests either."""
    from tests.support.carrying import Carrying

    return Carrying(nodes)


class PlainPasswords:
    """`ports.Passwords` without hashes; counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    async def fit(self, kept: str, given: str) -> bool:
        self.asked += 1
        return kept == given


class Controlled:
    """`ports.Control`: what operators asked for. `problems` is what reading the settings again complains of."""

    def __init__(self) -> None:
        self.did: list[str] = []
        self.problems: list[str] = []
        self.copying = False

    async def rehash(self) -> list[str]:
        self.did.append("rehash")
        return self.problems

    def numbers(self, what: str) -> list[tuple[str, dict[str, Any]]]:
        return [("here", {"name": "alice", "rooms": ["#tea"]})] if what == "here" else []

    async def reload(self) -> tuple[list[str], list[str]]:
        self.did.append("rehash")
        return self.problems, []

    async def backup(self) -> tuple[dict[str, Any], str]:
        self.did.append("backup")
        return {}, "there is nothing to copy"

    def status(self) -> dict[str, Any]:
        return {}

    async def upgrade(self) -> str:
        self.did.append("upgrade")
        return "hubbub 9"

    def roll_back(self, folder: str) -> str:
        self.did.append(f"rollback {folder}")
        return "rolled-back-1"

    def end(self, *, restart: bool) -> None:
        self.did.append("restart" if restart else "end")

    def watch(self, session: Session) -> None:
        self.did.append("watch")


class NoService:
    """`ports.Push`: takes every address but those in `refused`, and tells nobody of anything."""

    key = "BKey"

    def __init__(self, *refused: str) -> None:
        self.refused = refused

    async def check(self, endpoint: str, key: bytes) -> None:
        if endpoint in self.refused:
            raise BadEndpoint(endpoint, command="REGISTER", reason="it is not in the public internet")


class MemoryChat:
    """One server, and what surrounds its chat (`ports.Services`). `now` is the time of day in milliseconds, and
    `ahead` by how much it was set forward: the clock by which everybody waits is without that.

    `happened` has all events that were committed, or were not for the log.
    """

    def __init__(
        self, policy: Policy | None = None, lobby: str = "", log: MemoryLog | None = None, now: int = 1_760_000_000_000
    ) -> None:
        self.log = log or MemoryLog(fold)
        self.now = now
        self.ahead = 0
        state = self.log.load(self.now)
        world = World(lobby)
        restore(world, state)
        self.generation = state.generation
        self.secrets = 0
        self.passwords = PlainPasswords()
        self.control = Controlled()
        self.hasher: Hasher = Plainly()
        self.push: Push | None = None
        self.address = PublicAddress()
        self.happened: list[Event] = []
        self.core = Chat(world, self.log, Ids(state.generation), policy or Policy(), self, self.now)
        self.core.world.local.clock = self.core.world.local.passed = self.now
        world.local.leaps.begin(self.now, self.now, state.kept_at)
        self.people: list[Person] = []
        nodes = next(NODES)
        self.carrying = _carrying(nodes) if nodes else None
        if lobby and world.room(lobby) is None:
            joining.create(self.core, lobby)

    @property
    def world(self) -> World:
        return self.core.world

    def connect(
        self, dialect: str = "irc", address: str = "192.0.2.1", *, secure: bool = False, frame: Framing = text_line
    ) -> Person:
        return Person(self, dialect, address, secure, frame)

    def irc(self, name: str, *caps: str, secure: bool = False) -> Person:
        """Somebody on IRC with these capabilities, registered; the welcome is read already."""
        person = self.connect(secure=secure)
        if caps:
            person.send(f"CAP REQ :{' '.join(caps)}")
        person.send(f"NICK {name}", f"USER {name} 0 * :{name.title()}")
        if caps:
            person.send("CAP END")
        person.take()
        return person

    def tell_time(self) -> None:
        """The core has the time and the clock as they are here."""
        self.core.now = self.now
        self.core.world.local.clock = self.core.world.local.passed = self.now - self.ahead

    def set_forward(self, milliseconds: int) -> None:
        """Somebody sets the time of day; negative: back. No time passes."""
        self.now += milliseconds
        self.ahead += milliseconds
        self.tell_time()

    def commit(self) -> None:
        """End the turn."""
        batch = self.core.take_batch()
        if batch.is_for_the_log:
            self.log.append(batch.entries, batch.changes)
        self.happened += batch.events
        for session, outbox in batch.seal():
            session.flush(outbox)
        if self.carrying is not None:
            self.carrying.commit()

    def secret(self) -> str:
        self.secrets += 1
        return f"secret{self.generation}-{self.secrets}"

    def begin(self) -> None:
        """Each line is a turn anyway."""

    async def pause(self) -> None:
        """Nobody else is there."""

    def in_turns(self, steps: Iterator[object]) -> None:
        """At once."""
        for _ in steps:
            pass

    async def settled(self) -> None:
        """Nothing waits."""

    async def space(self, session: Session) -> bool:
        """Nobody comes in before the disk has some."""
        return False

    def public_address(self) -> PublicAddress:
        return self.address


class Plainly:
    """Implements `chat.ports.Hasher` without hashing much; `hashed` counts the passwords it had to do with."""

    def __init__(self) -> None:
        self.hashed = 0

    async def derive(self, password: str) -> Credentials:
        self.hashed += 1
        salted = pbkdf2_hmac("sha256", scram.prepared(password).encode(), b"salt", 4096)
        return Credentials(password, b"salt", 4096, *scram.keys_of(salted))

    async def matches(self, password: str, credentials: Credentials | None) -> bool:
        self.hashed += 1
        return credentials is not None and credentials.password_hash == password

    def is_outdated(self, credentials: Credentials) -> bool:
        return credentials.iterations < 4096


class Person:
    """One connection; `lines` is what has been written to it and not taken yet."""

    def __init__(self, chat: MemoryChat, dialect: str, address: str, secure: bool, frame: Framing) -> None:
        self.chat = chat
        self.frame = frame
        speaks = DIALECTS[dialect]
        self.goes_on = True
        self.is_encrypted = True  # as far as `session.secure` says so
        self.session = Session(chat.core, Profile.of(speaks, 0, frame), self, address, secure)
        self.written = b""
        self.closed: str | None = None
        self.place = chat.carrying.come(self._hear) if chat.carrying is not None else None
        self.session.dialect.greet(self.session)
        chat.commit()

    def send(self, *lines: str | BadLine) -> None:
        """Say these lines, each in a turn of its own; nobody reads what comes after the end."""
        for line in lines:
            if self.session.ended:
                return
            self.chat.now += 1
            self.chat.tell_time()
            run(self.session.dialect.handle(self.chat.core, self.session, self._carried(line)))
            self.chat.commit()

    def _carried(self, line: str | BadLine) -> str | BadLine:
        """By a node; what is no line, as the decider finds, has no bytes here."""
        if self.place is None or not isinstance(line, str):
            return line
        return self.place.say(line.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass")

    def _hear(self, data: bytes) -> None:
        self.written += data

    def take(self) -> list[str]:
        """The lines written since the last time."""
        written, self.written = self.written, b""
        lines = written.decode().split("\r\n")
        assert lines.pop() == "", "a line without an end"
        return lines

    def ask(self, line: str) -> list[str]:
        """What comes back to one line."""
        self.take()
        self.send(line)
        return self.take()

    def vanish(self) -> None:
        """The connection is lost."""
        entering.leave(self.chat.core, self.session, "lost")
        self.chat.commit()

    def flush(self, outbox: Sequence[Told]) -> None:
        for item in self.session.made(outbox):
            data = item if isinstance(item, bytes) else b"".join(self.frame(line) for lines in item for line in lines)
            if self.place is None:
                self.written += data
            else:
                self.place.write(data)

    def take_next(self, many: int) -> int:
        """Each line is handled alone."""
        return 0

    def move(self, address: str) -> str | None:
        """It may come from anywhere."""
        return None

    def close(self, reason: LeaveReason, text: str) -> None:
        for line in self.session.dialect.farewell(self.session, text):
            self.session.send(self.frame(line))
        self.closed = text
        entering.leave(self.chat.core, self.session, reason, text)

    def hold(self) -> None:
        """It is closed at once."""


def run(waiting: Awaitable[None] | None) -> None:
    """Do at once what only waits for a log in memory."""
    if waiting is None:
        return
    steps = waiting.__await__()
    try:
        next(steps)
    except StopIteration:
        return
    raise AssertionError("the log in memory never waits")
