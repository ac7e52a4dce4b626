"""Who may come in and make accounts right now: the one place that every dialect asks."""

from __future__ import annotations

import hmac
from contextlib import suppress
from itertools import chain

import msgspec

from hubbub.chat.chat import Chat
from hubbub.chat.party import NO_PARTY, Party, guest, number_of
from hubbub.chat.refusals import (
    AccountsClosed,
    AccountsOnly,
    AccountsOnlyInsecurely,
    AccountsOnlyNow,
    AccountsOnlyNowInsecurely,
    InvitedOnly,
    NoAccountsNow,
    PasswordInsecurely,
    PasswordMissing,
    WrongInvite,
    WrongPassword,
)
from hubbub.chat.world.accounts import Account
from hubbub.chat.world.moderation.lockdown import Lockdown
from hubbub.chat.world.people.users import Visit
from hubbub.chat.world.session import Interest, Session
from hubbub.commands.guard import invited
from hubbub.commands.guard.guessing import refuse_for, wrong
from hubbub.wire.addresses import network_of


class OffersChanged(msgspec.Struct, frozen=True):
    """Reply, for those who want to know (`Interest.OFFERS`): what they may ask for may be another now."""


def tell_offers(chat: Chat) -> None:
    """The settings or a lockdown have changed what there is to ask for, also for who is still coming in."""
    changed, local = OffersChanged(), chat.world.local
    offers = Interest.OFFERS
    for session in chain(list(local.strangers), *local.everybody.values()):
        if offers in session.interests:
            session.send(changed)


def check_password(chat: Chat, session: Session, given: str, party: Party = NO_PARTY) -> None:
    """The server's password, when it has one, or in its place the code of an invitation to the server.

    `party`: who they will be, if that is known. Raises WrongPassword, PasswordMissing, PasswordInsecurely without
    looking at it where others can read along, or TooManyTries.
    """
    expected = chat.policy.password
    guesses, network = chat.world.local.guesses.addresses, network_of(session.address)
    if expected and given:
        refuse_for(guesses.wait(network, chat.clock))
    if expected and session.secure and hmac.compare_digest(given.encode(), expected.encode()):
        session.knows_password = True
        return
    if given:
        with suppress(WrongInvite):  # it may be a password that nobody asked for
            invited.show(chat, session, given, party)
    if expected and not invited.admits(chat, session, party):
        if given:
            guesses.count(network, chat.clock)
        if not session.secure:
            raise PasswordInsecurely
        if given:
            wrong(chat, session, "", "server password")
        raise (WrongPassword if given else PasswordMissing)


def check_enter(chat: Chat, session: Session, account: Account | None, visit: Visit | None) -> None:
    """Whether somebody may come in: the owner of that account, or a guest, perhaps one who was here before.

    Raises AccountsOnly or InvitedOnly.
    """
    if account is not None:
        return
    if chat.policy.access == "accounts":
        raise (AccountsOnly if session.secure else AccountsOnlyInsecurely)
    is_here = visit is not None and guest(visit.number) in chat.world.parties
    if chat.world.lockdown >= Lockdown.ACCOUNTS_ONLY and not is_here:
        raise (AccountsOnlyNow if session.secure else AccountsOnlyNowInsecurely)
    if chat.policy.access == "open":
        return
    if visit is None and not invited.admits(chat, session):
        raise InvitedOnly


def needs_account(chat: Chat) -> bool:
    """Whether only the owners of accounts may come in now."""
    return chat.policy.access == "accounts" or chat.world.lockdown >= Lockdown.ACCOUNTS_ONLY


def may_register(chat: Chat) -> bool:
    """Whether people may make accounts for themselves."""
    return chat.policy.accounts_open and chat.policy.access != "accounts" and not chat.world.lockdown


def check_register(chat: Chat, session: Session) -> None:
    """Whether somebody may make an account, who is here already or is not yet.

    Raises AccountsClosed, InvitedOnly or WrongPassword.
    """
    if not may_register(chat):
        raise NoAccountsNow if chat.world.lockdown else AccountsClosed
    if session.user is not None or invited.admits(chat, session):
        return
    if chat.policy.access == "invited":
        raise InvitedOnly
    if chat.policy.password and not session.knows_password:
        raise WrongPassword


def came(chat: Chat, session: Session, party: Party) -> None:
    """Who has just come, or has made an account to come with, has used the invitation that was shown, if need be."""
    is_new = session.user is None or not number_of(party)
    instead_of_password = chat.policy.password != "" and not session.knows_password
    admitted = instead_of_password or (chat.policy.access == "invited" and is_new)
    invited.use(chat, session, party, admitted=admitted)
