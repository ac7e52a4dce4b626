"""PIN, UNPIN and PINS (docs/ext/pins.md)."""

from __future__ import annotations

from collections.abc import Awaitable

from hubbub.chat.chat import Chat
from hubbub.chat.events import MessageSent
from hubbub.chat.ids import msgid, read_msgid
from hubbub.chat.refusals import UnknownMessage
from hubbub.chat.world.people.users import name_of
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.session import Session
from hubbub.commands.messages import pinning
from hubbub.commands.messages.replying import quoted
from hubbub.commands.rooms.joining import member_of
from hubbub.dialects.irc.lines import from_server, nick_of, tell
from hubbub.dialects.irc.state import state_of
from hubbub.dialects.irc.verb import Verb, verb
from hubbub.dialects.services.record import row
from hubbub.irc.caps import Cap
from hubbub.typed import sentences
from hubbub.wire.message import Message

PINS = Cap.PINS.value
ON_A_LINE = 16  # ids
QUOTE_BYTES = 200  # of a message that is shown in words


def pin(chat: Chat, session: Session, message: Message) -> Awaitable[None] | None:
    room, id, words = _which(message)
    if id is None:
        return pinning.pin_latest(chat, session, room, words)
    return pinning.pin(chat, session, room, id)


def unpin(chat: Chat, session: Session, message: Message) -> Awaitable[None] | None:
    room, id, words = _which(message)
    if id is None:
        return pinning.unpin_latest(chat, session, room, words)
    pinning.unpin(chat, session, room, id)
    return None


async def pins(chat: Chat, session: Session, message: Message) -> None:
    found = await pinning.pinned(chat, session, message.params[0])
    _, room = member_of(chat, session, message.params[0])
    if state_of(session).caps & PINS:
        show_ids(session, room)
    if not found:
        from_server(session, "NOTICE", nick_of(session), sentences.nothing_pinned(f"in {room.name}"))
    for pin, entry in found:
        assert isinstance(entry.event, MessageSent)
        text = quoted(entry.event).encode()[:QUOTE_BYTES].decode(errors="ignore")
        author, by, id = name_of(entry.event.source), name_of(pin.by), msgid(entry.id)
        words = f"{sentences.pin_row(author, text, by)} {id}"
        tell(session, row("pin", words, id=id, sender=author, at=entry.event.at, text=text, by=by))


def show_entered(session: Session, room: Room) -> None:
    """What is pinned there, to who has entered the room."""
    if state_of(session).caps & PINS:
        show_ids(session, room)
    elif room.pins:
        text = f"{sentences.pins_here(len(room.pins), 'here')} To see them: PINS {room.name}"
        from_server(session, "NOTICE", room.name, text)


def show_ids(session: Session, room: Room) -> None:
    """All ids on as many lines as it takes, each with how many stand on those before it."""
    ids = [msgid(id) for id in room.pins]
    for start in range(0, max(len(ids), 1), ON_A_LINE):
        from_server(session, "PINS", room.name, str(start), " ".join(ids[start : start + ON_A_LINE]))


def _which(message: Message) -> tuple[str, int | None, str]:
    """The room; the id of a message, or None and the words of one ("": the latest). Raises UnknownMessage."""
    room, *rest = message.params
    written, *words = rest or ["*"]
    if written == "*":
        return room, None, words[0] if words else ""
    id = read_msgid(written)
    if id is None:
        raise UnknownMessage(room, message=written)
    return room, id, ""


VERBS: dict[str, Verb] = {
    "PIN": verb(pin, "pin", params=1, named=1),
    "UNPIN": verb(unpin, "unpin", params=1, named=1),
    "PINS": verb(pins, "pins", params=1, named=1),
}
