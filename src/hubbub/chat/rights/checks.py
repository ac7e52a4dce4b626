"""Questions to the table: may they, and the refusals that say no."""

from __future__ import annotations

from hubbub.chat.refusals import CannotSend, GuestsSilentNow, NotInRoom, NotOperator, NotServerOperator, SilentNow
from hubbub.chat.world.local import Local
from hubbub.chat.world.moderation.lockdown import Lockdown
from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Room
from hubbub.typed.durations import spelt
from hubbub.wire.words import ACTION

from .joining import ban_of, term
from .roles import ROLES, role_of
from .table import IN_ROOMS, OF_MODES, ON_SERVER, Action


def may(action: Action, user: User, room: Room | None = None) -> bool:
    """Whether somebody may do this, in that room or on the server."""
    if action in ON_SERVER:
        return user.operator
    assert room is not None
    return role_of(room, user) >= IN_ROOMS[action]


def check(action: Action, user: User, room: Room) -> None:
    """Raise NotOperator unless they may."""
    if not may(action, user, room):
        raise NotOperator(room.name)


def check_operator(action: Action, user: User | None) -> User:
    """The operator of the server who asks. Raises NotServerOperator."""
    if user is None or not may(action, user):
        raise NotServerOperator
    return user


def check_send(room: Room, user: User) -> None:
    """Whether somebody may speak in a room. Raises NotInRoom or CannotSend."""
    member = room.members.get(user)
    if member is not None and not ("m" in room.flags or "b" in room.lists):  # nearly every message
        return
    open_to_all = "n" not in room.flags and room.is_shown
    if not may(Action.SPEAK_FROM_OUTSIDE if open_to_all else Action.SPEAK, user, room):
        raise NotInRoom(room.name)
    if "m" in room.flags and not may(Action.SPEAK_MODERATED, user, room):
        raise CannotSend(room.name, reason="only those with a voice may speak")
    if "b" in room.lists and not may(Action.SPEAK_BANNED, user, room):
        ban = ban_of(room, user)
        if ban is not None:
            raise CannotSend(room.name, reason=f"you are banned or muted{term(ban)}")


def check_pace(local: Local, room: Room, user: User) -> None:
    """Whether somebody may speak again already, in slow mode. Raises CannotSend."""
    wait = local.slow_mode.wait(room.log, user.party, local.clock, room.slow_mode)
    if wait > 0 and not may(Action.SPEAK_FAST, user, room):
        wait = min(room.slow_mode, wait + 999)
        pace = spelt(room.slow_mode)
        raise CannotSend(room.name, reason=f"it is in slow mode, one message in {pace}; wait {spelt(wait)}")


def check_ctcp(room: Room, text: str) -> None:
    """Whether a message with the sign of CTCP may be said in a room: not where programs' questions to each other are
    unwanted (`C`), but for an ACTION, which is for people. Raises CannotSend."""
    told = text.removeprefix(ACTION)
    if "C" in room.flags and ("\x01" in told.removesuffix("\x01") or told is text):
        raise CannotSend(room.name, reason="no CTCP messages are taken there")


def must_wait(room: Room, user: User) -> bool:
    """Whether slow mode is on, and holds for somebody."""
    return room.slow_mode > 0 and not may(Action.SPEAK_FAST, user, room)


def check_speak(level: Lockdown, user: User, about: str) -> None:
    """Whether somebody may say anything, to that room or person, under this lockdown.

    Raises SilentNow or GuestsSilentNow.
    """
    if level < Lockdown.ACCOUNTS_ONLY or user.operator:
        return
    if level >= Lockdown.READ_ONLY:
        raise SilentNow(about)
    if not user.account:
        raise GuestsSilentNow(about)


def check_topic(room: Room, user: User) -> None:
    """Whether somebody may change the topic."""
    check(Action.SET_TOPIC_PROTECTED if "t" in room.flags else Action.SET_TOPIC, user, room)


def check_invite(room: Room, user: User) -> None:
    """Whether somebody may invite others."""
    check(Action.INVITE_CLOSED if "i" in room.flags else Action.INVITE, user, room)


def check_mode(room: Room, user: User, letter: str) -> None:
    """Whether somebody may change this mode."""
    check(OF_MODES[letter], user, room)


def check_kick(room: Room, user: User, other: User) -> None:
    """Whether somebody may make another one leave: by a role that is high enough, and no lower than theirs."""
    check(Action.KICK, user, room)
    check_outranks(room, user, other)


def check_outranks(room: Room, user: User, other: User) -> None:
    """Nobody does anything to who has a higher role."""
    if other is not user and role_of(room, other) > role_of(room, user):
        raise NotOperator(room.name)


def check_outranks_absent(room: Room, user: User, prefixes: str) -> None:
    """The same about somebody who is not there, and whose kept standing this is."""
    if ROLES[prefixes[0]] > role_of(room, user):
        raise NotOperator(room.name)


def has_key(room: Room, user: User | None) -> bool:
    """Whether somebody may see the room's key."""
    return user is not None and may(Action.SEE_KEY, user, room)
