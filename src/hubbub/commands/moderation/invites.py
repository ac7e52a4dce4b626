"""Invitations by code: making and revoking them."""

from __future__ import annotations

import msgspec

from hubbub.chat.chat import Chat
from hubbub.chat.codes import code_of, hash_of
from hubbub.chat.events import InviteMade, InviteRevoked
from hubbub.chat.refusals import BadInvite, NoSuchInvite, NoSuchRoom, TooManyInvites
from hubbub.chat.rights import Action, check, check_operator, may
from hubbub.chat.world.moderation.invites import Invite
from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.session import Session
from hubbub.commands.guard import invited
from hubbub.commands.guard.actors import Actor, actor, note, of
from hubbub.commands.rooms import joining
from hubbub.typed.durations import DAY

USES, MOST_USES = 10, 1000
DAYS, MOST_DAYS = 7, 365
MOST, MOST_OF_ROOM, MOST_OF_PERSON = 1000, 20, 100  # at once: into the server; into a room; into somebody's rooms


class Made(msgspec.Struct, frozen=True):
    """An invitation, the code that nobody can see again, and the room it is for."""

    invite: Invite
    code: str
    room: Room | None


def make(chat: Chat, session: Session, name: str = "", uses: int = USES, days: int = DAYS) -> Made:
    """Invite as many people, for so many days: to the server, or into a room (`name`).

    Who makes one for a room as an operator of the server, or at its console, lets them into the server as well. Raises
    NotServerOperator, NoSuchRoom, NotInRoom, NotOperator, BadInvite, DiskFull.
    """
    room = _room(chat, session, name) if name else None
    me = _maker(chat, session, room)
    _check_bounds(uses, days)
    admits = _may_admit(session)
    _make_room(chat, session, room, admits=admits)
    chat.check_space()
    code, number = code_of(chat.services.secret()), chat.world.invites.next_number()
    if admits:
        note(chat, me, "INVITE-LINK", room.name if room else "", f"number {number}, {uses} uses, {days} days")
    source = chat.policy.server if session.console else me.source
    until, log = chat.now + days * DAY, room.log if room else 0
    chat.emit(
        InviteMade(
            number=number,
            at=chat.now,
            code_hash=hash_of(code),
            until=until,
            uses=uses,
            source=source,
            log=log,
            admits=admits,
        )
    )
    return Made(chat.world.invites.numbers[number], code, room)


def listed(chat: Chat, session: Session) -> list[Invite]:
    """Those that hold, and that one may revoke. Raises NotServerOperator where that is none, and never will be."""
    found = [invite for invite in chat.world.invites if invite.holds(chat.now) and _may_revoke(chat, session, invite)]
    if not found and not session.console and not any(_may_link(session.user, room) for room in _rooms(session)):
        check_operator(Action.INVITE_TO_SERVER, session.user)
    return found


def revoke(chat: Chat, session: Session, number: int) -> None:
    """Nobody comes by it any more; those who came stay. Raises NoSuchInvite, also for those of others, or DiskFull."""
    invite = chat.world.invites.numbers.get(number)
    if invite is None or not _may_revoke(chat, session, invite):
        raise NoSuchInvite(str(number))
    chat.check_space()
    if _may_admit(session):
        note(chat, actor(session, Action.INVITE_TO_SERVER), "INVITE-REVOKE", str(number))
    chat.emit(InviteRevoked(number=number, at=chat.now))


def _room(chat: Chat, session: Session, name: str) -> Room:
    """The room to invite into, given with or without #."""
    if not session.console:
        user, room = joining.member_of(chat, session, name)
        check(Action.INVITE_BY_LINK, user, room)
        return room
    found = chat.world.room(name if name.startswith("#") else "#" + name)
    if found is None:
        raise NoSuchRoom(name)
    return found


def _maker(chat: Chat, session: Session, room: Room | None) -> Actor:
    if room is None or session.console:
        return actor(session, Action.INVITE_TO_SERVER)
    return of(session.me, session)


def _check_bounds(uses: int, days: int) -> None:
    if not 1 <= uses <= MOST_USES:
        raise BadInvite(reason=f"it can be used 1 to {MOST_USES} times")
    if not 1 <= days <= MOST_DAYS:
        raise BadInvite(reason=f"it can last 1 to {MOST_DAYS} days")


def _make_room(chat: Chat, session: Session, room: Room | None, *, admits: bool) -> None:
    """Forget those whose time is over; there may be so many at once.

    Links that anybody can make for rooms of their own take no place from those that open the server.
    """
    invites = chat.world.invites
    if len(invites) >= MOST or room is not None:
        now = chat.aged()
        for invite in [invite for invite in invites if not invite.holds(now)]:
            chat.emit(InviteRevoked(number=invite.number, at=chat.now))
    if admits:
        _check_count(sum(invite.admits for invite in invites), MOST, "")
    else:
        mine = {room.log for room in _rooms(session) if _may_link(session.user, room)}
        _check_count(sum(invite.log in mine for invite in invites), MOST_OF_PERSON, " for your rooms")
    if room is not None:
        _check_count(sum(invite.log == room.log for invite in invites), MOST_OF_ROOM, " for that room")


def _check_count(count: int, most: int, what: str) -> None:
    if count >= most:
        raise TooManyInvites(most=str(most), what=what)


def _rooms(session: Session) -> list[Room]:
    return list(session.user.rooms) if session.user else []


def _may_admit(session: Session) -> bool:
    return session.console or (session.user is not None and may(Action.INVITE_TO_SERVER, session.user))


def _may_link(user: User | None, room: Room) -> bool:
    return user is not None and may(Action.INVITE_BY_LINK, user, room)


def _may_revoke(chat: Chat, session: Session, invite: Invite) -> bool:
    """Operators of the server any, those of a room all that are for it."""
    if _may_admit(session):
        return True
    room = invited.room_of(chat, invite)
    return room is not None and _may_link(session.user, room)
