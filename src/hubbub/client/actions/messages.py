"""Saying something, and what one does with what was said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from hubbub.client import posting, sending
from hubbub.client.arrivals import is_room
from hubbub.client.changes import BufferChanged
from hubbub.client.events import Event
from hubbub.client.notes import refuse
from hubbub.client.protocol.capabilities import EDIT, MESSAGE_REDACTION, MESSAGE_TAGS
from hubbub.client.protocol.link import clean, is_word
from hubbub.client.protocol.questions import Question
from hubbub.client.state.buffers import Buffer, Draft
from hubbub.client.state.messages import Message, Said
from hubbub.irc import ctcp
from hubbub.irc.tags import REACT_TAG, REPLY_TAGS, TYPING_TAG, UNREACT_TAG

if TYPE_CHECKING:
    from hubbub.client.session import Client

TYPING_EVERY = 3_000  # milliseconds: "active" is not sent more often (client-tags/typing)


def say(client: Client, now: int, *, buffer: str, text: str, reply: str = "", kind: Said = "said") -> list[Event]:
    """Say something in a room or to a person; a conversation begins by it."""
    found = client.state.buffer(buffer)
    target = found.name if found else buffer
    if not is_word(target) or (is_room(target) and found is None):
        return refuse(client, "bad_name" if not is_word(target) else "not_in_room", now, target)
    client.typing.pop(found.key if found else "", None)
    return posting.post(client, target, text, now, kind, reply)


def edit(client: Client, now: int, *, buffer: str, id: str, text: str) -> list[Event]:
    """Give one's own message another text."""
    found, message = _message(client, buffer, id)
    if found is None or message is None or not message.own or message.redacted:
        return refuse(client, "nothing_to_edit", now)
    if EDIT not in client.link.caps:
        return refuse(client, "no_edits", now)
    if "\n" in text.strip("\n"):
        return _edited_in_lines(client, now, found, message, text.strip("\n"))
    return edited(client, found, message, text)


def edited(client: Client, buffer: Buffer, message: Message, text: str) -> list[Event]:
    """Ask for the other text."""
    words = clean(text.strip("\n"))
    client.command(buffer, "EDIT", buffer.name, message.id, ctcp.action(words) if message.kind == "did" else words)
    return []


def _edited_in_lines(client: Client, now: int, buffer: Buffer, message: Message, text: str) -> list[Event]:
    """Ask for another text of several lines."""
    link, words = client.link, sending.clean_lines(text)
    lines = None if message.kind == "did" else sending.edit_of_lines(link, buffer.name, message.id, words)
    if lines is None:
        return refuse(client, "edit_of_several_lines", now, buffer=buffer)
    label = client.questions.expect(Question("command", buffer.name), link)
    link.send_batch(EDIT, [buffer.name, message.id], lines, {"label": label} if link.labels else {})
    return []


def redact(client: Client, now: int, *, buffer: str, id: str, reason: str = "") -> list[Event]:
    """Remove a message: one's own, or as an operator of the room."""
    found, message = _message(client, buffer, id)
    if found is None or message is None or message.redacted:
        return refuse(client, "no_such_message", now)
    if MESSAGE_REDACTION not in client.link.caps:
        return refuse(client, "no_redactions", now)
    client.command(found, "REDACT", found.name, id, *([clean(reason)] if reason else []))
    return []


def pin(client: Client, now: int, *, buffer: str, id: str) -> list[Event]:
    """Hold a message up to everybody in the room, as who keeps order there."""
    found, message = _message(client, buffer, id)
    if found is None or message is None or message.redacted:
        return refuse(client, "no_such_message", now)
    client.command(found, "PIN", found.name, id)
    return []


def unpin(client: Client, now: int, *, buffer: str, id: str) -> list[Event]:
    """Take a message off again, which may not be loaded."""
    found = client.state.buffer(buffer)
    if found is None or id not in found.pins or not client.ready:
        return refuse(client, "no_such_message", now)
    client.command(found, "UNPIN", found.name, id)
    return []


def react(client: Client, now: int, *, buffer: str, id: str, text: str) -> list[Event]:
    """React to a message."""
    return _react(client, now, buffer, id, REACT_TAG, text)


def unreact(client: Client, now: int, *, buffer: str, id: str, text: str) -> list[Event]:
    """Take a reaction back."""
    return _react(client, now, buffer, id, UNREACT_TAG, text)


def _react(client: Client, now: int, buffer: str, id: str, tag: str, text: str) -> list[Event]:
    found, message = _message(client, buffer, id)
    if found is None or message is None or message.redacted:
        return refuse(client, "no_such_message", now)
    if MESSAGE_TAGS not in client.link.caps or not text.strip():
        return refuse(client, "no_reactions", now)
    client.link.send("TAGMSG", found.name, tags={REPLY_TAGS[0]: id, tag: clean(text)})
    return []


def _message(client: Client, buffer: str, id: str) -> tuple[Buffer | None, Message | None]:
    """A message that the server knows; nothing while there is no connection."""
    found = client.state.buffer(buffer)
    item = found.timeline.get(id) if found and client.ready else None
    return found, item if isinstance(item, Message) and not id.startswith("~") else None


def retry(client: Client, now: int, *, buffer: str, id: str) -> list[Event]:
    """Send a message again that was not accepted."""
    return posting.retry(client, id, now)


def discard(client: Client, now: int, *, buffer: str, id: str) -> list[Event]:
    """Throw a message away that was not accepted."""
    return posting.discard(client, id)


def typing(client: Client, now: int, *, buffer: str, on: bool) -> list[Event]:
    """Let the others see that one is writing, or has stopped without sending."""
    found = client.state.buffer(buffer)
    if found is None or not client.ready or MESSAGE_TAGS not in client.link.caps:
        return []
    if on and now - client.typing.get(found.key, -TYPING_EVERY) >= TYPING_EVERY and client.link.has_leisure(now):
        client.typing[found.key] = now
        client.link.send("TAGMSG", found.name, tags={TYPING_TAG: "active"})
    elif not on and client.typing.pop(found.key, None) is not None:
        client.link.send("TAGMSG", found.name, tags={TYPING_TAG: "done"})
    return []


def draft(client: Client, now: int, *, buffer: str, text: str, reply: str = "", edit: str = "") -> list[Event]:
    """Keep what is being written."""
    found = client.state.buffer(buffer)
    if found is None or found.draft == Draft(text, reply, edit):
        return []
    found.draft = replace(found.draft, text=text, reply=reply, edit=edit)
    return [BufferChanged(found.key, ("draft",))]
