"""Operators make accounts for others, with a first password."""

from __future__ import annotations

from hubbub.chat.accounts import Account
from hubbub.chat.codes import code_of
from hubbub.chat.events import AccountCreated
from hubbub.chat.ports import TooBusy
from hubbub.chat.refusals import AccountExists, AccountsClosed, DiskFull, NotSecure, TooManyLogins
from hubbub.chat.rights import Action
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.commands.moderation.actors import actor, note
from hubbub.commands.people import entering


async def enrol(turn: Turn, session: Session, name: str) -> tuple[Account, str]:
    """Make an account of that name; it, and the password to hand to its owner.

    Raises NotServerOperator, NotSecure, BadName, NameReserved, NameTaken, AccountExists, TooManyLogins, DiskFull.
    """
    actor(session, Action.MANAGE_ACCOUNTS)
    if not session.secure:
        raise NotSecure(sentence=NotSecure.SHOWN)
    if turn.hasher is None:
        raise AccountsClosed
    _check_free(turn, name)
    password = code_of(turn.secret())
    try:
        credentials = await turn.after(session, turn.hasher.derive(password))
    except TooBusy:
        turn.begin()
        raise TooManyLogins from None
    me = actor(session, Action.MANAGE_ACCOUNTS)
    name = _check_free(turn, name)
    if turn.disk_full:
        raise DiskFull
    number = turn.ids()
    note(turn, me, "ENROL", name)
    turn.emit(AccountCreated(number, turn.now, name, credentials))
    return turn.world.accounts.numbers[number], password


def _check_free(turn: Turn, wanted: str) -> str:
    if turn.world.accounts.owner(wanted) is not None:
        raise AccountExists(wanted)
    return entering.check_name(turn, wanted)
