"""What was said before, for clients that cannot ask for it: each line with its time, as a tag or in its text."""

from __future__ import annotations

from collections.abc import Awaitable, Iterator, Sequence

import msgspec

from hubbub.chat.chat import Chat
from hubbub.chat.events import Entry, MessageSent
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.session import Session
from hubbub.commands.history import missed
from hubbub.commands.history.missed import Gap
from hubbub.commands.messages import held
from hubbub.dialects.irc.batches import in_batch, lazily_in_batch
from hubbub.dialects.irc.lines import SLICE
from hubbub.dialects.irc.rendering.caps import MESSAGE_TAGS, SERVER_TIME
from hubbub.dialects.irc.rendering.composition import composition
from hubbub.dialects.irc.rendering.messages import message_sent
from hubbub.dialects.irc.state import state_of
from hubbub.irc.caps import Cap
from hubbub.irc.ctcp import ACTION, DELIMITER, action, is_ctcp
from hubbub.irc.times import format_local
from hubbub.typed.splitting import split_at_words

ASKS = Cap.CHATHISTORY.value | Cap.PLAYBACK.value
"""Who has one of these asks for what was said before, and gets nothing unasked."""

LINE = 510  # bytes, without the end


def entered(chat: Chat, session: Session, rooms: Sequence[Room]) -> Awaitable[None] | None:
    """Show what was missed of rooms that this connection has just joined."""
    gaps = [gap for room in rooms if (gap := missed.gap(chat, session, room)) is not None]
    return _show(chat, session, gaps) if gaps and not state_of(session).caps & ASKS else None


def arrived(chat: Chat, session: Session) -> Awaitable[None] | None:
    """Show a new connection what was missed of the rooms its user is in, and the messages that waited for the name."""
    user = session.me
    gaps = [] if state_of(session).caps & ASKS else missed.gaps_of_device(chat, session)
    if gaps:
        return _show_all(chat, session, gaps)
    return held.collect(chat, session) if user.fold in chat.world.held else None


async def _show_all(chat: Chat, session: Session, gaps: list[Gap]) -> None:
    await _show(chat, session, gaps)
    await held.collect(chat, session)


async def _show(chat: Chat, session: Session, gaps: list[Gap]) -> None:
    for gap in gaps:
        show(session, "chathistory", gap.room.name, await missed.read(chat, session, gap))


def show(session: Session, kind: str, target: str, entries: Sequence[Entry]) -> None:
    """The messages of a room or a conversation, in a batch of that kind for who can read one."""
    shown = [entry for entry in entries if isinstance(entry.event, MessageSent) and not _asks_a_program(entry.event)]
    if len(shown) > SLICE:
        lazily_in_batch(session, kind, [target], _slices(session, shown))
    elif lines := [line for some in _slices(session, shown) for line in some]:
        in_batch(session, kind, [target], lines)


def _slices(session: Session, entries: Sequence[Entry]) -> Iterator[list[bytes]]:
    """The lines of these, some at a time, and each as it is when it is shown: it may be taken back meanwhile."""
    as_now = session.chat.world.recent.as_now
    for start in range(0, len(entries), SLICE):
        yield [line for entry in map(as_now, entries[start : start + SLICE]) for line in _lines(session, entry)]


def _lines(session: Session, entry: Entry) -> list[bytes]:
    message = entry.event
    if not isinstance(message, MessageSent) or _asks_a_program(message):
        return []
    caps = session.profile.caps
    if caps & SERVER_TIME:
        return message_sent(message, caps).encode().split(b"\n")
    parts = list(_marked(message, session.chat.now))  # the id is that of all, so one line has it
    first = [message_sent(part, caps) for part in parts[:1]]
    return [line.encode() for line in [*first, *(message_sent(part, caps & ~MESSAGE_TAGS) for part in parts[1:])]]


def _asks_a_program(message: MessageSent) -> bool:
    """A question of one program to another (CTCP) is not to be answered again."""
    return is_ctcp(message.text) and not message.text.startswith(ACTION)


def _marked(message: MessageSent, now: int) -> Iterator[MessageSent]:
    """The message with its time in the text, each of its lines by itself, and none longer than a line may be."""
    time = format_local(message.at, now)
    overhead = len(f":{message.source} PRIVMSG {message.target} :{time} {action('')}".encode())
    for text, _ in composition(message.text, message.joined or ()):
        is_action = text.startswith(ACTION)
        inner = text.removeprefix(ACTION).removesuffix(DELIMITER) if is_action else text
        for part in split_at_words(inner, LINE - overhead) if inner else ():
            shown = action(f"{time} {part}") if is_action else f"{time} {part}"
            yield msgspec.structs.replace(message, text=shown, joined=None)
