"""Registration (modern.ircdocs.horse, connection-messages; IRCv3 capability-negotiation; docs/ext/token.md)."""

from __future__ import annotations

import functools
from collections.abc import Awaitable
from textwrap import wrap
from typing import NamedTuple

from hubbub.chat.chat import Chat
from hubbub.chat.party import NO_PARTY, Party, guest
from hubbub.chat.refusals import (
    BadToken,
    BannedHere,
    DiskFull,
    NameOwned,
    NameTaken,
    NoName,
    NotAdmitted,
    Refusal,
    TooManyConnections,
    TooManyTries,
    WrongPassword,
)
from hubbub.chat.world.session import Profile, Session, in_one_set
from hubbub.commands.accounts import authentication, logins
from hubbub.commands.guard import access
from hubbub.commands.messages import held
from hubbub.commands.people import hosts
from hubbub.commands.sessions import entering
from hubbub.dialects.irc.accounts import owned_names
from hubbub.dialects.irc.accounts.authentication import (
    abort,
    logged_out_line,
    mechanisms,
    registration_value,
    tell_logged_in,
)
from hubbub.dialects.irc.accounts.nickserv import notice
from hubbub.dialects.irc.lines import cap_line, from_server, nick_of, numeric, server_name, shortened
from hubbub.dialects.irc.people.metadata_lines import METADATA
from hubbub.dialects.irc.refusals import tell
from hubbub.dialects.irc.rendering import INTERESTS
from hubbub.dialects.irc.rendering.caps import RENDERED
from hubbub.dialects.irc.server import sts
from hubbub.dialects.irc.server.isupport import show_isupport, vapid
from hubbub.dialects.irc.state import NONE_HELD, state_of
from hubbub.dialects.irc.verb import Verb, verb
from hubbub.dialects.refusals import OwnRefusal, sentence
from hubbub.irc import caps as capabilities
from hubbub.irc import numerics as n
from hubbub.irc.caps import Cap
from hubbub.wire.message import Message
from hubbub.wire.numbers import whole
from hubbub.wire.truncate import cut, cut_bytes

from . import welcome

COOKIE = "*"  # TOKEN: the one that the browser has kept
PUSH = Cap.WEBPUSH | Cap.SOJU_WEBPUSH
ACCOUNT_REGISTRATION = "draft/account-registration"
REMEMBERED = 256  # answers to what clients ask for: nearly all ask for one of very few things
CAP_LINE = 400  # bytes of names in one CAP line, so that it stays below 512


class TooLate(OwnRefusal):
    code = BadToken.code
    sentence = "A token is given before registration ends."


def cap(chat: Chat, session: Session, message: Message) -> Awaitable[None] | None:
    subcommand = message.params[0].upper()
    state = state_of(session)
    offer = _offer(chat, session)
    if state.offered is None or subcommand == "LS":
        state.offered = _changing(offer)
    if subcommand == "LS":
        written = message.params[1] if len(message.params) > 1 else ""
        version = whole(written) or 0
        state.cap_version = max(state.cap_version, version)
        state.negotiating = state.negotiating or session.user is None
        _enable(session, state.enabled | capabilities.implied(state.cap_version))
        _list_caps(session, "LS", _shown(offer, with_values=version >= capabilities.VALUES_SINCE), version)
    elif subcommand == "LIST":
        _list_caps(session, "LIST", tuple(capabilities.names(state.enabled)), state.cap_version)
    elif subcommand == "REQ":
        state.negotiating = state.negotiating or session.user is None
        _request_caps(chat, session, " ".join(message.params[1:]))  # the colon may be left out
    elif subcommand == "END":
        state.negotiating = False
        return _register(chat, session)
    else:
        numeric(session, n.ERR_INVALIDCAPCMD, shortened(message.params[0]), "Unknown subcommand of CAP")
    return None


def nick(chat: Chat, session: Session, message: Message) -> Awaitable[None] | None:
    if not message.params or not message.params[0]:
        raise NoName
    if session.user is not None:
        entering.choose_name(chat, session, message.params[0])
        return held.collect(chat, session) if session.user.fold in chat.world.held else None
    try:
        account = state_of(session).account
        mine = entering.present(chat, state_of(session).visit, account)
        number = account.number if account else 0
        state_of(session).nick = entering.check_name(chat, message.params[0], mine, number)
    except NameTaken as taken:
        if not state_of(session).negotiating and not isinstance(taken, NameOwned):
            raise
        state_of(session).nick = taken.about
    return _register(chat, session)


def user(chat: Chat, session: Session, message: Message) -> Awaitable[None] | None:
    if session.user is not None:
        numeric(session, n.ERR_ALREADYREGISTERED, "You have registered already")
        return None
    state = state_of(session)
    if state.username and (state.negotiating or not state.nick):  # else it is done again by the next who decides
        numeric(session, n.ERR_ALREADYREGISTERED, "USER was given already")
        return None
    if not message.params[3].strip():
        numeric(session, n.ERR_NEEDMOREPARAMS, "USER", f"Give a real name: {VERBS['USER'].usage}")
        return None
    state.username = message.params[0] or "guest"
    state.realname = cut(message.params[3], chat.policy.realname_bytes)
    return _register(chat, session)


def password(chat: Chat, session: Session, message: Message) -> None:
    if session.user is not None:
        numeric(session, n.ERR_ALREADYREGISTERED, "You have registered already")
    else:
        state_of(session).password = message.params[0]


def token(chat: Chat, session: Session, message: Message) -> None:
    if session.user is not None:
        raise TooLate
    given = session.cookie if message.params[0] == COOKIE else message.params[0]
    account = logins.owner(chat, session, given)
    if account is None:
        state_of(session).visit = entering.resumable(chat, given)
        return
    state_of(session).account, state_of(session).logouts = account, account.logouts
    tell_logged_in(session, account)


def ping(chat: Chat, session: Session, message: Message) -> None:
    if not message.params or not message.params[0]:
        numeric(session, n.ERR_NOORIGIN, "No origin given")
        return
    server = server_name(session)
    session.confirm(cut_bytes(f":{server} PONG {server} :{message.params[0]}".encode()))


def pong(chat: Chat, session: Session, message: Message) -> None:
    state, token = state_of(session), message.params[-1] if message.params else ""
    shown = state.held.get(token)
    if shown is not None:
        state.held = {other: waiting for other, waiting in state.held.items() if other != token} or NONE_HELD
        held.acknowledge(chat, shown)


def leave(chat: Chat, session: Session, message: Message) -> None:
    session.close("quit", cut(message.params[0]) if message.params else "")


def _list_caps(session: Session, subcommand: str, names: tuple[str, ...], version: int) -> None:
    """Several lines from version 302 on; below it what is no draft comes first, and LS is one line of what fits."""
    several = version >= capabilities.VALUES_SINCE
    lines = _lines(names, several=several)
    if not several and subcommand == "LS":
        lines = lines[:1]
    for number, line in enumerate(lines, 1):
        more = ["*"] if several and number < len(lines) else []
        from_server(session, "CAP", nick_of(session), subcommand, *more, line)


@functools.lru_cache(REMEMBERED)
def _lines(names: tuple[str, ...], *, several: bool) -> list[str]:
    """The names, as many in each line as fit."""
    lines: list[list[str]] = [[]]
    for name in names if several else sorted(names, key=lambda name: "/" in name):
        if sum(len(other) + 1 for other in lines[-1]) + len(name) > CAP_LINE:
            lines.append([])
        lines[-1].append(name)
    return list(map(" ".join, lines))


@functools.lru_cache(REMEMBERED)
def _acknowledged(text: str) -> list[str]:
    """What was asked for, as many names in each line as fit."""
    return wrap(text, CAP_LINE, break_long_words=False, break_on_hyphens=False) or [text]


class Offer(NamedTuple):
    """In what the capabilities that one connection may have differ from those of others: which it may not have, and
    the values of some. What follows from it is remembered, for nearly all connections have the same."""

    hidden: Cap
    mechanisms: tuple[str, ...]
    registration: str
    sts: str


def _offer(chat: Chat, session: Session) -> Offer:
    policy = chat.policy
    return Offer(
        _hidden(chat, session), mechanisms(session), registration_value(policy), sts.value(policy.sts, session)
    )


@functools.lru_cache(REMEMBERED)
def _shown(offer: Offer, *, with_values: bool) -> tuple[str, ...]:
    """What CAP LS shows. "Clients MUST NOT request" sts: it is no capability of the table, and means nothing without
    its value."""
    if not with_values:
        return tuple(capabilities.listing(0, offer.hidden))
    values = {
        **capabilities.VALUES,
        Cap.SASL: ",".join(offer.mechanisms),
        Cap.ACCOUNT_REGISTRATION: offer.registration,
    }
    names = capabilities.listing(capabilities.VALUES_SINCE, offer.hidden, values)
    return tuple(sorted([*names, f"sts={offer.sts}"]) if offer.sts else names)


@functools.lru_cache(REMEMBERED)
def _changing(offer: Offer) -> frozenset[str]:
    """What of `CAP LS 302` follows the settings and lockdowns."""
    found = [f"{ACCOUNT_REGISTRATION}={offer.registration}"]
    if Cap.ACCOUNT_REGISTRATION in offer.hidden:
        found.clear()
    found += capabilities.names(PUSH & ~offer.hidden)
    return frozenset([*found, f"sts={offer.sts}"] if offer.sts else found)


def tell_offers(session: Session) -> None:
    """ "The NEW subcommand MUST ONLY be sent to clients that have negotiated CAP version 302 or enabled the cap-notify
    capability": of values that have changed, too. What is gone is disabled at once, but for sts, which never goes."""
    chat, state = session.chat, state_of(session)
    if state.offered is None:
        return
    before, state.offered = state.offered, _changing(_offer(chat, session))
    with_values = state.cap_version >= capabilities.VALUES_SINCE
    new = sorted(state.offered - before)
    if not with_values:
        new = [one.partition("=")[0] for one in new if not one.startswith("sts=")]
    if new:
        session.answer(cap_line(session, "NEW", " ".join(new)))
    gone = sorted(_named(before) - _named(state.offered) - {"sts"})
    if gone:
        lost = sum(capabilities.NAMES[name].value for name in gone)
        _enable(session, state.enabled & ~lost)
        session.answer(cap_line(session, "DEL", " ".join(gone)))


def _named(offers: frozenset[str]) -> set[str]:
    return {one.partition("=")[0] for one in offers}


def _hidden(chat: Chat, session: Session) -> Cap:
    """Where passwords are not taken, "servers MUST NOT advertise the sasl capability" and "MUST NAK" it (sasl-3.2)."""
    return _of_accounts(chat, session) | (PUSH if chat.services.push is None else Cap.NONE)


def _of_accounts(chat: Chat, session: Session) -> Cap:
    if not authentication.are_offered(chat, session):
        return Cap.SASL | Cap.ACCOUNT_REGISTRATION
    return Cap.NONE if access.may_register(chat) else Cap.ACCOUNT_REGISTRATION


def _request_caps(chat: Chat, session: Session, text: str) -> None:
    state = state_of(session)
    enabled = capabilities.parse_request(text, state.enabled, state.cap_version, _hidden(chat, session))
    if enabled is None:
        from_server(session, "CAP", nick_of(session), "NAK", cut(text, CAP_LINE))
        return
    for part in _acknowledged(text):
        from_server(session, "CAP", nick_of(session), "ACK", part)
    told = vapid(chat, session)
    _enable(session, enabled)
    if session.user is not None and not told and vapid(chat, session):
        show_isupport(chat, session)
    profile = session.profile
    chat.world.local.change_profile(session, Profile.of(profile.dialect, state.caps & RENDERED, profile.frame))


def _enable(session: Session, enabled: int) -> None:
    state = state_of(session)
    state.enabled, state.caps = enabled, capabilities.effective(enabled)
    if not state.caps & METADATA:
        session.subscribed = ()
    session.interests = in_one_set(interest for cap, interest in INTERESTS.items() if state.caps & cap)


def _register(chat: Chat, session: Session) -> Awaitable[None] | None:
    """Become somebody, when everything needed for it is there."""
    state = state_of(session)
    if session.user is not None or state.negotiating or not state.nick or not state.username:
        return None
    if state.sasl is not None:
        abort(session)
    if (login := owned_names.given(chat, session)) is not None:
        return _log_in_first(chat, session, *login)
    if state.account is not None and not authentication.is_logged_in(chat, state.account, state.logouts):
        state.account = None
        session.answer(logged_out_line(session, f"{state.nick}!{state.username}@{hosts.host_of(chat, session)}"))
    wanted = name = state.nick
    owner = owned_names.owner_of(chat, session)
    try:
        access.check_password(chat, session, state.password, _party(session))
        if owner is not None:
            name = entering.guest_name(chat)
        dead = entering.enter(
            chat, session, name, state.username, state.realname, state.visit, state.account, state.away
        )
    except (WrongPassword, TooManyTries, BannedHere) as refusal:
        tell(session, "PASS", refusal)
        session.close("closed", sentence(refusal))
        return None
    except (NotAdmitted, TooManyConnections) as refusal:
        from_server(session, "FAIL", "*", refusal.code, sentence(refusal))
        session.close("closed", sentence(refusal))
        return None
    except DiskFull:
        return _register_later(chat, session)
    except Refusal as refusal:
        state.nick = ""
        tell(session, "NICK", refusal)
        return None
    state.nick = name
    state.password = session.cookie = ""  # nobody needs them any more
    for old in dead:
        old.close("closed", "This visit goes on over another connection")
    done = welcome.welcome(chat, session)
    if owner is not None:
        notice(session, f"You are {state.nick} here, not {wanted}. {owned_names.way_in(session, owner)}")
    return done


async def _register_later(chat: Chat, session: Session) -> None:
    """When there is space to keep that they are here. What they say meanwhile comes behind that."""
    await chat.space(session)
    if (done := _register(chat, session)) is not None:
        await done


async def _log_in_first(chat: Chat, session: Session, name: str, password: str) -> None:
    await owned_names.log_in(chat, session, name, password)
    done = _register(chat, session)
    if done is not None:
        await done


def _party(session: Session) -> Party:
    """Who they will be, when that is known before they have a name."""
    state = state_of(session)
    if state.account is not None:
        return state.account.party
    return guest(state.visit.number) if state.visit is not None else NO_PARTY


VERBS: dict[str, Verb] = {
    "CAP": Verb(cap, "CAP LS|LIST|REQ|END", "Negotiate capabilities.", params=1, early=True),
    "NICK": verb(nick, "nick", early=True),
    "USER": Verb(user, "USER <username> 0 * :<real name>", "End registration, with NICK.", params=4, early=True),
    "PASS": Verb(
        password, "PASS <password>", "Give the server's password, or log in (account:password).", params=1, early=True
    ),
    "TOKEN": Verb(token, "TOKEN <token>", "Take a visit up again.", params=1, early=True),
    "PING": Verb(ping, "PING <token>", "Ask for a sign of life.", early=True, once=True),
    "PONG": Verb(pong, "PONG <token>", "Give a sign of life.", early=True, cost=0),
    "QUIT": verb(leave, "quit", early=True, cost=0),
}
