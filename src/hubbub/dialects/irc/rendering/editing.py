"""Corrected messages."""

from __future__ import annotations

from hubbub.chat.events import Event, MessageEdited
from hubbub.irc.ctcp import ACTION, is_ctcp
from hubbub.irc.tags import CONCAT_TAG
from hubbub.typed.splitting import cut_behind_words
from hubbub.wire.message import BODY_LIMIT

from .caps import EDIT, FILES, MULTILINE
from .composition import SHORTEST, composition
from .files import with_files
from .tagging import Render, identified

EDITED = "[edited] "


def message_edited(event: MessageEdited, caps: int) -> str:
    """For who cannot read EDIT, the new text as a message of its own."""
    if caps & FILES and event.files:
        return with_files(message_edited(event, caps & ~FILES), event.files, caps)
    if caps & EDIT:
        return edit_command(event, caps)
    head, text = f":{event.source} {'NOTICE' if event.notice else 'PRIVMSG'} {event.target} :", marked(event.text)
    longest = BODY_LIMIT - len(head.encode())
    if is_ctcp(text) or longest < len(EDITED):
        parts = [text.partition("\n")[0]]
    else:
        parts = [part for line in text.split("\n") if line for part in cut_behind_words(line, longest)]
    return "\n".join(identified(event, caps, head + part, with_id=n == 0) for n, part in enumerate(parts))


def edit_command(event: MessageEdited, caps: int) -> str:
    """EDIT; of several lines a batch of them for who has draft/multiline, for others one line (docs/ext/edit.md)."""
    head = f":{event.source} EDIT {event.target} {event.message:x} :"
    if event.joined is None or not caps & MULTILINE:
        return identified(event, caps, head + " ".join(filter(None, event.text.split("\n"))))
    reference = f"m{event.id:x}"
    opening = f":{event.source} BATCH +{reference} hubbub.chat/edit {event.target} {event.message:x}"
    lines = [identified(event, caps, opening)]
    for text, concat in composition(event.text, event.joined, max(SHORTEST, BODY_LIMIT - len(head.encode()))):
        lines.append(f"@batch={reference}{f';{CONCAT_TAG}' if concat else ''} {head}{text}")
    return "\n".join([*lines, f":{event.source} BATCH -{reference}"])


def marked(text: str) -> str:
    """The new text with a sign that it is one; of what somebody does (CTCP ACTION) within it."""
    return f"{ACTION}{EDITED}{text[len(ACTION) :]}" if text.startswith(ACTION) else f"{EDITED}{text}"


RENDER: dict[type[Event], Render] = {
    MessageEdited: message_edited,
}
