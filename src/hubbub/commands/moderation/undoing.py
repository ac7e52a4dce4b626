"""Undoing an act of power: by who may do its opposite, as long as things are still as the act left them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from hubbub.chat import rights
from hubbub.chat.acts import OF_KEEPING
from hubbub.chat.events import (
    Act,
    BanBack,
    KeepingBack,
    KeepingChanged,
    LockdownBack,
    ModeBack,
    ModesBack,
    NameBack,
    OperatorBack,
    TopicBack,
    TopicChanged,
)
from hubbub.chat.names import fold
from hubbub.chat.people import User
from hubbub.chat.refusals import CannotUndo, ChangedSince, DiskFull
from hubbub.chat.rights import Action
from hubbub.chat.rooms import Room
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.commands.moderation import bans, lockdown, roles
from hubbub.commands.moderation.actors import CONSOLE, actor
from hubbub.commands.moderation.auditing import numbered
from hubbub.commands.rooms import modes, renaming
from hubbub.irc.modes import ROOM_MODES, Change, Kind

WHY_NOT = {
    "kick": "{about} may join again, or be invited",
    "redact": "what a removed message said is erased for good",
    "kill": "{about} may connect again",
    "enrol": "an account stays",
    "reset": "the old password is not known any more",
    "rehash": "what was read from the settings is changed there",
    "invite-link": "a link is revoked: /invite-link revoke NUMBER",
    "sajoin": "who joined a room can leave it",
    "wallops": "what was said is said",
}


async def undo(turn: Turn, session: Session, number: int) -> Act:
    """Undo the act of that number, which is returned; that is an act itself.

    Raises NoSuchAct, CannotUndo, ChangedSince, DiskFull, or why one may not do the opposite.
    """
    act = await numbered(turn, session, number)
    if act.remedy is None:
        why = WHY_NOT.get(act.command, "there is nothing that could be put back")
        raise CannotUndo(str(number), reason=why.format(about=act.about))
    if turn.disk_full:
        raise DiskFull
    turn.undoes = act.number
    try:
        UNDO[act.remedy.__class__](turn, session, act, act.remedy)
    finally:
        turn.undoes = 0
    return act


def _modes(turn: Turn, session: Session, act: Act, remedy: ModesBack) -> None:
    room = _room(turn, act)
    changes = [_fitting(turn, room, act, back) for back in remedy.changes]
    allowed = [rights.OF_MODES[change.letter] for change in changes]
    user, override = _power(session, room, allowed)
    terms = [modes.Term(back.until, back.why) for back in remedy.changes]
    for term in dict.fromkeys(terms):  # mostly one: masks that are listed for ever, or no masks
        some = [change for change, its in zip(changes, terms, strict=True) if its == term]
        for refusal in modes.change_as(turn, session, user, room, some, override=override, term=term):
            raise refusal


def _topic(turn: Turn, session: Session, act: Act, remedy: TopicBack) -> None:
    room = _room(turn, act)
    if room.topic != remedy.left:
        raise ChangedSince(str(act.number), what=f"the topic of {room.name}")
    protected = "t" in room.flags
    user, _ = _power(session, room, [Action.SET_TOPIC_PROTECTED if protected else Action.SET_TOPIC])
    source = user.source if user else CONSOLE.source
    turn.emit(TopicChanged(turn.ids(), turn.stamp(room), room.log, room.name, source, remedy.before), session)


def _name(turn: Turn, session: Session, act: Act, remedy: NameBack) -> None:
    room = _room(turn, act)
    if room.name != remedy.left:
        raise ChangedSince(str(act.number), what=f"the name of {room.name}")
    if session.user is None or session.user not in room.members:
        raise CannotUndo(str(act.number), reason=f"only who is in {room.name} can rename it")
    renaming.rename(turn, session, room.name, remedy.before)


def _keeping(turn: Turn, session: Session, act: Act, remedy: KeepingBack) -> None:
    """What was erased meanwhile stays erased."""
    room, what = _room(turn, act), remedy.what
    if getattr(room, what) != remedy.left:
        raise ChangedSince(str(act.number), what=f"the {what} of {room.name}")
    user, _ = _power(session, room, [OF_KEEPING[what]])
    source = user.source if user else CONSOLE.source
    event = KeepingChanged(turn.ids(), turn.stamp(room), room.log, room.name, source, what, remedy.before)
    turn.emit(event, session)


def _ban(turn: Turn, session: Session, act: Act, remedy: BanBack) -> None:
    ban = turn.world.bans.get(fold(remedy.target))
    left = act.command == "uban"
    if (ban is not None) != left or (ban is not None and ban.at != act.at):
        raise ChangedSince(str(act.number), what=remedy.target)
    if not remedy.banned:
        bans.lift(turn, session, remedy.target)
        return
    if 0 < remedy.until <= turn.now:
        raise CannotUndo(str(act.number), reason=f"the ban of {remedy.target} would be over by now")
    bans.add(turn, session, remedy.target, remedy.until - turn.now if remedy.until else 0, remedy.why)


def _operator(turn: Turn, session: Session, act: Act, remedy: OperatorBack) -> None:
    account = turn.world.accounts.numbers.get(remedy.account)
    if account is None or account.operator == remedy.operator:
        raise ChangedSince(str(act.number), what=act.about)
    roles.appoint(turn, session, account.name, operator=remedy.operator)


def _lockdown(turn: Turn, session: Session, act: Act, remedy: LockdownBack) -> None:
    if turn.world.lockdown.word != remedy.left:
        raise ChangedSince(str(act.number), what="the lockdown")
    lockdown.set_level(turn, session, remedy.before)


def _room(turn: Turn, act: Act) -> Room:
    room = turn.world.journals.get(act.log)
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


def _fitting(turn: Turn, room: Room, act: Act, back: ModeBack) -> Change:
    """The change that undoes one of the act, when things are as the act left them. Raises ChangedSince."""
    change = back.change
    kind = ROOM_MODES[change.letter].kind
    if kind is Kind.PREFIX:
        return _standing(turn, room, act, back)
    if kind is Kind.LIST:
        listed = room.lists.get(change.letter, {}).get(fold(change.argument))
        fits = listed is None if back.left is None else listed is not None and listed.at == act.at
    else:
        fits = room.flags.get(change.letter) == back.left
    if not fits:
        raise ChangedSince(str(act.number), what=f"mode {change.letter} of {room.name}")
    if 0 < back.until <= turn.now:
        raise CannotUndo(str(act.number), reason=f"{change.argument} would be off the list by now")
    return change


def _standing(turn: Turn, room: Room, act: Act, back: ModeBack) -> Change:
    """The same person, whatever they are called now; the owner of an account also when they are away."""
    change, user = back.change, turn.world.parties.get(back.party)
    member = room.members.get(user) if user else None
    account = turn.world.accounts.of_party(back.party)
    if user is not None and member is not None:
        name, has = user.name, change.letter in member.prefixes
    elif account is not None and not change.set:
        name, has = account.name, change.letter in room.standing.get(account.number, "")
    else:
        raise CannotUndo(str(act.number), reason=f"{change.argument} is not in {room.name}")
    if has == change.set:
        raise ChangedSince(str(act.number), what=f"what {name} is in {room.name}")
    return msgspec.structs.replace(change, argument=name)


UNDO: dict[type, Callable[[Turn, Session, Act, Any], None]] = {
    ModesBack: _modes,
    TopicBack: _topic,
    NameBack: _name,
    KeepingBack: _keeping,
    BanBack: _ban,
    OperatorBack: _operator,
    LockdownBack: _lockdown,
}
