"""Getting back in without the password: an operator makes a code, and who has it sets a new password."""

from __future__ import annotations

import hmac

from hubbub.chat.accounts import Account
from hubbub.chat.codes import code_of, hash_of
from hubbub.chat.events import AccountChanged, ResetCodeMade
from hubbub.chat.refusals import DiskFull, NoSuchAccount, NotSecure, WrongCode
from hubbub.chat.rights import Action
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.commands.accounts import certificates, devices
from hubbub.commands.accounts.guessing import begin_try
from hubbub.commands.accounts.passwords import check_new, hashed, hasher_for
from hubbub.commands.moderation.actors import actor, note

VALID_MS = 86_400_000


def make_code(turn: Turn, session: Session, name: str) -> tuple[Account, str]:
    """An operator makes the code that lets somebody set a new password within a day; the one before ends.

    Raises NotServerOperator, NotSecure, NoSuchAccount, DiskFull.
    """
    me = actor(session, Action.MANAGE_ACCOUNTS)
    if not session.secure:
        raise NotSecure
    account = turn.world.accounts.named(name)
    if account is None:
        raise NoSuchAccount(name)
    if turn.disk_full:
        raise DiskFull
    code = code_of(turn.secret())
    note(turn, me, "RESET", account.name)
    turn.emit(ResetCodeMade(account.number, turn.now, hash_of(code)))
    return account, code


async def reset(turn: Turn, session: Session, name: str, code: str, password: str) -> Account:
    """Set a new password with such a code, which is used up then; the account's other connections end.

    Its certificates are removed, for somebody else may have added them, and the owner cannot know.
    Codes are counted as passwords of that account are. Raises NotSecure, BadPassword, TooManyTries, WrongCode,
    TooManyLogins, DiskFull.
    """
    hasher = hasher_for(turn, session)
    check_new(password)
    fold = begin_try(turn, session, name)
    _with_code(turn, name, code)
    credentials = await hashed(turn, session, hasher.derive(password))
    account = _with_code(turn, name, code)
    if turn.disk_full:
        raise DiskFull
    turn.world.guesses.succeed(session.address, fold)
    turn.emit(AccountChanged(account.number, turn.now, credentials))
    certificates.remove_all(turn, account)
    devices.end_others(turn, account, session, "The password was set anew")
    return account


def _with_code(turn: Turn, name: str, code: str) -> Account:
    """The account of that name whose code this is. A name that nobody has gets the same answer as a wrong code."""
    account = turn.world.accounts.named(name)
    kept = account.reset_code if account and turn.now < account.reset_at + VALID_MS else b""
    if account is None or not hmac.compare_digest(hash_of(code), kept):
        raise WrongCode
    return account
