"""Which host somebody has: the cloak of their address, or that of their account."""

from __future__ import annotations

from hubbub.chat import cloaks
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn


def cloak(turn: Turn, session: Session) -> str:
    """What the address of this connection is shown as; empty where there are no cloaks."""
    return cloaks.of_address(turn.world.cloak_key, session.address) if turn.policy.cloaks else ""


def host_of(turn: Turn, session: Session, account: str = "") -> str:
    """The host of who comes in here; `account`: the name of the account that is theirs."""
    if not turn.policy.cloaks:
        return cloaks.HIDDEN
    return cloaks.of_account(account) if account else cloak(turn, session)
