"""A guest who logs in to an account that is in the chat already: their connection is one more of its owner's."""

from __future__ import annotations

from contextlib import suppress

import msgspec

from hubbub.chat import rights
from hubbub.chat.chat import Chat
from hubbub.chat.refusals import BannedHere, Refusal, TooManyConnections
from hubbub.chat.world.accounts import Account
from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.session import Session
from hubbub.commands.guard import banned
from hubbub.commands.people import privacy, profile
from hubbub.commands.rooms import joining, roles

from . import entering, staying


class Merged(msgspec.Struct, frozen=True):
    """Reply: this connection is the user's who has it now, and hears their rooms.

    `before`: who it was (nick!user@host); `rooms`: those in which it was; `met`: in one of them the user was, too.
    """

    before: str
    rooms: tuple[Room, ...]
    met: bool


async def merge(chat: Chat, session: Session, user: User, account: Account) -> None:
    """The connection is `user`'s from now on, who comes into the rooms that it was in, too, but not where it was mute
    or banned: a login is no other name to speak by. Where very many hear of it, others have their turn in between;
    until the end the connection is the guest's, and hears and is ended as such. Raises DiskFull."""
    chat.check_space()
    guest, local, logouts = session.me, chat.world.local, account.logouts
    before, was_in, met = guest.source, tuple(guest.rooms), _meet(guest, user)
    hearing = sum(len(group) for room in {**guest.rooms, **user.rooms} for group in room.listeners.values())
    in_parts = chat.is_much(hearing)
    if not in_parts:
        local.detach(session)
    if not user.sessions:
        staying.come_back(chat, user, user.name, None)
        profile.follow_realname(chat, user, guest.realname)
    for room in was_in:  # before the guest leaves them, since some rooms end with their last member
        if in_parts and chat.told_much:
            await chat.give_way()
        if room in guest.rooms and chat.world.parties.get(account.party) is user:
            _take_along(chat, guest, user, room)
    if in_parts:
        if chat.told_much:
            await chat.give_way()
        if not _goes_on(chat, session, guest, user, account, logouts):
            return
        before, was_in, met = guest.source, tuple(guest.rooms), _meet(guest, user)
        local.detach(session)
    if not guest.sessions:
        text = f"Logged in as {account.name}"
        staying.end(chat, guest, "left", rights.heard(chat.world, guest, guest.rooms, text) or "Logged in")
    if not guest.number:
        privacy.bring(chat, user, guest.privacy)
    local.attach(session, user)
    session.reply(Merged(before, was_in, met))


def _meet(guest: User, user: User) -> bool:
    return any(room in user.rooms for room in guest.rooms)


def _take_along(chat: Chat, guest: User, user: User, room: Room) -> None:
    """The user comes into a room of the guest's, and is there what the guest was."""
    with suppress(Refusal):
        has_place = room not in user.rooms and len(user.rooms) < chat.policy.rooms_per_user
        if has_place and rights.ban_of(room, guest) is None:
            rights.check_join(room, user, room.flags.get("k", ""))
            joining.enter(chat, user, room)
    if room in user.rooms:
        roles.hand_over(chat, guest, user, room)


def _goes_on(chat: Chat, session: Session, guest: User, user: User, account: Account, logouts: int) -> bool:
    """Whether the connection may be the user's after what others did meanwhile; if not, it ends."""
    is_theirs = chat.world.parties.get(account.party) is user
    if session.user is guest:
        why = _ended_meanwhile(chat, session, user) if is_theirs and account.logouts == logouts else "Logged out"
        if why is None:
            return True
        session.close("closed", why)
    if is_theirs and not user.sessions:
        staying.end(chat, user, "lost")
    return False


def _ended_meanwhile(chat: Chat, session: Session, user: User) -> Refusal | None:
    """Why the connection is to end: of a ban that came meanwhile, and means the user on it, or of as many others of the
    user's as there may be."""
    try:
        banned.check(chat, session, user.source, user.account)
        entering.check_connections(chat, user)
    except (BannedHere, TooManyConnections) as refusal:
        return refusal
    return None
