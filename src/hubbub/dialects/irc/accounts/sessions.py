"""SESSION: a ticket with which the browser of this connection is given a cookie (docs/ext/session.md)."""

from __future__ import annotations

from hubbub.chat.chat import Chat
from hubbub.chat.world.session import Session
from hubbub.commands.accounts import logins
from hubbub.dialects.irc.lines import from_server, shortened, standard_reply
from hubbub.dialects.irc.verb import Verb
from hubbub.wire.message import Message


def session(chat: Chat, session: Session, message: Message) -> None:
    given = message.params[0]
    if given.upper() != "KEEP":
        standard_reply(
            session, "FAIL", "SESSION", "INVALID_PARAMS", shortened(given), text="There is only SESSION KEEP."
        )
        return
    from_server(session, "SESSION", "TICKET", logins.ticket(chat, session))


VERBS: dict[str, Verb] = {
    "SESSION": Verb(session, "SESSION KEEP", "Get a ticket for the browser's cookie.", params=1, once=True),
}
