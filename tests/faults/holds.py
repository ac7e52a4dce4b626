"""How long the loop of a running server is held in one go, in a big world: by what is asked over IRC, telnet,
WebSocket and HTTP and at the console, by a room of ten thousand, and by what the server does by itself.

`python -m tests.faults.holds [PART ...]` prints all, the longest first: CPU of the loop's thread in one go, the least
of some tries where it can be tried again, and by KB of what was sent. Every IRC command with arguments of all kinds,
without a server around: verb_costs.py.
"""

from __future__ import annotations

import asyncio
import base64
import gc
import json
import os
import socket
import sys
import tempfile
import threading
import time
from asyncio import events
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from tests.support.every_cap import requests
from tests.support.memory_chat import Plainly

from hubbub.chat.chat import Chat
from hubbub.chat.events import AccountCreated, Credentials, MemberJoined, MessageSent
from hubbub.chat.ids import msgid
from hubbub.chat.names import fold
from hubbub.chat.party import Party, party_of
from hubbub.chat.world.moderation.bans import Ban
from hubbub.chat.world.moderation.reports import Report
from hubbub.chat.world.people.users import User, Visit
from hubbub.chat.world.rooms import Conversation, Pin, Room
from hubbub.chat.world.session import Nowhere, Profile, Session, text_line
from hubbub.commands.guard import identity
from hubbub.commands.messages import pinning
from hubbub.commands.sessions import entering, staying
from hubbub.dialects.table import DIALECTS
from hubbub.irc.caps import NAMES
from hubbub.irc.modes import Change
from hubbub.log.sqlite import open_log
from hubbub.server.entrance.listener import listen_on
from hubbub.server.http.api.table import CALLS
from hubbub.server.process.console import ConsoleSocket
from hubbub.server.process.server import Server
from hubbub.settings import Data, Listen, Listener, Settings

PEOPLE, ROOMS, BANS, ACCOUNTS, CONVERSATIONS, SAID = 10_000, 9_600, 9_900, 5_000, 20_000, 20_000
MANY = 100  # rooms of one person, as the settings come
PASSWORD = "password1"
TRIES = 3
GOOD = 5.0  # ms in one go: it need not be tried again
PATIENCE = 120.0  # seconds
EVERY_CAP = (1 << len(NAMES)) - 1
CREDENTIALS = Credentials(PASSWORD, b"salt", 4096, b"x" * 32, b"y" * 32)


IN_THE_ROOM = """
PRIVMSG #room00000 :x|NOTICE #room00000 :x|@+typing=active TAGMSG #room00000|NAMES #room00000|WHO #room00000
WHO #room00000 %tcuihsnfdlaor,7|MODE #room00000 b|METADATA #room00000 SYNC|METADATA * SYNC|PINS #room00000
CHATHISTORY LATEST #room00000 * 1000|REDACT #room00000 x|MARKREAD #room00000 timestamp=2030-01-01T00:00:00.000Z
WHO *|WHOIS user2|LUSERS|LIST|WALLOPS :x
"""
THERE_AND_BACK = """
TOPIC #room00000 :about <- TOPIC #room00000 :of|MODE #room00000 +v user2 <- MODE #room00000 -v user2
MODE #room00000 +bbbb a b c d <- MODE #room00000 -bbbb a b c d|AWAY :x <- AWAY|AWAY <- AWAY :x|SETNAME :x <- SETNAME :y
NICK asker2 <- NICK asker|METADATA * SET avatar :https://x/y <- METADATA * SET avatar
RENAME #room00000 #renamed <- RENAME #renamed #room00000|RETENTION #room00000 30d <- RETENTION #room00000 off
EXPIRE #room00000 1d <- EXPIRE #room00000 off|SAMODE #room00000 +o user2 <- MODE #room00000 -o user2
TBAN #room00000 1h x!*@* :y <- MODE #room00000 -b x!*@*|PART #room00000 :bye <- JOIN #room00000
MODE #room00000 +m <- MODE #room00000 -m
"""
ASKED = """
SEARCH :hello|SEARCH text=hello;in=#room00000|SEARCH from=user1|SEARCH text=words;from=user1;limit=100|SEARCH :h
SEARCH before=timestamp=2040-01-01T00:00:00.000Z;text=many|SEARCH text=nothingatall|UBAN LIST|STATS k|STATS u
UBAN INFO *!*@*|UBAN INFO 10.0.0.0/8|UBAN INFO *user*!*@*|UBAN INFO nobody!*@*|UBAN ADD *!*@* 1h :x|AUDIT|REPORTS
NS INVITE LIST|NS HELP|HELP|HELP LIST|NS ACCOUNT|NUMBERS|LOCKDOWN|REHASH|NS DEVICES|NS TOKEN LIST|MOTD|VERSION|MAP
LINKS|WHOWAS user2 100|SILENCE|METADATA * SUBS|METADATA * LIST|NS SUSPEND owner7 1h|NS UNSUSPEND owner7
"""
TYPED = """
/who|/rooms|/help|/history|/search hello|hello|/nosuch|/nick typist2|/away x|/back|/leave|/join room00000|/whois user2
@nobody hi
"""
FRAMED = """
NAMES #room00000|WHO #room00000|LIST|PRIVMSG #room00000 :x|CHATHISTORY LATEST #room00000 * 1000|HELP
"""
ORDERS = """
help|who|rooms|status|json status|uban list|account list|reports|audit|room list|lockdown|rehash|uban info *!*@*
account owner9|invite list|account show owner9|token list|room show room00000|room show room00001|numbers
"""
FLOODS = {
    "telnet: 64 KB of negotiation": b"\xff\xfd\x18\xff\xfb\x1f" * 10_900,
    "telnet: 64 KB that do nothing": b"\xff\xf1" * 32_000,
    "telnet: 64 KB of window sizes": b"\xff\xfa\x1f\0\x50\0\x18\xff\xf0" * 7_200,
    "telnet: 64 KB of flags and Backspace": "\U0001f1e9\U0001f1ea\x7f".encode() * 7_000,
    "telnet: 64 KB of questions whether we are there": b"\xff\xf6" * 32_000,
    "telnet: 64 KB of timing marks": b"\xff\xfd\x06" * 21_000,
    "256 KB of lines that are not UTF-8": b"\xff\n" * 131_072,
    "256 KB of lines with a NUL": b"\0\n" * 131_072,
    "256 KB of lines with a letter": b"a\n" * 131_072,
}
BODY: dict[str, Any] = {
    "text": "x", "topic": "about", "key": "", "reason": "", "name": "user8", "mask": "z!*@*", "seconds": 3600,
    "role": "voice", "has": True, "notice": False, "reaction": "a", "message": "x", "about": "user4", "why": "x",
    "state": "closed", "note": "x", "target": "*!*@*", "many": False, "room": "room00000", "uses": 1, "days": 1,
    "level": "open", "operator": True, "to": "#room00000",
}  # fmt: skip


def parted(lines: str) -> list[str]:
    return lines.strip().replace("\n", "|").split("|")


def full(form: str, joint: str = ",", most: int = 440) -> str:
    """As many of these as fit into a line."""
    found: list[str] = []
    while len(joint.join([*found, form.format(len(found))])) < most:
        found.append(form.format(len(found)))
    return joint.join(found)


LONG = [
    f"SEARCH :{full('word{0}', ' ')}",
    f"WHOIS {full('user{0}')}",
    f"ISON :{full('user{0}', ' ')}",
    f"LIST {full('*{0}*')}",
    f"SILENCE {full('+*{0}!*@*')}",
    f"METADATA * SUB {full('key{0}', ' ')}",
    f"PRIVMSG {full('nobody{0}')} :x",
]


class Meter:
    """Looks at every step of the loop: the longest, all of them together, and what the longest was."""

    def __init__(self) -> None:
        self.longest = self.spent = 0.0
        self.by = ""
        self.steps = 0
        run, clock = events.Handle._run, time.thread_time

        def timed(handle: Any) -> None:
            before = clock()
            run(handle)
            self._took((clock() - before) * 1000, handle)

        events.Handle._run = timed  # type: ignore[method-assign,assignment]

    def _took(self, took: float, handle: Any) -> None:
        self.steps += 1
        self.spent += took
        if took > self.longest:
            self.longest, self.by = took, repr(handle)

    def clear(self) -> None:
        self.longest = self.spent = 0.0
        self.by = ""
        self.steps = 0


class Took(msgspec.Struct):
    what: str
    held: float
    spent: float
    size: int
    by: str


class World:
    """Fills the chat of a server that has not begun. Nobody hears of it: it is not what is measured."""

    def __init__(self, chat: Chat) -> None:
        self.chat = chat
        self.first = chat.world.next_log() + 10

    def fill(self) -> None:
        chat = self.chat
        chat._show = lambda *_: None  # type: ignore[method-assign]
        self._accounts()
        self._rooms()
        self._people()
        for number in range(BANS):
            chat.world.ban(Ban(f"*z{number}*!*@*x{number % 10}", chat.now, 0, "root", "why"))
        del chat._show
        batch = chat.take_batch()
        batch.seal()
        chat.services.log.append(batch.entries, batch.changes)  # type: ignore[attr-defined]

    def _accounts(self) -> None:
        for number in range(1, ACCOUNTS + 1):
            name = f"owner{number}"
            self.chat.emit(AccountCreated(account=number, at=self.chat.now, name=name, credentials=CREDENTIALS))

    def _rooms(self) -> None:
        world, now = self.chat.world, self.chat.now
        for number in range(ROOMS):
            room = Room(self.first + number, f"#room{number:05}", now - number, 1, now)
            room.topic, room.topic_by, room.topic_at = f"about {number}", "a!b@c", now - number
            world.add_room(room)

    def _people(self) -> None:
        chat = self.chat
        big, many = self.room("#room00000"), [self.room(f"#room{number:05}") for number in range(1, MANY + 1)]
        for number in range(PEOPLE):
            user = self.person(number)
            self.join(user, big)
            for place in (number % MANY, (number * 7 + 1) % MANY):
                if many[place] not in user.rooms:
                    self.join(user, many[place])
        for number in range(SAID):
            self.say(big, chat.world.users["user2"], f"hello number {number} of many words {number % 97}")

    def person(self, number: int) -> User:
        """Half of the first ones have accounts; half of all know every capability."""
        session = Session(
            self.chat,
            Profile.of(DIALECTS["irc"], EVERY_CAP if number % 2 else 0, text_line),
            Nowhere(),
            f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}",
            secure=True,
        )
        account = self.chat.world.accounts.numbers[number] if number % 2 and number < ACCOUNTS else None
        entering.enter(self.chat, session, account.name if account else f"user{number}", "u", "Someone", None, account)
        return session.me

    def room(self, name: str) -> Room:
        room = self.chat.world.room(name)
        assert room is not None
        return room

    def join(self, user: User, room: Room) -> None:
        chat = self.chat
        chat.emit(
            MemberJoined(
                id=chat.ids(), at=chat.stamp(room), log=room.log, room=room.name, source=user.source,
                realname=user.realname, account=user.account,
            )
        )  # fmt: skip

    def say(self, room: Room, user: User, text: str) -> None:
        chat = self.chat
        chat.emit(
            MessageSent(
                id=chat.ids(), at=chat.stamp(room), log=room.log, target=room.name, source=user.source, text=text,
                party=user.party,
            )
        )  # fmt: skip


class Client:
    """A blocking connection, by lines."""

    def __init__(self, here: Here, *said: str, unix: bool = False) -> None:
        self.here = here
        self.socket = socket.socket(socket.AF_UNIX if unix else socket.AF_INET)
        self.socket.settimeout(PATIENCE)
        self.socket.connect(os.fspath(here.folder / "control.sock") if unix else ("127.0.0.1", here.port))
        self.had = b""
        for line in said:
            self.write(line)

    def write(self, line: str | bytes) -> None:
        self.socket.sendall(line if isinstance(line, bytes) else line.encode() + b"\r\n")

    def ping(self) -> None:
        """Until all is done that was said before."""
        self.write("PING :all-is-done")
        self.until(b":all-is-done\r\n")

    def order(self, line: str) -> None:
        """One at the console, until it is answered, or refused."""
        self.write(line)
        while not self.had.endswith((b"\x06\r\n", b"\x15\r\n")):
            self.had = self.had[-3:] + self.socket.recv(1 << 20)
        self.had = b""

    def until(self, mark: bytes) -> bytes:
        while mark not in self.had:
            some = self.socket.recv(1 << 20)
            if not some:
                raise ConnectionError(self.had[-300:])
            self.had += some
        found, _, self.had = self.had.partition(mark)
        return found


class Here:
    """The server, from the thread that asks it."""

    def __init__(self, server: Server, meter: Meter, folder: Path, loop: asyncio.AbstractEventLoop) -> None:
        self.server = server
        self.chat = server.engine.chat
        self.world = World(self.chat)
        self.meter = meter
        self.folder = folder
        self.loop = loop
        self.port = server.places[0].port
        self.found: list[Took] = []
        self.marks = 0

    def do(self, act: Callable[[], object]) -> Any:
        """In a turn of the server."""

        async def turn() -> object:
            self.server.engine.begin()
            return act()

        return asyncio.run_coroutine_threadsafe(turn(), self.loop).result(PATIENCE)

    def calm(self) -> None:
        """Until nothing goes on any more but what is done every second."""
        quiet = 0
        while quiet < 3:
            before = self.meter.steps
            time.sleep(0.01)
            quiet = quiet + 1 if self.meter.steps - before < 20 and not self.server.engine.ending else 0

    def measure(
        self,
        what: str,
        act: Callable[[], object],
        size: int,
        before: Callable[[], object] | None = None,
        tries: int = TRIES,
    ) -> None:
        least: Took | None = None
        for _ in range(tries):
            if before is not None:
                before()
            self.calm()
            self.meter.clear()
            act()
            self.calm()
            took = Took(what, self.meter.longest, self.meter.spent, size, self.meter.by)
            least = took if least is None or took.held < least.held else least
            if least.held < GOOD:
                break
        assert least is not None
        self.found.append(least)
        print(f"{least.held:8.1f} ms in one go {least.spent:9.1f} ms {least.what[:70]}", file=sys.stderr, flush=True)

    def later(self, what: str, is_done: Callable[[], bool]) -> None:
        """What the server does by itself, until it is done."""

        def wait() -> None:
            until = time.monotonic() + PATIENCE
            while not is_done() and time.monotonic() < until:
                time.sleep(0.05)

        self.measure(what, wait, 1, tries=1)

    def irc(self, name: str, *, operator: bool = False, caps: bool = True, rooms: int = 0) -> Client:
        """Somebody on IRC, with an account."""
        asked = requests() if caps else []
        client = Client(self, *asked, f"NICK {name}", f"USER {name} 0 * :x", *(["CAP END"] if caps else []))
        client.write("NS REGISTER password1")
        client.ping()
        self.do(lambda: self._make(name, operator=operator))
        for number in range(1, rooms + 1):
            client.write(f"JOIN #room{number:05}")
        client.ping()
        return client

    def _make(self, name: str, *, operator: bool) -> None:
        user = self.chat.world.user(name)
        assert user is not None
        if operator:
            account = self.chat.world.accounts.named(name)
            assert account is not None
            account.operator = True
            identity.recognise(self.chat, user)

    def say(self, client: Client, line: str, before: Callable[[], object] | None = None, tries: int = TRIES) -> None:
        """A line, as one that is answered."""

        def act() -> None:
            self.marks += 1
            client.write(f"{line}\r\nPING :mark{self.marks}")
            client.until(b"mark%d\r\n" % self.marks)

        shown = line if len(line) < 60 else f"{line[:57]}..."
        self.measure(shown.replace("\r\n", " "), act, len(line) + 2, before, tries)


def room_of_thousands(here: Here) -> None:
    """JOIN, MODE, KICK, NAMES, WHO and words in a room of all."""
    asker = here.irc("asker", operator=True)
    big = here.world.room("#room00000")
    here.say(asker, "JOIN #room00000", lambda: asker.write("PART #room00000"))
    here.do(lambda: big.members[here.chat.world.users["asker"]].change("q", has=True))
    for line in parted(IN_THE_ROOM):
        here.say(asker, line)
    for both in parted(THERE_AND_BACK):
        line, _, back = both.partition(" <- ")
        here.say(asker, line, lambda back=back: asker.write(back))  # type: ignore[misc]
    asker.write("NICK asker\r\nRENAME #renamed #room00000\r\nJOIN #room00000")
    here.calm()
    here.do(lambda: big.members[here.chat.world.users["asker"]].change("q", has=True))
    kicked = iter(range(2, PEOPLE, 2))
    for _ in range(TRIES):
        here.say(asker, f"KICK #room00000 user{next(kicked)} :out", tries=1)
    names = ",".join(f"user{next(kicked)}" for _ in range(4))
    here.say(asker, f"KICK #room00000 {names} :out", tries=1)
    lines = [f"@batch=r PRIVMSG #room00000 :{'word ' * 6}{number}" for number in range(100)]
    here.say(asker, "\r\n".join(["BATCH +r draft/multiline #room00000", *lines, "BATCH -r"]))
    for number in range(3):
        here.say(here.irc(f"guest{number}"), "JOIN #room00000", tries=1)


def limits(here: Here) -> None:
    """What each may have at most."""
    asker = here.irc("limits", operator=True)
    me = here.chat.world.users["limits"]
    for start in range(0, 100, 25):
        asker.write(f"MONITOR + {','.join(f'user{n}' for n in range(start, start + 25))}")
    for line in ("MONITOR S", "MONITOR L", f"MONITOR + {full('user{0}')}", "MONITOR C"):
        here.say(asker, line)
    here.do(lambda: _talk_with_thousands(here, me))
    span = "timestamp=2000-01-01T00:00:00.000Z timestamp=2040-01-01T00:00:00.000Z"
    for line in (
        f"CHATHISTORY TARGETS {span} 1000", f"CHATHISTORY TARGETS {span} 10", "UNREAD", "UNREAD *", "PRIVMSG nobody :x",
        "CHATHISTORY LATEST user2 * 10", "EXPIRE nobody 1d", "MARKREAD nobody", "REDACT nobody x",
    ):  # fmt: skip
        here.say(asker, line)
    here.say(asker, "NICK limits2", lambda: asker.write("NICK limits"))
    here.do(lambda: _read(here, me))
    for line in ("UNREAD", f"CHATHISTORY TARGETS {span} 1000"):
        here.say(asker, line)
    for line in (*parted(ASKED), *LONG):
        here.say(asker, line)


def _talk_with_thousands(here: Here, me: User, *, guests: bool = False) -> None:
    world, now = here.chat.world, here.chat.now
    first = world.next_log()
    for number in range(CONVERSATIONS):
        other = Party(f"v{number + 10**6}") if guests or number >= ACCOUNTS else party_of(number + 1)
        world.add_conversation(
            Conversation(first + number, (me.party, other), (me.name, f"other{number}"), 1, now - number)
        )


def _read(here: Here, me: User) -> None:
    for conversation in list(here.chat.world.conversations_of(me.party))[:1000]:
        me.read_until[conversation.log] = here.chat.now


def many_rooms(here: Here) -> None:
    """Somebody in as many rooms as one may be in, each of them with hundreds."""
    person = here.irc("many", rooms=MANY)
    for line, back in (("NICK many2", "NICK many"), ("AWAY :x", "AWAY"), ("SETNAME :y", "SETNAME :z")):
        here.say(person, line, lambda back=back: person.write(back))  # type: ignore[misc]
    for number in range(TRIES):
        one = here.irc(f"quitter{number}", rooms=MANY)
        _ends(here, "QUIT (an account, which stays)", one, "QUIT")
    for number in range(TRIES):
        one = here.irc(f"leaver{number}", rooms=MANY)
        here.do(lambda n=number: here.chat.world.accounts.named(f"leaver{n}").__setattr__("stays", False))  # type: ignore[misc]
        _ends(here, "QUIT (who does not stay)", one, "QUIT")
    for number in range(TRIES):
        one = here.irc(f"deleted{number}", rooms=MANY)
        here.say(one, "NS ACCOUNT DELETE password1 KEEP", tries=1)
    for number in range(TRIES):
        plain = base64.b64encode(f"\0quitter{number}\0{PASSWORD}".encode()).decode()

        def come(plain: str = plain) -> None:
            client = Client(
                here, "CAP REQ :sasl", "NICK x", "USER x 0 * :x", "AUTHENTICATE PLAIN", f"AUTHENTICATE {plain}"
            )
            client.write("CAP END\r\nPING :in")
            client.until(b" :in\r\n")

        here.measure("a login, back in 100 rooms", come, 120, tries=1)
    one = here.irc("inout", rooms=MANY)
    for line in ("NS LOGOUT", f"NS IDENTIFY inout {PASSWORD}"):
        here.say(one, line, tries=1)
    killer, sitting = here.irc("killer", operator=True), Client(here, unix=True)
    here.say(killer, "KILL many2 :out", tries=1)
    for number in range(2):
        one = here.irc(f"erased{number}", rooms=MANY)
        order = f"account delete erased{number} erase"
        here.measure(f"console: {order}", lambda order=order: sitting.order(order), len(order) + 2, tries=1)  # type: ignore[misc]
        here.irc(f"barred{number}", rooms=MANY)
        here.say(killer, f"UBAN ADD barred{number} 1h :x", tries=1)


def _ends(here: Here, what: str, client: Client, line: str) -> None:
    def act() -> None:
        client.write(line)
        while client.socket.recv(1 << 20):
            pass

    here.measure(what, act, len(line) + 2, tries=1)


def plain(here: Here) -> None:
    """What people type, and telnet."""
    typist = Client(here, "typist", "/join #room00000")
    here.calm()

    def typed(line: str) -> None:
        def act() -> None:
            typist.write(line)
            here.calm()

        here.measure(line[:60], act, len(line) + 2, tries=3)

    for line in parted(TYPED):
        typed(line)
    for what, some in FLOODS.items():

        def flood(some: bytes = some) -> None:
            client = Client(here, b"\xff\xfd\x03")  # type: ignore[arg-type]
            here.calm()
            here.meter.clear()
            client.socket.settimeout(5)
            try:
                client.socket.sendall(some)
                while client.socket.recv(1 << 16):
                    pass
            except OSError:
                pass
            client.socket.close()

        here.measure(what, flood, len(some), tries=2)


def calls(here: Here) -> None:
    """Every call of the API, with a token of an operator."""
    owner = here.irc("program", operator=True)
    owner.write("JOIN #room00000\r\nPRIVMSG #room00000 :x\r\nNS TOKEN ADD bot read say dm moderate accounts server")
    owner.until(b":hubbub_")
    token = "hubbub_" + owner.until(b"\r\n").decode()
    room = here.world.room("#room00000")
    here.do(lambda: room.members[here.chat.world.users["program"]].change("q", has=True))
    for call in CALLS:
        if call.path in ("/stop", "/restart", "/events", "/backup"):
            continue
        path = call.path
        for part, value in {"room": "room00000", "name": "user6", "id": "x", "n": "1", "reaction": "a"}.items():
            path = path.replace(f"{{{part}}}", value)
        if "accounts/user6" in path:
            path = path.replace("user6", "owner9")
        if path == "/search":
            path += "?words=hello&limit=100"
        if path.endswith("/messages") and call.method == "GET":
            path += "?limit=500"
        given = {name: BODY[name] for name in call.body.__struct_fields__ if name in BODY} if call.body else None
        if path == "/rooms/room00000" and given:
            given = {"topic": "about"}
        request(here, call.method, path, token, given)
    request(here, "GET", "/docs", token, None, base="")
    request(here, "GET", "/", token, None, base="")


def request(here: Here, method: str, path: str, token: str, given: Any, base: str = "/api/v1") -> None:
    body = json.dumps(given).encode() if given is not None else b""
    head = (
        f"{method} {base}{path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    status = b""

    def act() -> None:
        nonlocal status
        client = Client(here, head.encode() + body)  # type: ignore[arg-type]
        status = client.socket.recv(12)[9:]
        while client.socket.recv(1 << 20):
            pass

    here.measure(f"{method} {path}", act, len(head) + len(body), tries=3)
    here.found[-1].what += f" ({status.decode()})"


def websocket(here: Here) -> None:
    """Messages over WebSocket."""
    client = Client(here)
    client.write(
        "GET /irc HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: text.ircv3.net\r\n"
    )
    client.until(b"\r\n\r\n")

    def frame(line: str) -> bytes:
        size = len(line.encode())
        head = bytes([0x81, 0x80 | size]) if size < 126 else b"\x81\xfe" + size.to_bytes(2, "big")
        return head + b"\0\0\0\0" + line.encode()

    client.write(frame("NICK webby") + frame("USER w 0 * :w") + frame("JOIN #room00000") + frame("PING :in"))
    client.until(b" :in")

    def said(line: str) -> None:
        def act() -> None:
            here.marks += 1
            client.write(frame(line) + frame(f"PING :mark{here.marks}"))
            client.until(b"mark%d" % here.marks)

        here.measure(f"WebSocket: {line[:50]}", act, len(line) + 6, tries=3)

    for line in parted(FRAMED):
        said(line)
    here.measure("WebSocket: 4,000 pings", lambda: client.write(b"\x89\x80\0\0\0\0" * 4000), 24_000, tries=1)


def console(here: Here) -> None:
    """Orders at the console, and its feed."""
    client = Client(here, unix=True)

    def order(line: str) -> None:
        here.measure(f"console: {line}", lambda: client.order(line), len(line) + 2, tries=2)

    for line in parted(ORDERS):
        order(line)
    watching = Client(here, "watch", unix=True)
    reading = threading.Thread(target=_drain, args=(watching,), daemon=True)
    reading.start()

    def wait() -> None:
        time.sleep(3.2)

    here.measure("console: the feed's first seconds", wait, 5, tries=1)
    here.calm()
    here.measure("console: the feed in calm seconds", wait, 5, tries=2)
    talker = here.irc("feeder", operator=True)

    def rename() -> None:
        talker.write("NICK feeder2")
        wait()

    def ban() -> None:
        here.do(lambda: _ban_anew(here))
        wait()

    here.measure("console: the feed while names change", rename, 5, tries=1)
    here.measure("console: the feed while a hundred bans are made", ban, 5, tries=1)


def _ban_anew(here: Here) -> None:
    """That itself is not measured."""
    for number in range(100):
        here.chat.world.ban(Ban(f"*y{number}*!*@*x", here.chat.now, 0, "root", "why"))
    here.meter.clear()


def _drain(client: Client) -> None:
    try:
        while client.socket.recv(1 << 20):
            pass
    except OSError:
        pass


def chores(here: Here) -> None:
    """Very much is due at once."""
    world, chat = here.chat.world, here.chat

    def masks() -> None:
        for number in range(100):
            room = here.world.room(f"#room{ROOMS - 1 - number:05}")
            for mask in range(100):
                room.change_mode(_mask(f"*m{mask}!*@*"), "a!b@c", chat.now, chat.now - 1, "")
                world.will_end(room, _mask(f"*m{mask}!*@*"), chat.now - 1)
            world.masked.add(room)

    here.do(masks)
    here.later("10,000 masks on rooms' lists end at once", lambda: not world.ends)

    def bans() -> None:
        for ban in list(world.bans.values()):
            world.ban(msgspec.structs.replace(ban, until=chat.now - 1))

    here.do(bans)
    here.later("9,900 bans end at once", lambda: not any(ban.until for ban in tuple(world.bans.values())))
    asker = here.irc("sweeper", operator=True)
    for line in ("UBAN LIST", "UBAN ADD q!*@* 1h :x"):
        here.say(asker, line, tries=2)

    def old() -> None:
        for number in range(ROOMS):
            room = here.world.room(f"#room{number:05}")
            if not room.members:
                room.last_at = 1
        world.local.look_at_rooms_again = 0

    here.do(old)
    here.measure("9,000 silent rooms are forgotten", lambda: time.sleep(12), 1, tries=1)

    def ending() -> None:
        big = here.world.room("#room00000")
        big.retention = 1
        world.retained.add(big.log)

    here.do(ending)
    here.measure("20,000 old messages of a room are erased", lambda: time.sleep(12), 1, tries=1)

    def away() -> None:
        for account in world.accounts.numbers.values():
            account.seen_at = 1
        for user in list(world.users.values())[:2000]:
            if user.account:
                user.here_at = 1
                for session in tuple(user.sessions):
                    world.local.detach(session)

    here.do(away)

    def let_go() -> None:
        for _ in range(200):
            if not here.do(lambda: staying.let_go(chat)):
                return

    here.measure("1,000 who were away too long leave", let_go, 1, tries=1)
    person = here.irc("last")
    person.write("JOIN #full")
    here.calm()

    def fill() -> None:
        full_room = here.world.room("#full")
        for number in range(1, ACCOUNTS + 1):
            world.give_role(full_room, number, "v")
            world.invite(full_room, party_of(number))
            full_room.readers.add(party_of(number))
            account = world.accounts.numbers.get(number)
            if account is not None:
                account.read_until[full_room.log] = 1

    here.do(fill)
    here.say(person, "MODE #full", tries=2)
    here.say(person, "PART #full", tries=1)


def _mask(mask: str) -> Any:
    return Change(True, "b", mask)


def ban_of_all(here: Here) -> None:
    """Everybody is banned but the asker."""
    asker = here.irc("theone", operator=True)
    here.say(asker, "UBAN ADD user*!*@* 1h :x")
    here.say(asker, "UBAN ADD! user*!*@* 1h :x", tries=1)


def limits_of_things(here: Here) -> None:
    """What is kept of very many: reports, pins, invitations, read markers, visits, conversations of who goes."""
    asker = here.irc("things", operator=True)
    me, world, chat = here.chat.world.users["things"], here.chat.world, here.chat
    asker.write("JOIN #pins")
    asker.ping()
    pinned = here.world.room("#pins")
    here.do(lambda: _fill_pins(here, pinned, me))
    for line in ("PINS #pins", f"PIN #pins {msgid(next(iter(pinned.pins)))}", "CHATHISTORY LATEST #pins * 1000"):
        here.say(asker, line)
    here.do(lambda: _invite(here, me))
    for line in ("NS INVITE LIST", "INVITE", "INVITE user8 #pins", "JOIN #room00500"):
        here.say(asker, line)
    here.do(lambda: me.read_until.update({here.world.first + number: chat.now for number in range(1_000)}))
    for line in ("MARKREAD #pins", "MARKREAD #pins timestamp=2030-01-01T00:00:00.000Z", "UNREAD"):
        here.say(asker, line)
    here.do(lambda: _report(here, 500, chat.now))
    for line in ("REPORTS", "REPORT user2 :why"):
        here.say(asker, line)
    one = here.irc("quoted")
    here.do(lambda: _quote(here, "quoted"))
    here.say(one, f"NS ACCOUNT DELETE {PASSWORD} ERASE", tries=1)
    here.do(lambda: _report(here, 500, 1))
    here.later("500 old reports are let go of", lambda: not world.reports.known)
    here.do(lambda: _go_away(here))

    def come() -> None:
        Client(here, "CAP REQ :hubbub.chat/token", "NICK tokened", "USER t 0 * :t", "CAP END").ping()

    here.measure("a guest with a token, where 10,000 visits are over", come, 1, tries=1)
    for number in range(2):
        guest = Client(here, f"NICK talker{number}", "USER t 0 * :t")
        guest.ping()
        here.do(lambda n=number: _talk_with_thousands(here, world.users[f"talker{n}"], guests=True))  # type: ignore[misc]
        _ends(here, "QUIT of a guest with 20,000 conversations", guest, "QUIT")
    here.later("those are forgotten", lambda: not world.unread)
    here.do(lambda: _share(here))
    one = here.irc("sharing", rooms=0)
    here.do(lambda: _join_all(here, world.users["sharing"]))
    here.calm()
    for line, back in (("NICK sharing2", "NICK sharing"), ("AWAY :x", "AWAY")):
        here.say(one, line, lambda back=back: one.write(back))  # type: ignore[misc]
    _ends(here, "QUIT of somebody who shares 100 rooms with 2,000", one, "QUIT")


def _invite(here: Here, user: User) -> None:
    for number in range(1_000):
        here.chat.world.invite(here.world.room(f"#room{number:05}"), user.party)


def _go_away(here: Here) -> None:
    """10,000 guests with a token went more than a week ago."""
    visits = here.chat.world.visits
    for number in range(10**7, 10**7 + 10_000):
        here.chat.world.add_visit(Visit(number, f"gone{number}", b"gone%d" % number, 1))
        visits.move_to_end(number, last=False)


def _join_all(here: Here, user: User) -> None:
    for number in range(MANY):
        here.world.join(user, here.world.room(f"#share{number}"))


def _fill_pins(here: Here, room: Room, user: User) -> None:
    """As many as there may be, and what they are of."""
    for number in range(300):
        here.world.say(room, user, f"number {number}")
    for entry in list(room.recent)[-pinning.MOST :]:
        room.pins[entry.id] = Pin(user.source, here.chat.now, user.source)


def _report(here: Here, count: int, at: int) -> None:
    """So many stand there, about somebody who owns an account."""
    known, me = here.chat.world.reports.known, here.chat.world.users["things"]
    known.clear()
    for number in range(1, count + 1):
        known[number] = Report(
            number=number, at=at, log=0, room="", name=me.name, party=me.party, about="owner1", about_party=party_of(1),
            why="why", quote="words", said_at=at, ends=0, message=0,
        )  # fmt: skip
    here.chat.world.reports.last = count


def _quote(here: Here, name: str) -> None:
    known, party = here.chat.world.reports.known, here.chat.world.users[name].party
    for number, report in tuple(known.items()):
        known[number] = msgspec.structs.replace(report, about_party=party)


def _share(here: Here) -> None:
    """2,000 are in the same hundred rooms."""
    world, first = here.chat.world, here.chat.world.next_log()
    here.chat._show = lambda *_: None  # type: ignore[method-assign]
    for number in range(MANY):
        world.add_room(Room(first + number, f"#share{number}", here.chat.now, 1, here.chat.now))
    for user in list(world.users.values())[1000:3000]:
        for number in range(MANY):
            here.world.join(user, here.world.room(f"#share{number}"))
    del here.chat._show
    here.chat.take_batch().seal()


def closed_room(here: Here) -> None:
    """At the end: all have to leave the room of thousands."""
    order = "room close room00000 too loud"
    here.measure(f"console: {order}", lambda: Client(here, unix=True).order(order), len(order) + 2, tries=1)


PARTS: dict[str, Callable[[Here], None]] = {
    "big": room_of_thousands,
    "limits": limits,
    "many": many_rooms,
    "plain": plain,
    "calls": calls,
    "websocket": websocket,
    "console": console,
    "things": limits_of_things,
    "chores": chores,
    "closed": closed_room,
    "ban": ban_of_all,
}


async def main(parts: list[str]) -> list[Took]:
    folder = Path(tempfile.mkdtemp(prefix="hubbub-holds-"))
    settings = Settings(listen=Listen(host="127.0.0.1", port=0), data=Data(directory=str(folder)))
    settings = msgspec.structs.replace(
        settings, server=msgspec.structs.replace(settings.server, name="test", lobby="#lobby")
    )
    listener = Listener("any", "127.0.0.1", 0)
    server = Server(
        settings, open_log(folder, fold), [(listener, listen_on(listener))], 1000, lambda: settings, no_limits=True
    )
    server.engine.hasher = Plainly()
    meter = Meter()
    server.engine.begin()
    here = Here(server, meter, folder, asyncio.get_running_loop())
    here.world.fill()
    server.start()
    console_socket = ConsoleSocket(server.engine, folder)
    await console_socket.open()
    gc.collect()
    gc.freeze()
    gc.disable()
    for name in parts or list(PARTS):
        await asyncio.to_thread(PARTS[name], here)
    console_socket.close()
    return here.found


def shown(found: list[Took]) -> Iterator[str]:
    for took in sorted(found, key=lambda one: -one.held):
        yield (
            f"{took.held:8.1f} ms in one go {took.spent:9.1f} ms {took.spent / took.size * 1024:11.1f} ms/KB  "
            f"{took.what[:70]:70}  {took.by[:110] if took.held > 5 else ''}"
        )


if __name__ == "__main__":
    found = asyncio.run(main(sys.argv[1:]))
    print("\n".join(shown(found)), flush=True)
    os._exit(0)
