"""Logging in and out, the token of the visit, and who else logs in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hubbub.client.arrivals import Around, name_of
from hubbub.client.changes import MeChanged, PersonChanged
from hubbub.client.events import Event
from hubbub.client.notes import notice
from hubbub.client.protocol.registration import Step
from hubbub.irc import casemap
from hubbub.irc import numerics as n
from hubbub.wire.message import Message as Line

from .handler import Handler, note_of

if TYPE_CHECKING:
    from hubbub.client.session import Client


def _authenticate(client: Client, line: Line, around: Around) -> list[Event]:
    client.registration.asked_who()
    return []


def _logged_in(client: Client, line: Line, around: Around) -> list[Event]:
    client.registration.login_over(logged_in=True)
    return []


def _logged_in_as(client: Client, line: Line, around: Around) -> list[Event]:
    """What was typed is right: it brings us back after a lost connection."""
    trying = client.trying
    here = client.registration.step is Step.DONE
    if here and trying is not None and casemap.lower(trying.account) == casemap.lower(line.params[2]):
        client.login, client.trying = trying, None
    return _account(client, line.params[2])


def _logged_out(client: Client, line: Line, around: Around) -> list[Event]:
    client.login = None
    return _account(client, "")


def _not_logged_in(client: Client, line: Line, around: Around) -> list[Event]:
    client.registration.login_over(logged_in=False)
    client.login = None
    return notice(client, note_of(line, around.now, error=True))


def _account(client: Client, account: str) -> list[Event]:
    """Ourselves, as the server knows us now."""
    if client.state.me.account == account:
        return []
    client.state.me.account = account
    return [MeChanged(("account",))]


def _token(client: Client, line: Line, around: Around) -> list[Event]:
    client.token = line.params[0]
    return []


def _somebody(client: Client, line: Line, around: Around) -> list[Event]:
    """ACCOUNT (https://ircv3.net/specs/extensions/account-notify)"""
    account = "" if line.params[0] == "*" else line.params[0]
    name = name_of(line)
    events = _account(client, account) if client.state.is_me(name) else []
    person = client.state.person(name)
    if person is None or person.account == account or around.late:
        return events
    person.account = account
    return [*events, PersonChanged(casemap.lower(name))]


HANDLERS: dict[str, tuple[int, Handler]] = {
    "AUTHENTICATE": (1, _authenticate),
    "TOKEN": (1, _token),
    "ACCOUNT": (1, _somebody),
    n.RPL_LOGGEDIN: (3, _logged_in_as),
    n.RPL_LOGGEDOUT: (0, _logged_out),
    n.RPL_SASLSUCCESS: (0, _logged_in),
    n.ERR_SASLFAIL: (1, _not_logged_in),
}
