"""Who may come in and make accounts right now: the one place that every dialect asks."""

from __future__ import annotations

import hmac
from contextlib import suppress

from hubbub.chat.accounts import Account, number_of
from hubbub.chat.lockdown import Lockdown
from hubbub.chat.people import Visit, guest
from hubbub.chat.refusals import (
    AccountsClosed,
    AccountsOnly,
    AccountsOnlyNow,
    InvitedOnly,
    NoAccountsNow,
    WrongInvite,
    WrongPassword,
)
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.commands.moderation import invites


def check_password(turn: Turn, session: Session, given: str, party: str = "") -> None:
    """The server's password, when it has one, or in its place the code of an invitation to the server.

    `party`: who they will be, if that is known. Raises WrongPassword.
    """
    expected = turn.policy.password
    if expected and hmac.compare_digest(given.encode(), expected.encode()):
        session.knows_password = True
        return
    if given:
        with suppress(WrongInvite):  # it may be a password that nobody asked for
            invites.show(turn, session, given, party)
    if expected and not invites.admits(turn, session, party):
        raise WrongPassword


def check_enter(turn: Turn, session: Session, account: Account | None, visit: Visit | None) -> None:
    """Whether somebody may come in: the owner of that account, or a guest, perhaps one who was here before.

    Raises AccountsOnly or InvitedOnly.
    """
    if account is not None:
        return
    how = AccountsOnly.LOG_IN if session.secure else AccountsOnly.WITH_TLS
    if turn.policy.access == "accounts":
        raise AccountsOnly(how=how)
    is_here = visit is not None and guest(visit.number) in turn.world.parties
    if turn.world.lockdown >= Lockdown.ACCOUNTS_ONLY and not is_here:
        raise AccountsOnlyNow(how=how)
    if turn.policy.access == "open":
        return
    if visit is None and not invites.admits(turn, session):
        raise InvitedOnly


def may_register(turn: Turn) -> bool:
    """Whether people may make accounts for themselves."""
    return turn.policy.accounts_open and turn.policy.access != "accounts" and not turn.world.lockdown


def check_register(turn: Turn, session: Session) -> None:
    """Whether somebody may make an account, who is here already or is not yet.

    Raises AccountsClosed, InvitedOnly or WrongPassword.
    """
    if not may_register(turn):
        raise NoAccountsNow if turn.world.lockdown else AccountsClosed
    if session.user is not None or invites.admits(turn, session):
        return
    if turn.policy.access == "invited":
        raise InvitedOnly
    if turn.policy.password and not session.knows_password:
        raise WrongPassword


def came(turn: Turn, session: Session, party: str) -> None:
    """Who has just come, or has made an account to come with, has used the invitation that was shown, if need be."""
    is_new = session.user is None or not number_of(party)
    instead_of_password = turn.policy.password != "" and not session.knows_password
    admitted = instead_of_password or (turn.policy.access == "invited" and is_new)
    invites.use(turn, session, party, admitted=admitted)
