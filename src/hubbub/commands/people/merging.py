"""A guest who logs in to an account that is in the chat already: their connection is one more of its owner's."""

from __future__ import annotations

from contextlib import suppress

import msgspec

from hubbub.chat import rights
from hubbub.chat.accounts import Account
from hubbub.chat.people import User
from hubbub.chat.refusals import DiskFull, Refusal
from hubbub.chat.rooms import Room
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.commands.people import blocking, presence
from hubbub.commands.rooms import rooms, standing


class Merged(msgspec.Struct, frozen=True):
    """Reply: this connection is the user's who has it now, and hears their rooms.

    `before`: who it was (nick!user@host); `rooms`: those in which it was; `met`: in one of them the user was, too.
    """

    before: str
    rooms: tuple[Room, ...]
    met: bool


def merge(turn: Turn, session: Session, user: User, account: Account) -> None:
    """The connection is `user`'s from now on, who comes into the rooms that it was in, too. Raises DiskFull."""
    if turn.disk_full:
        raise DiskFull
    guest = session.user
    assert guest is not None
    before, was_in = guest.source, tuple(guest.rooms)
    met = any(room in user.rooms for room in was_in)
    turn.world.detach(session)
    if not user.sessions:
        presence.come_back(turn, user, user.name, None)
    for room in was_in:  # before the guest leaves them, since some rooms end with their last member
        with suppress(Refusal):
            if room not in user.rooms and len(user.rooms) < turn.policy.rooms_per_user:
                rights.check_join(room, user, room.flags.get("k", ""))
                rooms.enter(turn, user, room)
        if room in user.rooms:
            standing.hand_over(turn, guest, user, room)
    if not guest.sessions:
        presence.end(turn, guest, "left", f"Logged in as {account.name}")
    if not guest.number:
        blocking.bring(turn, user, guest.shield)
    turn.world.attach(session, user)
    session.dialect.reply(session, Merged(before, was_in, met))
