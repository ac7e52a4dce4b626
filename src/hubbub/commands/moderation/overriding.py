"""Operators of the server override their role in a room; each use leaves a trace."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hubbub.chat.chat import Chat
from hubbub.chat.events import RoomClosed, RoomClosing
from hubbub.chat.names import fold, masks
from hubbub.chat.refusals import NobodyHere, NoSuchBan, NoSuchRoom, NotThere, Refusal
from hubbub.chat.rights import Action, check_operator
from hubbub.chat.world.moderation.closing import Closing
from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.session import Session
from hubbub.commands.guard.actors import actor, note, of
from hubbub.commands.rooms import joining, modes
from hubbub.irc.modes import Change, written

AT_ONCE = 20  # members of a room that is closed who leave in one go


def join(chat: Chat, session: Session, name: str) -> Room | None:
    """Join a room whatever its door says. None: was a member already. Raises NotServerOperator or NoSuchRoom."""
    operator = check_operator(Action.OVERRIDE, session.user)
    room = _room(chat, name)
    if room not in operator.rooms:
        note(chat, of(operator, session), "SAJOIN", room.name)
    return joining.join(chat, session, room.name, override=True)


def change_modes(chat: Chat, session: Session, name: str, wanted: Iterable[Change]) -> list[Refusal]:
    """Change a room's modes without a role in it; refusals as in `modes.change`. Raises as `join` does."""
    operator = check_operator(Action.OVERRIDE, session.user)
    room, wanted = _room(chat, name), list(wanted)
    note(chat, of(operator, session), "SAMODE", room.name, " ".join(written(wanted)))
    return modes.change_as(chat, session, operator, room, wanted, override=True)


def push_out(chat: Chat, session: Session, name: str, who: str, text: str) -> str:
    """Make somebody leave a room, from the server's console. Returns the room's name.

    Raises NotServerOperator, NoSuchRoom, NobodyHere, NotThere, DiskFull.
    """
    operator = actor(session, Action.OVERRIDE)
    room, other = _room(chat, name), chat.world.user(who)
    if other is None:
        raise NobodyHere(who)
    if other not in room.members:
        raise NotThere(other.name, room=room.name)
    joining.push_out(chat, room, other, operator.source, text, session)
    return room.name


def unban(chat: Chat, session: Session, name: str, mask: str) -> tuple[str, str]:
    """Take a mask off a room's list of bans, from the server's console. Returns the room's name, and the mask as it
    stood there. Raises NotServerOperator, NoSuchRoom, NoSuchBan, BadModeArgument, DiskFull."""
    actor(session, Action.OVERRIDE)
    room = _room(chat, name)
    try:
        listed = room.lists.get("b", {}).get(fold(masks.whole(mask)))
    except masks.NoMask:
        listed = None
    if listed is None:
        raise NoSuchBan(mask)
    for refusal in modes.change_as(chat, session, session.user, room, [Change(False, "b", listed.mask)], override=True):
        raise refusal
    return room.name, listed.mask


async def close(chat: Chat, session: Session, name: str, text: str) -> tuple[str, int]:
    """Nobody stays in a room, and only who is invited comes in, from the server's console. Its name, and how many had
    to leave: of many some in a turn, whether the console is there still or not. Raises NotServerOperator, NoSuchRoom,
    DiskFull."""
    operator = actor(session, Action.OVERRIDE)
    room = _room(chat, name)
    chat.check_space()
    note(chat, operator, "CLOSE", room.name, text)
    for refusal in modes.change_as(chat, session, session.user, room, [Change(True, "i")], override=True):
        raise refusal
    chat.emit(RoomClosing(log=room.log, at=room.last_at, source=operator.source, why=text))
    closing, gone = chat.world.closing[room.log], list[User]()
    chat.services.in_turns(_empty(chat, closing, gone))
    while chat.world.closing.get(room.log) is closing:
        await chat.services.pause()
    await chat.settled()
    chat.begin()
    return room.name, len(gone)


def go_on_closing(chat: Chat) -> None:
    """What the process before this one had begun to close is empty soon."""
    for closing in tuple(chat.world.closing.values()):
        chat.services.in_turns(_empty(chat, closing, []))


def _empty(chat: Chat, closing: Closing, gone: list[User]) -> Iterator[None]:
    """Who was there leaves, some with each step. That was decided, and is kept until it is done: neither a full disk
    nor the end of this process ends it in the middle."""
    local, room = chat.world.local, chat.world.journal(closing.log)
    members = list(room.members) if isinstance(room, Room) else []
    while isinstance(room, Room) and members:
        some, members = members[:AT_ONCE], members[AT_ONCE:]
        local.came_meanwhile = [one for one, member in room.members.items() if member.joined_at > closing.at]
        try:
            for user in some:
                if user in room.members and room.members[user].joined_at <= closing.at:
                    joining.make_leave(chat, room, user, closing.source, closing.why)
                    gone.append(user)
        finally:
            local.came_meanwhile = None
        if members:
            yield
    if chat.world.closing.get(closing.log) is closing:
        chat.emit(RoomClosed(log=closing.log))


def _room(chat: Chat, name: str) -> Room:
    room = chat.world.room(name)
    if room is None:
        raise NoSuchRoom(name)
    return room
