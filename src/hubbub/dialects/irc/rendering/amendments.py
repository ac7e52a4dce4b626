"""What was done with a message that was said before: reacted to, corrected, taken back."""

from __future__ import annotations

from hubbub.chat.events import Event, MessageEdited, MessageExpired, MessageRedacted, ReactionNotice, RetentionChanged
from hubbub.chat.world.people.users import name_of
from hubbub.irc.ctcp import ACTION, is_ctcp
from hubbub.typed import sentences
from hubbub.typed.splitting import cut_behind_words
from hubbub.wire.message import BODY_LIMIT

from .caps import EDIT, FILES, MESSAGE_REDACTION, MESSAGE_TAGS
from .files import with_files
from .tagging import Render, identified, timed

EDITED = "[edited] "


def reaction_notice(event: ReactionNotice, caps: int) -> str | None:
    if caps & MESSAGE_TAGS:
        return None
    return timed(event, caps, f":{event.source} NOTICE {event.target} :[{reaction(event)}]")


def reaction(event: ReactionNotice) -> str:
    """In words, for people: who reacted to what."""
    did = f"took {event.reaction} back from" if event.undone else f"reacted with {event.reaction} to"
    return f"{name_of(event.source)} {did} {quoted(event.about)}"


def quoted(about: str) -> str:
    return f"'{about}'" if about else "an earlier message"


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


def message_redacted(event: MessageRedacted, caps: int) -> str:
    """For who cannot read REDACT, "the fallback method used (if any) is left up to server implementations"."""
    if not caps & MESSAGE_REDACTION:
        return identified(event, caps, f":{event.source} NOTICE {event.target} :[{removal(event)}]")
    why = f" :{event.text}" if event.text else ""
    return identified(event, caps, f":{event.source} REDACT {event.target} {event.message:x}{why}")


def removal(event: MessageRedacted) -> str:
    """In words, for people: who removed whose message, and why."""
    name = name_of(event.source)
    did = "took back a message" if name == event.author else f"removed a message of {event.author}"
    return f"{name} {did}: {event.text}" if event.text else f"{name} {did}"


def message_expired(event: MessageExpired, caps: int) -> str | None:
    """As if its author had taken it back, for who can read that; for all others it stays where it was shown."""
    if not caps & MESSAGE_REDACTION:
        return None
    return timed(event, caps, f":{event.source} REDACT {event.target} {event.message:x} :expired")


def retention_changed(event: RetentionChanged, caps: int) -> str:
    """In words: there is no command for it that clients would know."""
    text = sentences.retention_changed(name_of(event.source), "here", event.what, event.length)
    return identified(event, caps, f":{event.source} NOTICE {event.target} :[{text}]")


RENDER: dict[type[Event], Render] = {
    ReactionNotice: reaction_notice,
    MessageEdited: message_edited,
    MessageRedacted: message_redacted,
    MessageExpired: message_expired,
    RetentionChanged: retention_changed,
}
