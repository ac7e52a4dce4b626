"""What is pinned in the room."""

from __future__ import annotations

from collections.abc import Awaitable

from hubbub.chat.chat import Chat
from hubbub.chat.events import MessageSent
from hubbub.chat.world.people.users import name_of
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.session import Session
from hubbub.commands.messages import pinning
from hubbub.commands.messages.replying import quoted
from hubbub.dialects.plain.screen import note, say, say_all
from hubbub.dialects.plain.whereabouts import must_be_in_room, room_here, shown
from hubbub.typed import sentences
from hubbub.typed.meanings import ListPins, Pin, Unpin
from hubbub.wire.sanitize import strip_formatting


def pin(chat: Chat, session: Session, meaning: Pin) -> Awaitable[None]:
    return pinning.pin_latest(chat, session, must_be_in_room(session).name, meaning.words or "")


def unpin(chat: Chat, session: Session, meaning: Unpin) -> Awaitable[None]:
    return pinning.unpin_latest(chat, session, must_be_in_room(session).name, meaning.words or "")


async def show_pins(chat: Chat, session: Session, meaning: ListPins) -> None:
    name = room_here(session).name
    found, where = await pinning.pinned(chat, session, name), _where(chat, name)
    if not found:
        note(session, sentences.nothing_pinned(where))
        return
    rows = [
        sentences.pin_row(name_of(entry.event.source), strip_formatting(quoted(entry.event)), name_of(pin.by))
        for pin, entry in found
        if isinstance(entry.event, MessageSent)
    ]
    say_all(session, [sentences.pins_here(len(rows), where), *rows])


def show_to_newcomer(chat: Chat, session: Session, room: Room) -> None:
    """That something is pinned in this room."""
    if room.pins:
        say(session, f"{sentences.pins_here(len(room.pins), _where(chat, room.name))} To see them, type: /pins")


def _where(chat: Chat, room: str) -> str:
    return f"in {shown(room, chat.world.lobby)}"
