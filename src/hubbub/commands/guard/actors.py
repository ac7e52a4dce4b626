"""Who uses an operator's rights: somebody in the chat, or the server's own console."""

from __future__ import annotations

import msgspec

from hubbub.chat.chat import Chat
from hubbub.chat.events import OperatorActed
from hubbub.chat.rights import Action, check_operator
from hubbub.chat.world.people.users import User
from hubbub.chat.world.session import Session


class Actor(msgspec.Struct, frozen=True):
    """`source` is what events say of them (nick!user@host), `operator` as which operator or account they act."""

    name: str
    source: str
    operator: str
    login: str = ""  # the name of their account
    face: str = "console"  # over which kind of connection
    bot: bool = False


CONSOLE = Actor("console", "console", "console")


def actor(session: Session, action: Action) -> Actor:
    """Who asks, when they may do this on the server. Raises NotServerOperator."""
    return CONSOLE if session.console else of(check_operator(action, session.user), session)


def of(user: User, session: Session) -> Actor:
    """An operator in the chat, over that connection."""
    return Actor(user.name, user.source, user.operator_name, user.account, session.dialect.name, user.is_bot)


def note(chat: Chat, operator: Actor, command: str, about: str = "", text: str = "") -> None:
    """Leave a trace of what an operator does, in the server's log."""
    acted = OperatorActed(
        at=chat.now,
        source=operator.source,
        operator=operator.operator,
        command=command,
        about=about,
        text=text,
        face=operator.face,
    )
    chat.emit(msgspec.structs.replace(acted, login=operator.login))
