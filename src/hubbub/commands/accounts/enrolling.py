"""Operators make accounts for others, with a first password."""

from __future__ import annotations

from heapq import nlargest

from hubbub.chat.chat import Chat
from hubbub.chat.codes import code_of
from hubbub.chat.events import AccountCreated
from hubbub.chat.ports import TooBusy
from hubbub.chat.refusals import AccountExists, NoSuchAccount, TooManyLogins, WouldBeShown
from hubbub.chat.rights import Action
from hubbub.chat.world.accounts import Account
from hubbub.chat.world.session import Session
from hubbub.commands.guard.actors import actor, note
from hubbub.commands.sessions import entering

MOST_LISTED = 500  # accounts in one answer


async def enrol(chat: Chat, session: Session, name: str) -> tuple[Account, str]:
    """Make an account of that name; it, and the password to hand to its owner.

    Raises NotServerOperator, WouldBeShown, BadName, NameReserved, NameTaken, AccountExists, TooManyLogins, DiskFull.
    """
    actor(session, Action.MANAGE_ACCOUNTS)
    if not session.secure:
        raise WouldBeShown
    _check_free(chat, name)
    password = code_of(chat.services.secret())
    try:
        credentials = await chat.after(session, chat.services.hasher.derive(password))
    except TooBusy:
        chat.begin()
        raise TooManyLogins from None
    me = actor(session, Action.MANAGE_ACCOUNTS)
    name = _check_free(chat, name)
    chat.check_space()
    number = chat.ids()
    note(chat, me, "ENROL", name)
    chat.emit(AccountCreated(account=number, at=chat.now, name=name, credentials=credentials))
    return chat.world.accounts.numbers[number], password


def listed(chat: Chat, session: Session) -> list[Account]:
    """The accounts, who was here last first; at most MOST_LISTED. Raises NotServerOperator."""
    actor(session, Action.MANAGE_ACCOUNTS)
    known = chat.world.accounts.latest_seen(MOST_LISTED)
    return nlargest(MOST_LISTED, known, key=lambda one: (one.party in chat.world.parties, one.seen_at))


def named(chat: Chat, session: Session, name: str) -> Account:
    """The account of that name, for operators. Raises NotServerOperator, NoSuchAccount."""
    actor(session, Action.MANAGE_ACCOUNTS)
    account = chat.world.accounts.named(name)
    if account is None:
        raise NoSuchAccount(name)
    return account


def _check_free(chat: Chat, wanted: str) -> str:
    if chat.world.accounts.owner(wanted) is not None:
        raise AccountExists(wanted)
    return entering.check_name(chat, wanted, by_operator=True)
