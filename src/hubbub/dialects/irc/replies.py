"""What commands found out, as lines for who asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from hubbub.chat.notices import Appeared, MetadataNotice
from hubbub.chat.world.session import Session
from hubbub.commands.accounts.devices import PartedWays
from hubbub.commands.guard.access import OffersChanged
from hubbub.commands.messages.held import Held, HeldMessages, HeldRefused
from hubbub.commands.people.hosts import HostShown
from hubbub.commands.rooms.joining import Entered
from hubbub.commands.rooms.renaming import Moved
from hubbub.commands.sessions.merging import Merged
from hubbub.irc import numerics as n
from hubbub.irc.caps import Cap
from hubbub.typed.sentences import held_refused

from .accounts.authentication import logged_out_line
from .batches import in_batch
from .lines import from_server, nick_of, numeric, standard_reply
from .people.away import show_modes
from .people.metadata_lines import show_appeared, show_notice
from .people.registration import tell_offers
from .rendering.caps import ACCOUNT_NOTIFY, CHGHOST, SERVER_TIME
from .rooms.joining import show_room, show_rooms
from .rooms.renaming import show_moved
from .state import state_of

PLAYBACK = Cap.PLAYBACK.value


def reply(session: Session, found: msgspec.Struct) -> None:
    """Tell the asker."""
    REPLIES[found.__class__](session, found)


def held(session: Session, found: Held) -> None:
    whom = "them" if found.registered else "whoever next takes that name"
    text = f"{found.name} is offline. Your message is kept for {whom}."
    standard_reply(session, "NOTE", "PRIVMSG", "HELD", found.name, text=text)


def refused(session: Session, found: HeldRefused) -> None:
    standard_reply(session, "NOTE", "PRIVMSG", "HELD_REFUSED", str(found.count), text=held_refused(found.count))


def entered(session: Session, found: Entered) -> None:
    show_room(session, found.room)


def appeared(session: Session, found: Appeared) -> None:
    show_appeared(session, found)


def host_shown(session: Session, found: HostShown) -> None:
    numeric(session, n.RPL_HOSTHIDDEN, found.host, "is your displayed host now")


def offers_changed(session: Session, found: OffersChanged) -> None:
    tell_offers(session)


def held_messages(session: Session, found: HeldMessages) -> None:
    """Messages of before, with their times; the PONG to the PING behind them says that they arrived."""
    if state_of(session).caps & PLAYBACK:
        state_of(session).handed |= {message.id for message in found.messages}
    count = len(found.messages)
    lines = [line for message in found.messages for line in session.profile.lines((message,))]
    if not session.profile.caps & SERVER_TIME:
        came = "1 message came" if count == 1 else f"{count} messages came"
        from_server(session, "NOTICE", nick_of(session), f"{came} while you were away:")
    in_batch(session, "hubbub.chat/held", [], lines)
    token = f"held-{state_of(session).next_batch()}"
    state_of(session).held = {**state_of(session).held, token: found}
    session.answer(f"PING :{token}".encode())


def parted(session: Session, found: PartedWays) -> None:
    """The client is told as if it had taken another name and had left its rooms."""
    user = session.me
    session.answer(f":{found.before} NICK :{user.name}".encode())
    _show_host(session, found.before)
    session.answer(logged_out_line(session, found.before))
    for room in found.rooms:
        session.answer(f":{user.source} PART {room} :Logged out".encode())


def _show_host(session: Session, before: str) -> None:
    """Who is somebody else now has their user name and host, too: CHGHOST for who knows it, and 396."""
    user = session.me
    address = before.partition("!")[2]
    if address == f"{user.username}@{user.host}":
        return
    if state_of(session).caps & CHGHOST:
        session.answer(f":{user.name}!{address} CHGHOST {user.username} {user.host}".encode())
    if address.partition("@")[2] != user.host:
        numeric(session, n.RPL_HOSTHIDDEN, user.host, "is your displayed host now")


def merged(session: Session, found: Merged) -> None:
    """To the client it looks as if it took the name of somebody who has just gone, and was made to join their rooms."""
    user = session.me
    if found.met:
        session.answer(f":{user.source} QUIT :Logged in here".encode())
    for room in found.rooms:
        if room not in user.rooms:
            session.answer(f":{found.before} PART {room.name}".encode())
    session.answer(f":{found.before} NICK :{user.name}".encode())
    _show_host(session, found.before)
    if state_of(session).caps & ACCOUNT_NOTIFY:
        session.answer(f":{user.source} ACCOUNT {user.account}".encode())
    show_modes(session)
    show_rooms(session, known=found.rooms)


REPLIES: dict[type[msgspec.Struct], Callable[[Session, Any], None]] = {
    Held: held,
    HeldMessages: held_messages,
    HeldRefused: refused,
    Entered: entered,
    Moved: show_moved,
    MetadataNotice: show_notice,
    Appeared: appeared,
    HostShown: host_shown,
    OffersChanged: offers_changed,
    PartedWays: parted,
    Merged: merged,
}
