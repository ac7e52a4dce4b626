"""Which events are acts of power, and what the audit log notes of each: the one place that decides it.

Asked before the event changes the world, so that what was so until then can be put back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from hubbub.chat.party import NO_PARTY
from hubbub.irc.modes import ROOM_MODES, Change, Kind, written
from hubbub.typed.durations import spelt

from .events import (
    Act,
    BanBack,
    LockdownBack,
    MemberKicked,
    MessagePinned,
    MessageRedacted,
    MessageUnpinned,
    ModeBack,
    ModesBack,
    ModesChanged,
    NameBack,
    OperatorActed,
    OperatorBack,
    PinBack,
    Remedy,
    Retention,
    RetentionBack,
    RetentionChanged,
    RoomRenamed,
    TokenMade,
    TokenRevoked,
    TopicBack,
    TopicChanged,
)
from .names import fold
from .rights import OF_MODES, Action, may, role_of
from .world.moderation.bans import Ban
from .world.people.users import User, name_of
from .world.rooms import Room
from .world.state import World

OF_SERVER = "operator of the server"
OF_OWNER = "owner of the account"
CONSOLE = "console"  # the source of what is done there
OF_KEEPING: dict[Retention, Action] = {"retention": Action.SET_RETENTION, "expiry": Action.SET_EXPIRY}
UNNOTED = frozenset({"LOGIN", "SAMODE"})  # no act by itself; shown by the change of modes


class Doing(msgspec.Struct, frozen=True):
    """How something is done: at which time of day, over which kind of connection, and the number of the act that is
    undone by it, or 0."""

    now: int
    face: str = ""
    undoes: int = 0


def kicked(world: World, event: MemberKicked, doing: Doing) -> Act | None:
    return _in_room(world, event, doing, (Action.KICK,), "kick", event.name, event.text)


def modes_changed(world: World, event: ModesChanged, doing: Doing) -> Act | None:
    room = world.journal(event.log)
    if not isinstance(room, Room):
        return None
    shown = [msgspec.structs.replace(one, argument="*") if one.letter == "k" else one for one in event.changes]
    back = ModesBack(tuple(_mode_back(world, room, one) for one in reversed(event.changes)))
    actions = tuple(OF_MODES[one.letter] for one in event.changes)
    return _in_room(world, event, doing, actions, "mode", " ".join(written(shown)), event.why, event.until, back)


def topic_changed(world: World, event: TopicChanged, doing: Doing) -> Act | None:
    """Where everybody may change the topic, it is an act of those who could also change a protected one."""
    room, user = world.journal(event.log), world.user(name_of(event.source))
    if not isinstance(room, Room):
        return None
    if user is not None and not doing.undoes and not may(Action.SET_TOPIC_PROTECTED, user, room):
        return None
    back = TopicBack(room.topic, event.topic)
    return _in_room(world, event, doing, (Action.SET_TOPIC_PROTECTED,), "topic", event.topic, remedy=back)


def renamed(world: World, event: RoomRenamed, doing: Doing) -> Act | None:
    back = NameBack(event.room, event.name)
    return _in_room(world, event, doing, (Action.RENAME_ROOM,), "rename", event.name, event.text, remedy=back)


def retention_changed(world: World, event: RetentionChanged, doing: Doing) -> Act | None:
    journal = world.journal(event.log)
    back = RetentionBack(event.what, getattr(journal, event.what, 0), event.length)
    length = spelt(event.length) if event.length else "off"
    command = "retention" if event.what == "retention" else "expire"
    return _in_room(world, event, doing, (OF_KEEPING[event.what],), command, length, remedy=back)


def redacted(world: World, event: MessageRedacted, doing: Doing) -> Act | None:
    if event.own:
        return None
    return _in_room(world, event, doing, (Action.REDACT_OTHERS,), "redact", event.author, event.text)


def pinned(world: World, event: MessagePinned, doing: Doing) -> Act | None:
    back = PinBack(event.message, False, event.author)
    return _in_room(world, event, doing, (Action.PIN,), "pin", event.author, remedy=back)


def unpinned(world: World, event: MessageUnpinned, doing: Doing) -> Act | None:
    back = PinBack(event.message, True, event.author)
    return _in_room(world, event, doing, (Action.PIN,), "unpin", event.author, remedy=back)


def operator_acted(world: World, event: OperatorActed, doing: Doing) -> Act | None:
    if event.refused or event.command in UNNOTED:
        return None
    remedy = REMEDIES[event.command](world, event.about) if event.command in REMEDIES else None
    room = world.room(event.about) if event.about.startswith("#") else None
    return Act(
        number=world.last_act + 1,
        at=doing.now,
        log=room.log if room else 0,
        room=room.name if room else "",
        name=name_of(event.source),
        account=event.login,
        role=_as_operator(world, event, room),
        face=event.face or doing.face,
        command=event.command.lower(),
        about=event.about,
        why=event.text,
        until=0,
        undoes=doing.undoes,
        remedy=remedy,
    )


def token_made(world: World, event: TokenMade, doing: Doing) -> Act | None:
    return _of_token(world, event, doing, "token", f"{event.name}: {' '.join(event.scopes)}", event.until)


def token_revoked(world: World, event: TokenRevoked, doing: Doing) -> Act | None:
    return _of_token(world, event, doing, "token-revoke", event.name)


def _of_token(
    world: World, event: TokenMade | TokenRevoked, doing: Doing, command: str, why: str, until: int = 0
) -> Act:
    """A token is a key: who made or revoked it is noted, its owner too."""
    account = world.accounts.numbers[event.account]
    own = event.login == account.name
    return Act(
        number=world.last_act + 1,
        at=doing.now,
        log=0,
        room="",
        name=name_of(event.by),
        account=event.login,
        role=OF_OWNER if own else OF_SERVER,
        face=doing.face,
        command=command,
        about=account.name,
        why=why,
        until=until,
        undoes=doing.undoes,
        remedy=None,
    )


def _as_operator(world: World, event: OperatorActed, room: Room | None) -> str:
    """An operator of the settings is named; operators of rooms may some of it for theirs."""
    user = world.user(name_of(event.source))
    if not event.operator and room is not None and user is not None:
        return role_of(room, user).name.lower()
    return OF_SERVER if event.operator in (event.login, CONSOLE) else f"{OF_SERVER} as {event.operator}"


def _in_room(
    world: World,
    event: Any,
    doing: Doing,
    actions: tuple[Action, ...],
    command: str,
    about: str,
    why: str = "",
    until: int = 0,
    remedy: Remedy | None = None,
) -> Act | None:
    """An act in a room by somebody who is here; what the server does by itself is none."""
    room, user = world.journal(event.log), world.user(name_of(event.source))
    if not isinstance(room, Room) or (user is None and event.source != CONSOLE):
        return None
    return Act(
        number=world.last_act + 1,
        at=doing.now,
        log=room.log,
        room=room.name,
        name=user.name if user else CONSOLE,
        account=user.account if user else "",
        role=_role(room, user, actions),
        face=doing.face,
        command=command,
        about=about,
        why=why,
        until=until,
        undoes=doing.undoes,
        remedy=remedy,
    )


def _role(room: Room, user: User | None, actions: tuple[Action, ...]) -> str:
    """By which power somebody did it: their role in the room, where that was enough."""
    if user is None or not all(may(action, user, room) for action in actions):
        return OF_SERVER
    return role_of(room, user).name.lower()


def _mode_back(world: World, room: Room, change: Change) -> ModeBack:
    """What puts this mode back to what it is before the change."""
    kind = ROOM_MODES[change.letter].kind
    if kind is Kind.PREFIX:
        user = world.user(change.argument)
        account = None if user else world.accounts.named(change.argument)
        party = user.party if user else account.party if account else NO_PARTY
        return ModeBack(Change(not change.set, change.letter, change.argument), party=party)
    if kind is Kind.LIST:
        listed = room.lists.get(change.letter, {}).get(fold(change.argument))
        back, left = Change(listed is not None, change.letter, change.argument), "" if change.set else None
        return (
            ModeBack(back, left, until=listed.until, why=listed.why, at=listed.at) if listed else ModeBack(back, left)
        )
    had = room.flags.get(change.letter)
    left = change.argument if change.set else None
    return ModeBack(Change(had is not None, change.letter, (had or "") if had is not None else _old(change)), left)


def _old(change: Change) -> str:
    """Unsetting a key takes the key."""
    return change.argument if ROOM_MODES[change.letter].kind is Kind.SETTING else ""


def _ban_back(world: World, target: str) -> Remedy:
    ban: Ban | None = world.bans.get(fold(target))
    return BanBack(target, False) if ban is None else BanBack(ban.target, True, ban.until, ban.why, ban.at)


def _operator_back(world: World, name: str) -> Remedy | None:
    account = world.accounts.named(name)
    return OperatorBack(account.number, account.operator) if account else None


def _lockdown_back(world: World, word: str) -> Remedy:
    return LockdownBack(world.lockdown.word, word)


REMEDIES: dict[str, Callable[[World, str], Remedy | None]] = {
    "UBAN": _ban_back,
    "UNUBAN": _ban_back,
    "APPOINT": _operator_back,
    "DISMISS": _operator_back,
    "LOCKDOWN": _lockdown_back,
}
"""What undoes an operator's command about somebody or something."""
