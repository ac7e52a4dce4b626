"""How a connection begins and lives: capabilities, the welcome, pings, the server's last words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hubbub.client import entering
from hubbub.client.arrivals import Around
from hubbub.client.catchup import PRIVATE
from hubbub.client.changes import ServerChanged
from hubbub.client.events import Alive, Banned, Event, PasswordRefused, Welcomed
from hubbub.client.notes import notice, refuse
from hubbub.client.protocol import link, sts
from hubbub.client.protocol.registration import Step
from hubbub.client.state.items import Note
from hubbub.irc import numerics as n
from hubbub.wire.message import Message as Line

from . import refusals
from .handler import Handler, note_of

if TYPE_CHECKING:
    from hubbub.client.session import Client

ACCOUNT_REGISTRATION = "draft/account-registration"  # whose value says what it takes; it is not asked for


def _cap(client: Client, line: Line, around: Around) -> list[Event]:
    before = set(client.link.caps)
    client.registration.cap(line)
    told = sts.read(line.params[-1].split(" ")) if line.params[1].upper() in ("LS", "NEW") else None
    complaint, client.registration.complaint = client.registration.complaint, ""
    events: list[Event] = [told] if told else []
    if client.link.caps != before:
        client.state.server.capabilities = frozenset(client.link.caps)
        client.state.server.needs_email = "email-required" in client.link.offers.get(ACCOUNT_REGISTRATION, "").split(
            ","
        )
        events.append(ServerChanged())
    return events + (refuse(client, complaint, around.now) if complaint else [])


def _ping(client: Client, line: Line, around: Around) -> list[Event]:
    """Held messages are followed by a PING: its PONG says that they were shown, so it waits with them."""
    if not (line.params[0].startswith("held") and client.catchup.hold(PRIVATE, line.params[0])):
        client.link.send("PONG", line.params[0])
    return []


def _pong(client: Client, line: Line, around: Around) -> list[Event]:
    match line.params[-1]:
        case link.READY:
            return entering.now_ready(client, around.now)
        case link.SETTLED:
            return client.settled()
        case link.ALIVE:
            return [Alive()]
    return []


def _welcome(client: Client, line: Line, around: Around) -> list[Event]:
    if client.registration.step in (Step.WELCOME, Step.DONE):
        return []
    events = entering.welcomed(client, line)
    return [*events, Welcomed(client.name, client.been_here)]


def _isupport(client: Client, line: Line, around: Around) -> list[Event]:
    client.link.learn(line.params[1:-1])
    server, supports = client.state.server, client.link.supports
    server.supports = dict(supports)
    server.network, server.icon = supports.get("NETWORK", ""), supports.get("draft/ICON", "")
    return [ServerChanged()]


def _motd(client: Client, line: Line, around: Around) -> list[Event]:
    if client.been_here:
        return []
    text = line.params[-1].removeprefix("- ")
    return notice(client, Note("", around.now, line.command, (text,), text))


def _welcome_complete(client: Client, line: Line, around: Around) -> list[Event]:
    return entering.welcome_complete(client)


def _error(client: Client, line: Line, around: Around) -> list[Event]:
    """The server's last words; to who was in they are said where they are, and stay when they are back."""
    client.last_error = line.params[-1]
    if not client.ready or client.quitting or client.killed:
        return []
    return refuse(client, "closed", around.now, client.last_error.rstrip("."))


def _killed(client: Client, line: Line, around: Around) -> list[Event]:
    """An operator ends somebody's connections; that they were ours is said where we are, and stays when we are back."""
    name, *why = line.params
    if not client.state.is_me(name):
        return []
    client.killed = True
    by = (line.source or "").partition("!")[0]
    words = why[0] if why else ""
    return refuse(client, "killed" if words else "killed_silently", around.now, by, words)


def _banned(client: Client, line: Line, around: Around) -> list[Event]:
    """Not let in. Who is in has only been refused another name or account."""
    if client.registration.step in (Step.WELCOME, Step.DONE):
        return refusals.refused(client, line, around)
    return [Banned(line.params[-1])]


def _password_refused(client: Client, line: Line, around: Around) -> list[Event]:
    return [PasswordRefused(line.params[-1])]


def _told(client: Client, line: Line, around: Around) -> list[Event]:
    return notice(client, note_of(line, around.now))


HANDLERS: dict[str, tuple[int, Handler]] = {
    "CAP": (3, _cap),
    "PING": (1, _ping),
    "PONG": (1, _pong),
    "ERROR": (1, _error),
    "KILL": (1, _killed),
    "WARN": (2, _told),
    "NOTE": (2, _told),
    n.RPL_WELCOME: (1, _welcome),
    n.RPL_ISUPPORT: (2, _isupport),
    n.RPL_MOTD: (2, _motd),
    n.RPL_ENDOFMOTD: (0, _welcome_complete),
    n.ERR_NOMOTD: (0, _welcome_complete),
    n.ERR_YOUREBANNEDCREEP: (1, _banned),
    n.ERR_PASSWDMISMATCH: (1, _password_refused),
}
