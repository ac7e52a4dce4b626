"""A guest who logs in to an account that is in the chat already: their connection is one more of its owner's."""

from __future__ import annotations

from contextlib import suppress

import msgspec

from hubbub.chat import rights
from hubbub.chat.chat import Chat
from hubbub.chat.refusals import BannedHere, Refusal
from hubbub.chat.world.accounts import Account
from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.session import Session
from hubbub.commands.guard import banned
from hubbub.commands.people import privacy, profile
from hubbub.commands.rooms import joining, roles

from . import staying


class Merged(msgspec.Struct, frozen=True):
    """Reply: this connection is the user's who has it now, and hears their rooms.

    `before`: who it was (nick!user@host); `rooms`: those in which it was; `met`: in one of them the user was, too.
    """

    before: str
    rooms: tuple[Room, ...]
    met: bool


async def merge(chat: Chat, session: Session, user: User, account: Account) -> None:
    """The connection is `user`'s from now on, who comes into the rooms that it was in, too, but not where it was mute
    or banned: a login is no other name to speak by. Where very many hear of it, others have their turn in between, and
    who ends or loses the account meanwhile is nobody. Raises DiskFull."""
    chat.check_space()
    guest = session.user
    assert guest is not None
    before, was_in, logouts = guest.source, tuple(guest.rooms), account.logouts
    met = any(room in user.rooms for room in was_in)
    chat.world.local.detach(session)
    if not user.sessions:
        staying.come_back(chat, user, user.name, None)
        profile.follow_realname(chat, user, guest.realname)
    for room in was_in:  # before the guest leaves them, since some rooms end with their last member
        if chat.told_much:
            await chat.give_way()
        if room not in guest.rooms or chat.world.parties.get(account.party) is not user:
            continue
        with suppress(Refusal):
            has_place = room not in user.rooms and len(user.rooms) < chat.policy.rooms_per_user
            if has_place and rights.ban_of(room, guest) is None:
                rights.check_join(room, user, room.flags.get("k", ""))
                joining.enter(chat, user, room)
        if room in user.rooms:
            roles.hand_over(chat, guest, user, room)
    if chat.told_much:
        await chat.give_way()
    was_there = bool(guest.sessions) or chat.world.parties.get(guest.party) is guest
    if not guest.sessions and was_there:
        text = f"Logged in as {account.name}"
        staying.end(chat, guest, "left", rights.heard(chat.world, guest, guest.rooms, text) or "Logged in")
    is_theirs = chat.world.parties.get(account.party) is user
    if not session.ended:
        why = _ended_meanwhile(chat, session, user) if is_theirs and account.logouts == logouts else "Logged out"
        why = why if was_there else "You were made to leave"
        if why:
            session.close("closed", why)
    if session.ended:
        if is_theirs and not user.sessions:
            staying.end(chat, user, "lost")
        return
    if not guest.number:
        privacy.bring(chat, user, guest.privacy)
    chat.world.local.attach(session, user)
    session.reply(Merged(before, was_in, met))


def _ended_meanwhile(chat: Chat, session: Session, user: User) -> Refusal | None:
    """Why the connection is to end: of a ban that came while it was nobody's."""
    try:
        banned.check(chat, session, user.source, user.account)
    except BannedHere as refusal:
        return refusal
    return None
