"""The kinds of clients that hold conversations, the ways they connect, and what of that cannot be run here."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from tests.clients.client import PLAIN, Client, IrcClient, Way
from tests.clients.ii import Ii
from tests.clients.irssi import Irssi
from tests.clients.library import NODE_MODULES, Library
from tests.clients.plain import Person
from tests.clients.websocket import WebSocket
from tests.clients.weechat import WeeChat

PASSWORD = "ein langes Paßwort"
WAYS = {"plain": PLAIN, "TLS": Way(tls=True, password=""), "SASL over TLS": Way(tls=True, password=PASSWORD)}

Made = Callable[[str, Path, int, Way], Client]
"""Makes a client: name, a folder of its own, port, way."""


def library(name: str) -> Callable[[str, Path, int, Way], IrcClient]:
    return lambda who, home, port, way: Library(name, who, home, port, way)


IRC_CLIENTS: dict[str, Callable[[str, Path, int, Way], IrcClient]] = {
    "weechat": WeeChat,
    "irssi": Irssi,
    "ii": Ii,
    "irc-framework": library("irc-framework"),
    "pydle": library("pydle"),
    "irc": library("irc"),
}
ALL: dict[str, Made] = {
    "nc": lambda name, home, port, _: Person(name, home, port),
    "ncat over TLS": lambda name, home, port, _: Person(name, home, port, "ncat"),
    "openssl": lambda name, home, port, _: Person(name, home, port, "openssl"),
    "websocket": lambda name, home, port, _: WebSocket(name, home, port, "text.ircv3.net"),
    "websocket, binary": lambda name, home, port, _: WebSocket(name, home, port, "binary.ircv3.net"),
    **IRC_CLIENTS,
}
PROGRAMS = {
    "nc": "nc",
    "ncat over TLS": "ncat",
    "openssl": "openssl",
    "weechat": "weechat-headless",
    "irssi": "irssi",
    "ii": "ii",
    "irc-framework": "node",
}
CANNOT = {("ii", "TLS"): "ii knows no TLS", ("ii", "SASL over TLS"): "ii knows neither TLS nor SASL"}


def missing(kind: str) -> str:
    """What this kind of client needs and is not here; empty when all is."""
    program = PROGRAMS.get(kind)
    if program is not None and shutil.which(program) is None:
        return f"{program} is not installed"
    if kind == "irc-framework" and not (NODE_MODULES / kind).is_dir():
        return "irc-framework is not installed (npm could not)"
    if kind in ("pydle", "irc") and find_spec(kind) is None:
        return f"the Python package {kind} is not installed"
    return ""


KINDS = {kind: make for kind, make in ALL.items() if not missing(kind)}
MEETINGS = [(kind, way) for kind in IRC_CLIENTS if kind in KINDS for way in WAYS if (kind, way) not in CANNOT]


def not_run() -> list[str]:
    """What of the conversations is not run, and why."""
    lost = [f"no conversations with {kind}: {missing(kind)}" for kind in ALL if kind not in KINDS]
    return lost + [f"{kind}, {way}: {why}" for (kind, way), why in CANNOT.items() if kind in KINDS]
