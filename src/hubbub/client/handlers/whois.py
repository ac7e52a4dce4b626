"""The answer to who somebody is, collected into one record."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from hubbub.client.arrivals import Around
from hubbub.client.changes import PersonChanged, WhoisAnswered
from hubbub.client.events import Event
from hubbub.client.protocol.isupport import number
from hubbub.client.state.store import Whois
from hubbub.irc import casemap
from hubbub.irc import numerics as n
from hubbub.wire.message import Message as Line

from .handler import Handler

if TYPE_CHECKING:
    from hubbub.client.session import Client

_MOST_LINES = 100


def _row(take: Callable[[Whois, list[str]], None]) -> Handler:
    """A handler of one line of the answer; `take` gets its parameters behind the name."""

    def handle(client: Client, line: Line, around: Around) -> list[Event]:
        whois = client.state.whois
        if whois is None or "whois" not in client.collected:
            return []
        if casemap.lower(whois.name) == casemap.lower(line.params[1]):
            take(whois, line.params[2:])
        return []

    return handle


def _user(whois: Whois, rest: list[str]) -> None:
    whois.host = f"{rest[0]}@{rest[1]}" if len(rest) > 1 else ""
    whois.realname = rest[-1] if rest else ""


def _idle(whois: Whois, rest: list[str]) -> None:
    whois.idle = number(rest[0], 0) if rest else -1
    whois.since = number(rest[1], 0) * 1000 if len(rest) > 1 else 0


def _rooms(whois: Whois, rest: list[str]) -> None:
    whois.rooms = (*whois.rooms, *(rest[-1].split() if rest else ()))[:1000]


def _account(whois: Whois, rest: list[str]) -> None:
    whois.account = rest[0] if rest else ""


def _operator(whois: Whois, rest: list[str]) -> None:
    whois.operator = True


def _bot(whois: Whois, rest: list[str]) -> None:
    whois.bot = True


def _secure(whois: Whois, rest: list[str]) -> None:
    whois.secure = True


def _more(whois: Whois, rest: list[str]) -> None:
    whois.lines = (*whois.lines, " ".join(rest))[-_MOST_LINES:]


def _end(client: Client, line: Line, around: Around) -> list[Event]:
    whois = client.state.whois
    if client.collected.pop("whois", None) is None or whois is None:
        return []
    key = casemap.lower(whois.name)
    person = client.state.people.get(key)
    if person is not None and whois.host:
        person.realname, person.account, person.bot = whois.realname, whois.account, whois.bot or person.bot
    return [*([PersonChanged(key)] if person is not None else ()), WhoisAnswered(key)]


HANDLERS: dict[str, tuple[int, Handler]] = {
    n.RPL_WHOISUSER: (2, _row(_user)),
    n.RPL_WHOISIDLE: (2, _row(_idle)),
    n.RPL_WHOISCHANNELS: (2, _row(_rooms)),
    n.RPL_WHOISACCOUNT: (2, _row(_account)),
    n.RPL_WHOISOPERATOR: (2, _row(_operator)),
    n.RPL_WHOISBOT: (2, _row(_bot)),
    n.RPL_WHOISSECURE: (2, _row(_secure)),
    **dict.fromkeys(
        (n.RPL_WHOISSPECIAL, n.RPL_WHOISHOST, n.RPL_WHOISMODES, n.RPL_WHOISCERTFP, n.RPL_WHOISACTUALLY),
        (2, _row(_more)),
    ),
    n.RPL_ENDOFWHOIS: (1, _end),
}
