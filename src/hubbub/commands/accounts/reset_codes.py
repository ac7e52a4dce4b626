"""Getting back in without the password: an operator makes a code, and who has it sets a new password."""

from __future__ import annotations

import hmac

from hubbub.chat.chat import Chat
from hubbub.chat.codes import code_of, hash_of
from hubbub.chat.events import AccountChanged, ResetCodeMade
from hubbub.chat.refusals import NoSuchAccount, NotSecure, WrongCode
from hubbub.chat.rights import Action
from hubbub.chat.world.accounts import Account
from hubbub.chat.world.session import Session
from hubbub.commands.accounts import certificates, devices, tokens
from hubbub.commands.accounts.passwords import check_new, hashed, hasher_for
from hubbub.commands.guard import guessing
from hubbub.commands.guard.actors import actor, note
from hubbub.commands.guard.guessing import begin_try
from hubbub.typed.durations import DAY

VALID_MS = DAY


def make_code(chat: Chat, session: Session, name: str) -> tuple[Account, str]:
    """An operator makes the code that lets somebody set a new password within a day; the one before ends.

    Raises NotServerOperator, NotSecure, NoSuchAccount, DiskFull.
    """
    me = actor(session, Action.MANAGE_ACCOUNTS)
    if not session.secure:
        raise NotSecure
    account = chat.world.accounts.named(name)
    if account is None:
        raise NoSuchAccount(name)
    chat.check_space()
    code = code_of(chat.services.secret())
    note(chat, me, "RESET", account.name)
    chat.emit(ResetCodeMade(account=account.number, at=chat.now, code_hash=hash_of(code)))
    return account, code


async def reset(chat: Chat, session: Session, name: str, code: str, password: str) -> Account:
    """Set a new password with such a code, which is used up then; the account's other connections end.

    Its certificates and tokens are removed, for somebody else may have added them, and the owner cannot know.
    Codes are counted as passwords of that account are. Raises NotSecure, BadPassword, TooManyTries, WrongCode,
    TooManyLogins, DiskFull.
    """
    hasher = hasher_for(chat, session)
    check_new(chat, password)
    fold = begin_try(chat, session, name)
    try:
        _with_code(chat, name, code)
    except WrongCode:
        guessing.wrong(chat, session, name, "reset code")
        raise
    credentials = await hashed(chat, session, hasher.derive(password))
    account = _with_code(chat, name, code)
    chat.check_space()
    chat.world.local.guesses.succeed(session.address, fold)
    chat.emit(AccountChanged(account=account.number, at=chat.now, credentials=credentials))
    certificates.remove_all(chat, account)
    tokens.revoke_all(chat, account)
    devices.end_others(chat, account, session, "The password was set anew")
    return account


def _with_code(chat: Chat, name: str, code: str) -> Account:
    """The account of that name whose code this is. A name that nobody has gets the same answer as a wrong code."""
    account = chat.world.accounts.named(name)
    kept = account.reset_code if account and chat.now < account.reset_at + VALID_MS else b""
    if account is None or not hmac.compare_digest(hash_of(code), kept):
        raise WrongCode
    return account
