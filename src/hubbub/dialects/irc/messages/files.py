"""FILE: tokens and links for what is uploaded and fetched over HTTP (docs/ext/files.md)."""

from __future__ import annotations

from hubbub.chat.chat import Chat
from hubbub.chat.world.session import Session
from hubbub.commands.messages import files
from hubbub.dialects.irc.lines import from_server, shortened, standard_reply
from hubbub.dialects.irc.verb import Verb
from hubbub.dialects.services.files import address, place
from hubbub.wire.message import Message


def file(chat: Chat, session: Session, message: Message) -> None:
    asked, *about = message.params
    if asked.upper() == "TOKEN":
        made, seconds = files.token(chat, session)
        from_server(session, "FILE", "TOKEN", made, str(seconds), place(chat))
    elif asked.upper() == "LINK" and about:
        from_server(session, "FILE", "LINK", files.id_in(about[0]), address(chat, session, about[0]))
    else:
        standard_reply(
            session, "FAIL", "FILE", "INVALID_PARAMS", shortened(asked), text="There are FILE TOKEN and FILE LINK <id>."
        )


VERBS: dict[str, Verb] = {
    "FILE": Verb(
        file, "FILE TOKEN|LINK <id>", "Get a token for uploading files, or a link to one that you may read.", params=1
    ),
}
