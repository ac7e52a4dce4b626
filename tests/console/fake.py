"""A server as a console has it, without one: what was asked of it, and what it is made to say."""

from __future__ import annotations

from msgspec.structs import replace
from tests.support.hostile import NAMES

from hubbub.console.desk import Desk
from hubbub.console.records import (
    Answer,
    Ban,
    Bans,
    Facts,
    Line,
    ListenAddress,
    Order,
    People,
    Person,
    Rates,
    Report,
    Reports,
    Room,
    Rooms,
)
from hubbub.console.state import ServerStatus

NOW = 1_700_000_000_000
HOSTILE = "[/]\u202e\x1b[31m[bold]x"
LINK = "http://192.168.1.20:7777/invite#7Q4W-K2MX-9R3D-ABCD"
FACTS = Facts(
    server="garden",
    version="1",
    started_at=NOW - 11_520_000,
    places=(ListenAddress("any", "", 7777),),
    hosts=("192.168.1.20",),
    fingerprint=":".join(["4F"] * 32),
    anew=True,
)
PEOPLE = (
    Person(key="a1", name="alice", account="alice", role="operator", rooms=("#lobby", "#tea"), address="192.0.2.1",
           client="hubbub · TLS", since=NOW - 7_200_000, active=NOW),
    Person(key="v2", name="bob", rooms=("#lobby",), address="192.0.2.7", client="plain text", since=NOW - 60_000,
           active=NOW - 660_000),
    Person(key="v3", name="zoë", rooms=(HOSTILE,), address="2001:db8::1", client="browser", since=NOW, active=NOW),
)  # fmt: skip
ROOMS = (Room(key=1, name="#lobby", members=3, messages=1412), Room(key=2, name="#tea", topic=HOSTILE, modes="is"))
REPORTS = (
    Report(number=1, at=NOW, name="zoë", about="bob", why=HOSTILE, quote="buy this", room="#lobby"),
    Report(number=2, at=NOW, name="zoë", about="dave", why="done", state="closed"),
)
BANS = (
    Ban(key="0 192.0.2.0/24", target="192.0.2.0/24", by="console", at=NOW, until=NOW + 1, why="spam"),
    Ban("2 a!*@*", "a!*@*", "alice", NOW, room="#tea"),
)
RATES = Rates(
    at=NOW, online=3, most=5, messages=1412, connections={"IRC": 2, "browser": 1}, p50=0.4, p99=1.2, kept=212_000_000
)
EVERYTHING = (
    FACTS, Reports(all=REPORTS), Bans(now=BANS), People(now=PEOPLE), Rooms(now=ROOMS), RATES,
    Line(at=NOW, level="info", event="came", text=f"alice came from 192.0.2.1 {HOSTILE}"),
    Line(at=NOW, level="error", event="disk_full", text="the disk is full: messages wait"),
)  # fmt: skip
ODD = (  # people, rooms and the server itself have the worst of names
    replace(FACTS, server="".join(NAMES), anew=False),
    People(now=tuple(replace(PEOPLE[1], key=f"o{n}", name=name, account=name, rooms=(f"#{name}",), away=name)
                     for n, name in enumerate(NAMES))),
    Rooms(now=tuple(Room(key=9 + n, name=f"#{name}", topic=name, modes=name[:2]) for n, name in enumerate(NAMES))),
    Reports(all=(*REPORTS, *(replace(REPORTS[0], number=9 + n, name=name, about=name, why=name, quote=name, room=name)
                             for n, name in enumerate(NAMES)))),
    Bans(now=tuple(Ban(f"9 {n}", name, name, NOW, room=f"#{name}", why=name) for n, name in enumerate(NAMES))),
    *(Line(at=NOW, level="info", event="came", text=name) for name in NAMES),
)  # fmt: skip
HELP = ("/who [here]                 see who is online", "/uban add|del|info|list     ban from the whole server")


class FakeServer:
    """Implements `hubbub.console.desk.Server`. `answers`: what is answered to which command."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.did: list[str] = []
        self.desk: Desk | None = None
        self.answers: dict[str, tuple[str, ...]] = {"help": HELP}

    def start(self, host: str, port: int) -> None:
        self.did.append(f"start {host}:{port}")

    def attach(self) -> None:
        self.did.append("attach")

    def order(self, order: Order) -> bool:
        if self.desk is None or self.desk.state.phase not in ("running", "stopping"):
            return False
        self.asked.append(order.command)
        lines = self.answers.get(order.command, ())
        self.desk.told([Answer(number=order.number, done=lines[:1] != ("! no",), lines=lines)])
        return True

    def stop(self, number: int) -> None:
        self.did.append("stop")

    def leave(self) -> None:
        self.did.append("leave")


def desk() -> tuple[Desk, FakeServer]:
    """A console whose server does not run yet."""
    server = FakeServer()
    server.desk = Desk(server, lambda: NOW, "/data")
    return server.desk, server


def running() -> tuple[Desk, FakeServer]:
    """One whose server runs, and has said all there is."""
    made, server = desk()
    made.told([ServerStatus("running"), *EVERYTHING])
    return made, server
