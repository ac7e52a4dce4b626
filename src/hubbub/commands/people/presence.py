"""That the owner of an account is in the chat, as it is kept for after a restart. Of a guest nothing is kept."""

from __future__ import annotations

from hubbub.chat.chat import Chat
from hubbub.chat.events import PresenceEnded, PresenceNoted
from hubbub.chat.world.people.users import User


def note(chat: Chat, user: User) -> None:
    """Keep that the owner of an account is here, for after a restart. Of a guest nothing is kept."""
    if user.number:
        modes = user.modes.replace("o", "")  # operators are recognised when they come
        chat.emit(
            PresenceNoted(
                at=chat.now,
                account=user.number,
                username=user.username,
                host=user.host,
                realname=user.realname,
                modes=modes,
                away=user.away,
            )
        )


def forget(chat: Chat, user: User) -> None:
    """The account that was theirs is in the chat no more, for it has no part in what they do next."""
    if user.number:
        chat.emit(PresenceEnded(account=user.number))
