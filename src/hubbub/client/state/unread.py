"""How much of a buffer is unread: computed from its marker and its messages, so that it cannot stick."""

from __future__ import annotations

from .buffers import Buffer, ToldUnread
from .items import Gap
from .messages import Message


def is_unread(buffer: Buffer, message: Message) -> bool:
    """Whether a message counts: later than what was read, and somebody else's."""
    return not message.own and not message.redacted and message.at > buffer.read_at


def count_one(buffer: Buffer, message: Message) -> None:
    """The message has come last: after one of our own nothing is unread."""
    if message.own:
        recount(buffer)
    elif is_unread(buffer, message):
        buffer.unread += 1
        buffer.mentions += message.mention


COUNTED = 100  # messages of one place that the server looks at (docs/ext/unread.md)


def recount(buffer: Buffer) -> None:
    """Count again from the end to our last message, or to what was read; behind a gap there may be more, unless the
    server has counted all there was.
    """
    buffer.unread = buffer.mentions = 0
    buffer.more_unread = False
    told = buffer.told_unread
    if told is not None and told.read_at != buffer.read_at:
        told = None
    all_until = told.at if told is not None and told.messages < COUNTED else 0
    later = mentioned = 0  # than the server has counted
    for item in reversed(buffer.timeline):
        if isinstance(item, Message):
            if item.own or item.at <= buffer.read_at:
                return
            if is_unread(buffer, item):
                buffer.unread += 1
                buffer.mentions += item.mention
                if told is not None and item.at > told.at:
                    later += 1
                    mentioned += item.mention
        elif isinstance(item, Gap) and item.at > max(buffer.read_at, all_until):
            buffer.more_unread = True
    buffer.more_unread = buffer.more_unread or bool(buffer.unread and not buffer.beginning and not all_until)
    if told is not None:
        buffer.unread = max(buffer.unread, told.messages + later)
        buffer.more_unread = buffer.more_unread or told.messages >= COUNTED
        buffer.mentions = max(buffer.mentions, told.mentions + mentioned)


def told_unread(buffer: Buffer, messages: int, mentions: int, at: int) -> None:
    """The server has counted what is unread there, of which not all may be loaded."""
    buffer.told_unread = ToldUnread(messages, mentions, at, buffer.read_at)
    recount(buffer)


def read_everything(buffer: Buffer, at: int = 0) -> bool:
    """Read until that time, or (0) until the newest message; whether the marker has moved."""
    newest = max((item.at for item in buffer.timeline if isinstance(item, Message)), default=0)
    until = at or max(newest, buffer.last_at)
    if until <= buffer.read_at:
        return False
    buffer.read_at = until
    recount(buffer)
    return True
