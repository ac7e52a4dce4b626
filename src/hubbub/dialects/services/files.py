"""`/file`, as people ask for it in every dialect."""

from __future__ import annotations

from urllib.parse import quote

from hubbub.chat.chat import Chat
from hubbub.chat.world.session import Session
from hubbub.commands.messages import files

from .record import row
from .service import Service


def link(chat: Chat, session: Session, words: list[str]) -> list[str] | None:
    """An address under which the file of that link is fetched without showing who one is. Raises NoSuchFile."""
    if len(words) != 1:
        return None
    url = address(chat, session, words[0])
    return ["Good for ten minutes, for whoever has it:", row("file", url, link=url)]


def address(chat: Chat, session: Session, about: str) -> str:
    """The same for the dialects: `about` is the link of the file, or its id."""
    made, name = files.link(chat, session, files.id_in(about))
    return f"{place(chat)}/link/{made}/{quote(name, safe='')}"


def place(chat: Chat) -> str:
    """Where files are uploaded and fetched."""
    return f"{chat.services.public_address().url}/files"


SERVICES: dict[str, Service] = {"file": Service(link)}
