"""WHOIS: all that one may know about somebody (modern.ircdocs.horse, whois-message)."""

from __future__ import annotations

from hubbub.chat import rights
from hubbub.chat.chat import Chat
from hubbub.chat.refusals import NoName
from hubbub.chat.world.people.users import User
from hubbub.chat.world.session import Session
from hubbub.dialects.irc import lists
from hubbub.dialects.irc.lines import numeric, server_name, shortened
from hubbub.dialects.irc.packing import packed
from hubbub.dialects.irc.people.metadata_lines import show_in_whois
from hubbub.dialects.irc.server.addressed import asks_us
from hubbub.dialects.irc.state import state_of
from hubbub.dialects.irc.verb import Verb
from hubbub.irc import numerics as n
from hubbub.irc.caps import Cap
from hubbub.wire.message import Message

MULTI_PREFIX = Cap.MULTI_PREFIX.value
MOST_NAMES = 4  # people that one WHOIS may name (TARGMAX)
DESCRIPTION = "hubbub, a self-hosted chat"


def whois(chat: Chat, session: Session, message: Message) -> None:
    """ "Servers MAY ... silently drop targets if the number of targets exceeds the limit." """
    params = [param for param in message.params if param]
    if not params:
        raise NoName
    if len(params) > 1 and not asks_us(session, params[0]):
        return
    asked = params[1] if len(params) > 1 else params[0]
    for name in lists.named(asked)[:MOST_NAMES]:
        user = chat.world.user(name)
        if user is None:
            numeric(session, n.ERR_NOSUCHNICK, shortened(name), "There is nobody of that name here")
        else:
            show(chat, session, user)
    numeric(session, n.RPL_ENDOFWHOIS, shortened(asked, 400), "End of /WHOIS list")


def show(chat: Chat, session: Session, user: User) -> None:
    """All about one person; addresses and modes only to themselves and to operators."""
    name = user.name
    numeric(session, n.RPL_WHOISUSER, name, user.username, user.host, "*", user.realname)
    rooms = _rooms(session, user)
    if rooms:
        packed(session, n.RPL_WHOISCHANNELS, [name], rooms)
    numeric(session, n.RPL_WHOISSERVER, name, server_name(session), chat.policy.description or DESCRIPTION)
    if user.away:
        numeric(session, n.RPL_AWAY, name, user.away)
    if user.operator:
        numeric(session, n.RPL_WHOISOPERATOR, name, "is an operator of this server")
    if user.account:
        numeric(session, n.RPL_WHOISACCOUNT, name, user.account, "is logged in as")
    if user.is_bot:
        numeric(session, n.RPL_WHOISBOT, name, "is a bot")
    if user.sessions and all(one.secure for one in user.sessions):
        numeric(session, n.RPL_WHOISSECURE, name, "is using a secure connection")
    show_in_whois(session, user)
    if rights.may_see_address(user, session.user):
        _show_private(session, user)
    idle, since = str(idle_seconds(chat, user)), str(user.arrived // 1000)
    numeric(session, n.RPL_WHOISIDLE, name, idle, since, "seconds idle, signon time")


def idle_seconds(chat: Chat, user: User) -> int:
    """How long ago they last said something (or came), over any of their connections."""
    latest = max((session.last_active for session in user.sessions), default=user.here_at)
    return max(0, chat.now - latest) // 1000


def address_of(user: User) -> str:
    """Where they connect from, as a parameter: "IPv6 addresses such as ::1 are prefixed with a zero"."""
    address = user.sessions[-1].address if user.sessions else ""
    return f"0{address}" if address.startswith(":") else address or "*"


def _show_private(session: Session, user: User) -> None:
    address = address_of(user)
    numeric(session, n.RPL_WHOISACTUALLY, user.name, f"{user.username}@{user.host}", address, "is actually using host")
    numeric(session, n.RPL_WHOISHOST, user.name, f"is connecting from *@{address} {address}")
    for fingerprint in dict.fromkeys(one.fingerprint for one in user.sessions if one.fingerprint):
        numeric(session, n.RPL_WHOISCERTFP, user.name, f"has client certificate fingerprint {fingerprint}")
    numeric(session, n.RPL_WHOISMODES, user.name, f"is using modes +{user.modes}")


def _rooms(session: Session, user: User) -> list[str]:
    every = bool(state_of(session).caps & MULTI_PREFIX)
    shown = rights.rooms_shown(user, session.user)
    return [room.members[user].symbols(every=every) + room.name for room in shown]


VERBS: dict[str, Verb] = {"WHOIS": Verb(whois, "WHOIS [<server>] <name>{,<name>}", "See who somebody is.", cost=2)}
