"""Who may come in and make accounts right now: the one place that every dialect asks."""

from __future__ import annotations

from hubbub.chat.accounts import Account
from hubbub.chat.refusals import AccountsClosed, AccountsOnly
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn


def check_enter(turn: Turn, session: Session, account: Account | None) -> None:
    """Whether somebody may come in, as the owner of that account or as a guest. Raises AccountsOnly."""
    if account is None and turn.policy.access == "accounts":
        raise AccountsOnly(how=AccountsOnly.LOG_IN if session.secure else AccountsOnly.WITH_TLS)


def may_register(turn: Turn) -> bool:
    """Whether people may make accounts for themselves."""
    return turn.policy.accounts_open and turn.policy.access != "accounts"


def check_register(turn: Turn) -> None:
    """Raises AccountsClosed."""
    if not may_register(turn):
        raise AccountsClosed
