"""Who is here and who is away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hubbub.client.arrivals import Around, name_of
from hubbub.client.changes import MeChanged, PersonChanged
from hubbub.client.events import Event
from hubbub.client.people import known
from hubbub.irc import casemap
from hubbub.irc import numerics as n
from hubbub.wire.message import Message as Line

from . import lists
from .handler import Handler, tell

if TYPE_CHECKING:
    from hubbub.client.session import Client

SOMEHOW_AWAY = ""  # the words of who is away without our knowing them


def _away(client: Client, line: Line, around: Around) -> list[Event]:
    """AWAY (https://ircv3.net/specs/extensions/away-notify)"""
    name, text = name_of(line), line.params[0] if line.params else None
    person = client.state.person(name)
    events: list[Event] = []
    if client.state.is_me(name):
        client.state.me.away = text
        events.append(MeChanged(("away",)))
    if person is None or around.late:
        return events
    person.away = text
    return [*events, PersonChanged(casemap.lower(name))]


def _is_away(client: Client, line: Line, around: Around) -> list[Event]:
    person = client.state.person(line.params[1])
    if person is not None:
        person.away = line.params[2]
    question = client.questions.find(around.label)
    if question is not None and question.kind == "whois":
        if client.state.whois is not None:
            client.state.whois.away = line.params[2]
        return []
    changed: list[Event] = [PersonChanged(casemap.lower(line.params[1]))] if person else []
    return [*changed, *tell(client, line, around)]


def _own(client: Client, line: Line, around: Around) -> list[Event]:
    """We are away now, or back; with away-notify the words came before."""
    if line.command == n.RPL_UNAWAY:
        client.state.me.away = None
    elif client.state.me.away is None:
        client.state.me.away = SOMEHOW_AWAY
    return [MeChanged(("away",)), *tell(client, line, around)]


def _who_row(client: Client, line: Line, around: Around) -> list[Event]:
    if "who" in client.collected:
        lists.row(client, "who", line)
        return []
    _, _, _, host, _, name, flags, realname = line.params[:8] if len(line.params) > 7 else (*line.params[:7], "")
    return _described(client, name, flags, None, realname.partition(" ")[2], host)


def _who_special(client: Client, line: Line, around: Around) -> list[Event]:
    """RPL_WHOSPCRPL for `%tnfar`: token, name, flags, account, real name."""
    _, token, name, flags, account, realname = line.params[:6]
    if token != "1":
        return []
    return _described(client, name, flags, "" if account == "0" else account, realname, "")


def _described(client: Client, name: str, flags: str, account: str | None, realname: str, host: str) -> list[Event]:
    person = client.state.person(name)
    if person is None:
        return []
    person.online = True
    person.away = (person.away or SOMEHOW_AWAY) if flags.startswith("G") else None
    person.bot = person.bot or client.link.supports.get("BOT", "\0") in flags
    person.realname, person.host = realname or person.realname, host or person.host
    if account is not None:
        person.account = account
    return [PersonChanged(casemap.lower(name))]


def _who_end(client: Client, line: Line, around: Around) -> list[Event]:
    rows = client.collected.pop("who", None) if line.params[1:2] == ["*"] else None
    return [] if rows is None else lists.people(client, rows)


def _monitored(client: Client, line: Line, around: Around) -> list[Event]:
    """MONITOR: who of those we watch is here, or is not."""
    events: list[Event] = []
    for target in line.params[1].split(","):
        name = target.partition("!")[0]
        if casemap.lower(name) not in client.watched:
            continue
        key = casemap.lower(name)
        person = known(client, name)
        person.online = line.command == n.RPL_MONONLINE
        person.away = person.away if person.online else None
        events.append(PersonChanged(key))
    return events


HANDLERS: dict[str, tuple[int, Handler]] = {
    "AWAY": (0, _away),
    n.RPL_AWAY: (3, _is_away),
    n.RPL_UNAWAY: (1, _own),
    n.RPL_NOWAWAY: (1, _own),
    n.RPL_WHOREPLY: (7, _who_row),
    n.RPL_WHOSPCRPL: (6, _who_special),
    n.RPL_ENDOFWHO: (1, _who_end),
    n.RPL_MONONLINE: (2, _monitored),
    n.RPL_MONOFFLINE: (2, _monitored),
}
