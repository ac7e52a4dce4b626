"""Accounts whose owners run the server: who is the first, and who gives that role to others or takes it."""

from __future__ import annotations

import hmac

from hubbub.chat.chat import Chat
from hubbub.chat.codes import code_of, hash_of
from hubbub.chat.events import OperatorActed, OperatorAppointed, OperatorCodeMade
from hubbub.chat.refusals import NoSuchAccount, NotSecure, WrongCode
from hubbub.chat.rights import Action
from hubbub.chat.world.accounts import Account
from hubbub.chat.world.session import Session
from hubbub.commands.guard import guessing, identity
from hubbub.commands.guard.actors import actor, note
from hubbub.commands.guard.guessing import begin_try

CODE = "operator code"  # under which guesses of it are counted; no account has a space in its name


def first_code(chat: Chat) -> str:
    """The code that makes its finder an operator, for the server's own console. Empty when there are operators."""
    if chat.policy.operators or chat.world.accounts.has_operator():
        return ""
    code = code_of(chat.services.secret())
    chat.emit(OperatorCodeMade(code_hash=hash_of(code)))
    return code


def claim(chat: Chat, session: Session, code: str) -> None:
    """Who is logged in and knows the server's code becomes its operator; then the code is used up.

    Raises NotSecure, NotLoggedIn, TooManyTries, WrongCode, DiskFull.
    """
    if not session.secure:
        raise NotSecure
    account = identity.logged_in(chat, session)
    accounts = chat.world.accounts
    begin_try(chat, session, CODE)
    is_over = not accounts.operator_code or bool(chat.policy.operators)  # somebody runs it since, by the settings
    if is_over or not hmac.compare_digest(hash_of(code), accounts.operator_code):
        guessing.wrong(chat, session, account.name, "operator code")
        raise WrongCode
    chat.check_space()
    chat.world.local.guesses.succeed(session.address, CODE)
    login, face = account.name, session.dialect.name
    chat.emit(
        OperatorActed(
            at=chat.now,
            source=session.me.source,
            operator=login,
            command="OPERATOR",
            about=login,
            face=face,
            login=login,
        )
    )
    _appoint(chat, account)


def appoint(chat: Chat, session: Session, name: str, *, operator: bool) -> Account:
    """An operator gives the role to the owner of an account, or takes it.

    Raises NotServerOperator, NoSuchAccount, DiskFull.
    """
    me = actor(session, Action.MANAGE_ACCOUNTS)
    account = chat.world.accounts.named(name)
    if account is None:
        raise NoSuchAccount(name)
    chat.check_space()
    command = "APPOINT" if operator else "DISMISS"
    note(chat, me, command, account.name)
    if operator:
        _appoint(chat, account)
    else:
        _dismiss(chat, account)
    return account


def _appoint(chat: Chat, account: Account) -> None:
    if chat.world.accounts.operator_code:  # it is for a server that nobody runs
        chat.emit(OperatorCodeMade())
    if not account.operator:
        chat.emit(OperatorAppointed(account=account.number, at=chat.now, operator=True))
    user = chat.world.parties.get(account.party)
    if user is not None:
        identity.recognise(chat, user)


def _dismiss(chat: Chat, account: Account) -> None:
    if account.operator:
        chat.emit(OperatorAppointed(account=account.number, at=chat.now, operator=False))
    user = chat.world.parties.get(account.party)
    if user is not None:
        identity.step_down(chat, user)
