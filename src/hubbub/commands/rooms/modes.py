"""The modes of rooms: flags, keys, limits, lists, and members' standing."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from hubbub.chat import names, rights
from hubbub.chat.audit import CONSOLE
from hubbub.chat.chat import TOLD, Chat
from hubbub.chat.events import ModesChanged, UserModesChanged
from hubbub.chat.names import masks
from hubbub.chat.refusals import (
    BadModeArgument,
    ListFull,
    NobodyHere,
    NotOperator,
    NotThere,
    Refusal,
    TextTooLong,
)
from hubbub.chat.world.people.privacy import LETTERS as PRIVACY_LETTERS
from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.session import Session
from hubbub.commands.people import privacy
from hubbub.commands.rooms import roles
from hubbub.irc.modes import GIVEN_MODES, ROOM_MODES, Change, Kind
from hubbub.wire.numbers import LARGEST, whole

from .joining import member_of

LIST_LENGTH = 100
LIFTED = 10  # masks in one go: all in their rooms are told
KEY_BYTES = 23
MASK_BYTES = 200
WHY_BYTES = 200
MOST_MEMBERS = 999_999_999  # that a limit may let in
SLOWEST = 6 * 3600  # seconds between two messages of one person


class Term(msgspec.Struct, frozen=True):
    """Until when masks stand on a list (0: for ever), and why."""

    until: int = 0
    why: str = ""


FOR_EVER = Term()


def ban(chat: Chat, session: Session, name: str, mask: str, milliseconds: int, why: str) -> None:
    """Put a mask on a room's list of bans for so long (0: for ever); that of an earlier ban ends then, too.

    Raises what `change` gives back, and TextTooLong.
    """
    user, room = member_of(chat, session, name)
    if len(why.encode()) > WHY_BYTES:
        raise TextTooLong(length=str(len(why.encode())), limit=str(WHY_BYTES))
    term = Term(chat.now + milliseconds if milliseconds else 0, why)
    for refusal in change_as(chat, session, user, room, [Change(True, "b", mask)], term=term):
        raise refusal


def lift_ended(chat: Chat) -> bool:
    """Take some of the masks off the rooms' lists whose time is over; whether there may be more."""
    before = chat.told
    if chat.disk_full:
        return False
    for lifted, (room, off) in enumerate(chat.world.ended(chat.now, chat.over_by), 1):
        changed = ModesChanged(
            id=chat.ids(),
            at=chat.stamp(room),
            log=room.log,
            room=room.name,
            source=chat.policy.server,
            changes=(off,),
        )
        chat.emit(changed)
        if lifted == LIFTED or chat.told - before > TOLD:
            return True
    return bool(chat.world.local.to_lift)


def change(chat: Chat, session: Session, name: str, wanted: Iterable[Change]) -> list[Refusal]:
    """Change a room's modes as far as that is allowed; what is not comes back as refusals, in order."""
    user, room = member_of(chat, session, name)
    return change_as(chat, session, user, room, wanted)


def change_as(
    chat: Chat,
    session: Session,
    user: User | None,
    room: Room,
    wanted: Iterable[Change],
    *,
    override: bool = False,
    term: Term = FOR_EVER,
) -> list[Refusal]:
    """The same for somebody who may ask, or the console (None); `override`: whatever their role is; `term`: of masks
    on lists."""
    chat.check_space()
    done: list[Change] = []
    refused: list[Refusal] = []
    for one in wanted:
        try:
            checked = _check(chat, room, user, one, done, override=override, term=term)
        except Refusal as refusal:
            if not (isinstance(refusal, NotOperator) and any(isinstance(other, NotOperator) for other in refused)):
                refused.append(refusal)
        else:
            if checked is not None:
                done.append(checked)
    if done:
        at, source = chat.stamp(room), user.source if user else CONSOLE
        changed = ModesChanged(
            id=chat.ids(),
            at=at,
            log=room.log,
            room=room.name,
            source=source,
            changes=tuple(done),
            until=term.until,
            why=term.why,
            since=chat.now if at > chat.now else 0,
        )
        chat.emit(changed, session)
        roles.keep(chat, room, done)
    return refused


def change_own(chat: Chat, session: Session, wanted: Iterable[Change]) -> None:
    """Change one's own modes. What only the server gives is passed over, and so is what would change nothing."""
    user = session.me
    last = {one.letter: one for one in wanted if not (one.set and one.letter in GIVEN_MODES)}
    done = tuple(one for one in last.values() if (one.letter in user.modes) != one.set)
    if done:
        chat.emit(UserModesChanged(at=chat.now, source=user.source, changes=done), session)
        if any(one.letter in PRIVACY_LETTERS for one in done):
            privacy.keep_privacy(chat, user)


def _check(
    chat: Chat, room: Room, user: User | None, one: Change, done: list[Change], *, override: bool, term: Term = FOR_EVER
) -> Change | None:
    """The change as it will be done after those before it; None when it would change nothing. Raises a Refusal."""
    if not override and user:
        rights.check_mode(room, user, one.letter)
    kind = ROOM_MODES[one.letter].kind
    if kind is Kind.PREFIX:
        return _check_role(chat, room, user, one, done, override=override)
    if kind is Kind.LIST:
        return _check_mask(chat, room, one, done, term)
    if one.set:
        _check_argument(one)
        wanted = Change(True, one.letter, str(whole(one.argument, MOST_MEMBERS))) if one.letter in "lW" else one
        return None if _flag(room, one.letter, done) == wanted.argument else wanted
    return one if _flag(room, one.letter, done) is not None else None


def _flag(room: Room, letter: str, done: list[Change]) -> str | None:
    """The argument of a flag after these changes; None: it is not set."""
    last = _last(done, letter)
    if last is not None:
        return last.argument if last.set else None
    return room.flags.get(letter)


def _last(done: list[Change], letter: str, fold: str | None = None) -> Change | None:
    """The last of these changes of that mode, about that one (folded) alone where the mode is about somebody."""
    same = (one for one in reversed(done) if one.letter == letter)
    return next((one for one in same if fold is None or names.fold(one.argument) == fold), None)


def _check_role(
    chat: Chat, room: Room, user: User | None, one: Change, done: list[Change], *, override: bool
) -> Change | None:
    other = chat.world.user(one.argument)
    member = room.members.get(other) if other else None
    if member is None and not one.set and (absent := _check_absent(chat, room, user, one, override=override)):
        return None if absent in done else absent
    if other is None:
        raise NobodyHere(one.argument)
    if member is None:
        raise NotThere(other.name, room=room.name)
    if not override and user:
        rights.check_outranks(room, user, other)
    last = _last(done, one.letter, other.fold)
    has = last.set if last is not None else one.letter in member.prefixes
    return None if has == one.set else Change(one.set, one.letter, other.name)


def _check_absent(chat: Chat, room: Room, user: User | None, one: Change, *, override: bool) -> Change | None:
    """What the owner of an account was in the room is taken while they are not there."""
    account = roles.affected(chat, one.argument)
    had = room.roles.get(account.number, "") if account else ""
    if account is None or one.letter not in had:
        return None
    if not override and user:
        rights.check_outranks_absent(room, user, had)
    return Change(False, one.letter, one.argument)


def _check_mask(chat: Chat, room: Room, one: Change, done: list[Change], term: Term) -> Change | None:
    try:
        mask = masks.whole(one.argument)
        if one.set:
            masks.check_possible(mask)
    except masks.NoMask as reason:
        raise BadModeArgument(room.name, mode=one.letter, reason=str(reason)) from None
    if len(mask.encode()) > MASK_BYTES or " " in mask:
        raise BadModeArgument(room.name, mode=one.letter, reason=f"a mask is one word of at most {MASK_BYTES} bytes")
    key = names.fold(mask)
    last, known = _last(done, one.letter, key), room.lists.get(one.letter, {}).get(key)
    if last is not None:
        return None if last.set == one.set else Change(one.set, one.letter, last.argument)
    if not one.set:
        if known is None:
            raise BadModeArgument(room.name, mode=one.letter, reason=f"{mask} is not on the list")
        return Change(False, one.letter, known.mask)
    if known is None and _count_masks(room, done) >= LIST_LENGTH:
        raise ListFull(room.name, mode=one.letter)
    if known is not None and (known.until, known.why) == (term.until, term.why):
        return None
    return Change(True, one.letter, known.mask if known else mask)


def _count_masks(room: Room, done: list[Change]) -> int:
    """How many masks are on the room's lists after these changes."""
    listed = {(letter, key) for letter, known in room.lists.items() for key in known}
    for one in done:
        if ROOM_MODES[one.letter].kind is Kind.LIST:
            change = listed.add if one.set else listed.discard
            change((one.letter, names.fold(one.argument)))
    return len(listed)


def _check_argument(one: Change) -> None:
    if one.letter == "k" and (not one.argument or len(one.argument.encode()) > KEY_BYTES or " " in one.argument):
        raise BadModeArgument(mode="k", reason=f"a key is one word of at most {KEY_BYTES} bytes")
    if one.letter == "k" and ("," in one.argument or one.argument.startswith(":")):
        raise BadModeArgument(mode="k", reason="a key has no comma and no colon in front")
    number = whole(one.argument, LARGEST) or 0
    if one.letter == "l" and not 1 <= number <= MOST_MEMBERS:
        raise BadModeArgument(mode="l", reason=f"a limit is a number from 1 to {MOST_MEMBERS}")
    if one.letter == "W" and not 1 <= number <= SLOWEST:
        raise BadModeArgument(mode="W", reason=f"it is a number of seconds from 1 to {SLOWEST}, which are six hours")
