"""To which account a connection is logged in, and whether its owner runs the server."""

from __future__ import annotations

from hubbub.chat.chat import Chat
from hubbub.chat.events import OperatorActed, UserModesChanged
from hubbub.chat.refusals import NotLoggedIn
from hubbub.chat.world.accounts import Account
from hubbub.chat.world.people.users import User
from hubbub.chat.world.session import Session
from hubbub.irc.modes import Change


def recognise(chat: Chat, user: User) -> None:
    """Who has come as the owner of such an account is an operator at once."""
    account = chat.world.accounts.of_party(user.party)
    if account is not None and account.operator and not user.operator:
        chat.emit(OperatorActed(at=chat.now, source=user.source, operator=account.name, command="LOGIN"))
        chat.emit(
            UserModesChanged(at=chat.now, source=user.source, changes=(Change(True, "o"),), operator=account.name)
        )


def logged_in(chat: Chat, session: Session) -> Account:
    """The account that this connection is logged in to. Raises NotLoggedIn."""
    account = chat.world.accounts.of_party(session.user.party) if session.user else None
    if account is None:
        raise NotLoggedIn
    return account


def step_down(chat: Chat, user: User) -> None:
    """Who is an operator by their account is none when they are somebody else."""
    if user.operator and user.operator_name == user.account:
        chat.emit(UserModesChanged(at=chat.now, source=user.source, changes=(Change(False, "o"),)))
