"""Undoing an act of power: by who may do its opposite, as long as things are still as the act left them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec

from hubbub.chat import rights
from hubbub.chat.audit import OF_KEEPING
from hubbub.chat.chat import Chat
from hubbub.chat.events import (
    Act,
    BanBack,
    LockdownBack,
    MessagePinned,
    MessageUnpinned,
    ModeBack,
    ModesBack,
    NameBack,
    OperatorBack,
    PinBack,
    RetentionBack,
    RetentionChanged,
    TopicBack,
    TopicChanged,
)
from hubbub.chat.history.pages import is_message
from hubbub.chat.names import fold
from hubbub.chat.refusals import CannotUndo, ChangedSince, NothingToPutBack
from hubbub.chat.rights import Action
from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.session import Session
from hubbub.commands.guard.actors import CONSOLE, actor
from hubbub.commands.moderation import appointments, bans, lockdown
from hubbub.commands.rooms import modes, renaming
from hubbub.irc.modes import ROOM_MODES, Change, Kind

from .audit import numbered


async def undo(chat: Chat, session: Session, number: int) -> Act:
    """Undo the act of that number, which is returned; that is an act itself.

    Raises NoSuchAct, CannotUndo, ChangedSince, DiskFull, or why one may not do the opposite.
    """
    act = await numbered(chat, session, number)
    if act.remedy is None:
        raise NothingToPutBack(str(number), command=act.command, what=act.about)
    await _still_there(chat, session, act)
    do = UNDO[act.remedy.__class__]
    if isinstance(act.remedy, BanBack) and act.remedy.banned:
        do = partial(_ban, whom=await bans.meant(chat, session, act.remedy.target))
    chat.check_space()
    chat.undoes = act.number
    try:
        do(chat, session, act, act.remedy)
    finally:
        chat.undoes = 0
    return act


def _modes(chat: Chat, session: Session, act: Act, remedy: ModesBack) -> None:
    room = _room(chat, act)
    changes = [_fitting(chat, room, act, back) for back in remedy.changes]
    allowed = [rights.OF_MODES[change.letter] for change in changes]
    user, override = _power(session, room, allowed)
    terms = [modes.Term(_until(chat, back), back.why) for back in remedy.changes]
    for term in dict.fromkeys(terms):  # mostly one: masks that are listed for ever, or no masks
        some = [change for change, its in zip(changes, terms, strict=True) if its == term]
        for refusal in modes.change_as(chat, session, user, room, some, override=override, term=term):
            raise refusal


def _topic(chat: Chat, session: Session, act: Act, remedy: TopicBack) -> None:
    room = _room(chat, act)
    if room.topic != remedy.left:
        raise ChangedSince(str(act.number), what=f"the topic of {room.name}")
    protected = "t" in room.flags
    user, _ = _power(session, room, [Action.SET_TOPIC_PROTECTED if protected else Action.SET_TOPIC])
    source = user.source if user else CONSOLE.source
    chat.emit(
        TopicChanged(
            id=chat.ids(), at=chat.stamp(room), log=room.log, room=room.name, source=source, topic=remedy.before
        ),
        session,
    )


def _name(chat: Chat, session: Session, act: Act, remedy: NameBack) -> None:
    room = _room(chat, act)
    if room.name != remedy.left:
        raise ChangedSince(str(act.number), what=f"the name of {room.name}")
    if session.user is None or session.user not in room.members:
        raise CannotUndo(str(act.number), reason=f"only who is in {room.name} can rename it")
    renaming.rename(chat, session, room.name, remedy.before)


def _keeping(chat: Chat, session: Session, act: Act, remedy: RetentionBack) -> None:
    """What was erased meanwhile stays erased."""
    room, what = _room(chat, act), remedy.what
    if getattr(room, what) != remedy.left:
        raise ChangedSince(str(act.number), what=f"the {what} of {room.name}")
    user, _ = _power(session, room, [OF_KEEPING[what]])
    source = user.source if user else CONSOLE.source
    event = RetentionChanged(
        id=chat.ids(),
        at=chat.stamp(room),
        log=room.log,
        target=room.name,
        source=source,
        what=what,
        length=remedy.before,
    )
    chat.emit(event, session)


def _pin(chat: Chat, session: Session, act: Act, remedy: PinBack) -> None:
    """What is pinned again is the last in the order."""
    room = _room(chat, act)
    if (remedy.message in room.pins) == remedy.pinned:
        raise ChangedSince(str(act.number), what=f"what is pinned in {room.name}")
    user, _ = _power(session, room, [Action.PIN])
    source = user.source if user else CONSOLE.source
    kind = MessagePinned if remedy.pinned else MessageUnpinned
    event = kind(at=chat.now, log=room.log, room=room.name, source=source, message=remedy.message, author=remedy.author)
    chat.emit(event, session)


async def _still_there(chat: Chat, session: Session, act: Act) -> None:
    """Nothing is pinned again that was erased meanwhile. Raises CannotUndo."""
    if not isinstance(act.remedy, PinBack) or not act.remedy.pinned:
        return
    found = await chat.after(session, chat.log.entries((act.remedy.message,)))
    if not any(entry.log == act.log and is_message(chat.world.recent.as_now(entry)) for entry in found):
        raise CannotUndo(str(act.number), reason="the message is not there any more")


def _ban(chat: Chat, session: Session, act: Act, remedy: BanBack, whom: bans.Meant | None = None) -> None:
    """`whom` it means, when it is to hold again."""
    ban = chat.world.bans.get(fold(remedy.target))
    left = act.command == "uban"
    if (ban is not None) != left or (ban is not None and ban.at != act.at):
        raise ChangedSince(str(act.number), what=remedy.target)
    if whom is None:
        bans.lift(chat, session, remedy.target)
        return
    lasts = chat.left(remedy.at, remedy.until) if remedy.until else 0
    if remedy.until and lasts <= 0:
        raise CannotUndo(str(act.number), reason=f"the ban of {remedy.target} would be over by now")
    bans.add(chat, session, whom, lasts, remedy.why)


def _operator(chat: Chat, session: Session, act: Act, remedy: OperatorBack) -> None:
    account = chat.world.accounts.numbers.get(remedy.account)
    if account is None or account.operator == remedy.operator:
        raise ChangedSince(str(act.number), what=act.about)
    appointments.appoint(chat, session, account.name, operator=remedy.operator)


def _lockdown(chat: Chat, session: Session, act: Act, remedy: LockdownBack) -> None:
    if chat.world.lockdown.word != remedy.left:
        raise ChangedSince(str(act.number), what="the lockdown")
    lockdown.set_level(chat, session, remedy.before)


def _room(chat: Chat, act: Act) -> Room:
    room = chat.world.journal(act.log)
    if not isinstance(room, Room):
        raise CannotUndo(str(act.number), reason=f"the room {act.room} is not there any more")
    return room


def _power(session: Session, room: Room, actions: list[Action]) -> tuple[User | None, bool]:
    """Who does it (None: the console), and whether an operator of the server overrides their role in the room.

    Raises NotOperator.
    """
    user = session.user
    if user is None:
        actor(session, Action.OVERRIDE)
        return None, True
    if rights.may(Action.OVERRIDE, user) and not all(rights.may(action, user, room) for action in actions):
        return user, True
    for action in actions:
        rights.check(action, user, room)
    return user, False


def _fitting(chat: Chat, room: Room, act: Act, back: ModeBack) -> Change:
    """The change that undoes one of the act, when things are as the act left them. Raises ChangedSince."""
    change = back.change
    kind = ROOM_MODES[change.letter].kind
    if kind is Kind.PREFIX:
        return _standing(chat, room, act, back)
    if kind is Kind.LIST:
        listed = room.lists.get(change.letter, {}).get(fold(change.argument))
        fits = listed is None if back.left is None else listed is not None and listed.at == act.at
    else:
        fits = room.flags.get(change.letter) == back.left
    if not fits:
        raise ChangedSince(str(act.number), what=f"mode {change.letter} of {room.name}")
    if back.until and _until(chat, back) <= chat.now:
        raise CannotUndo(str(act.number), reason=f"{change.argument} would be off the list by now")
    return change


def _until(chat: Chat, back: ModeBack) -> int:
    """Until when a mask is to stand on its list again; 0: for ever."""
    return chat.now + chat.left(back.at, back.until) if back.until else 0


def _standing(chat: Chat, room: Room, act: Act, back: ModeBack) -> Change:
    """The same person, whatever they are called now; the owner of an account also when they are away."""
    change, user = back.change, chat.world.parties.get(back.party)
    member = room.members.get(user) if user else None
    account = chat.world.accounts.of_party(back.party)
    if user is not None and member is not None:
        name, has = user.name, change.letter in member.prefixes
    elif account is not None and not change.set:
        name, has = account.name, change.letter in room.roles.get(account.number, "")
    else:
        raise CannotUndo(str(act.number), reason=f"{change.argument} is not in {room.name}")
    if has == change.set:
        raise ChangedSince(str(act.number), what=f"what {name} is in {room.name}")
    return msgspec.structs.replace(change, argument=name)


UNDO: dict[type, Callable[[Chat, Session, Act, Any], None]] = {
    ModesBack: _modes,
    TopicBack: _topic,
    NameBack: _name,
    RetentionBack: _keeping,
    PinBack: _pin,
    BanBack: _ban,
    OperatorBack: _operator,
    LockdownBack: _lockdown,
}
