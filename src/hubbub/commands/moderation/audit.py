"""The audit log: who may read which acts of power, and how long they are kept."""

from __future__ import annotations

from collections.abc import Collection

from hubbub.chat.chat import Chat
from hubbub.chat.events import Act, ActsForgotten
from hubbub.chat.refusals import NoSuchAct, NothingToAudit
from hubbub.chat.rights import Action, check, may
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.session import Session
from hubbub.commands.rooms.joining import member_of
from hubbub.typed.durations import DAY

MOST = 200  # acts in one answer


async def listed(chat: Chat, session: Session, about: str, count: int) -> list[Act]:
    """The newest acts that the asker may read, the oldest of them first. `about`: a room, or a part of a name.

    Raises NothingToAudit, NoSuchRoom, NotInRoom or NotOperator.
    """
    logs = _within(chat, session, about)
    words = "" if _room(chat, about) else about
    found = await chat.after(session, chat.log.acts(min(count, MOST), _since(chat), logs, words))
    may_still = readable(chat, session)
    return [act for act in reversed(found) if may_still is None or act.log in may_still]


async def numbered(chat: Chat, session: Session, number: int) -> Act:
    """One act. Raises NoSuchAct, also for those that the asker may not read."""
    act = await chat.after(session, chat.log.act(number)) if 0 < number <= chat.world.last_act else None
    logs = readable(chat, session)
    if act is None or act.at < _since(chat) or (logs is not None and act.log not in logs):
        raise NoSuchAct(str(number))
    return act


def readable(chat: Chat, session: Session) -> Collection[int] | None:
    """The logs of the rooms whose acts the asker may read; None: those of all, and of the server."""
    user = session.user
    if session.console or (user is not None and may(Action.AUDIT, user)):
        return None
    return {room.log for room in user.rooms if may(Action.AUDIT_ROOM, user, room)} if user else set()


def forget_old(chat: Chat) -> None:
    """Let go of the acts that are older than the settings say."""
    if chat.world.last_act and not chat.disk_full:
        chat.emit(ActsForgotten(before=_since(chat)))


def _within(chat: Chat, session: Session, about: str) -> Collection[int] | None:
    """The logs to look at: of one room, or of all that may be read."""
    logs, room = readable(chat, session), _room(chat, about)
    if logs is None:
        return None if room is None else {room.log}
    if about.startswith("#") or (room is not None and session.user is not None and room in session.user.rooms):
        user, room = member_of(chat, session, about)
        check(Action.AUDIT_ROOM, user, room)
        return {room.log}
    if not logs:
        raise NothingToAudit
    return logs


def _room(chat: Chat, about: str) -> Room | None:
    return chat.world.room(about if about.startswith("#") else f"#{about}") if about else None


def _since(chat: Chat) -> int:
    return chat.aged() - chat.policy.audit_days * DAY
