"""Corrected messages."""

from __future__ import annotations

from hubbub.chat.events import Event, MessageEdited
from hubbub.irc.ctcp import ACTION, is_ctcp
from hubbub.typed.splitting import cut_behind_words
from hubbub.wire.message import BODY_LIMIT

from .caps import EDIT, FILES
from .files import with_files
from .tagging import Render, identified

EDITED = "[edited] "


def message_edited(event: MessageEdited, caps: int) -> str:
    """For who cannot read EDIT, the new text as a message of its own."""
    if caps & FILES and event.files:
        return with_files(message_edited(event, caps & ~FILES), event.files, caps)
    if caps & EDIT:
        return identified(event, caps, f":{event.source} EDIT {event.target} {event.message:x} :{event.text}")
    head, text = f":{event.source} {'NOTICE' if event.notice else 'PRIVMSG'} {event.target} :", marked(event.text)
    longest = BODY_LIMIT - len(head.encode())
    parts = [text] if is_ctcp(text) or longest < len(EDITED) else cut_behind_words(text, longest)
    return "\n".join(identified(event, caps, head + part, with_id=n == 0) for n, part in enumerate(parts))


def marked(text: str) -> str:
    """The new text with a sign that it is one; of what somebody does (CTCP ACTION) within it."""
    return f"{ACTION}{EDITED}{text[len(ACTION) :]}" if text.startswith(ACTION) else f"{EDITED}{text}"


RENDER: dict[type[Event], Render] = {
    MessageEdited: message_edited,
}
