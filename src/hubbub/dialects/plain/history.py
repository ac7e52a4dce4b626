"""Reading back: the room's history, search, and the last messages that a newcomer sees."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hubbub.chat.chat import Chat
from hubbub.chat.events import Entry
from hubbub.chat.names import fold
from hubbub.chat.ports import LAST, SearchFilter
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.session import Session
from hubbub.commands.history import missed, pages
from hubbub.commands.history.missed import Gap
from hubbub.commands.history.search import find_messages
from hubbub.commands.messages import reactions
from hubbub.typed import sentences
from hubbub.typed.meanings import History, Search
from hubbub.typed.narrowing import narrowed
from hubbub.typed.person import person

from .messages.display import earlier
from .screen import note, say, say_all
from .whereabouts import room_here, shown

FOUND = 50  # results of a search


async def show_history(chat: Chat, session: Session, meaning: History) -> None:
    room = room_here(session).name
    entries = await pages.latest(chat, session, room, None, meaning.count or sentences.USUAL_HISTORY)
    lines = await _earlier(chat, session, entries)
    where = shown(room, chat.world.lobby)
    if lines:
        say_all(session, sentences.earlier(where, lines))
    else:
        note(session, sentences.nothing_said(where))


async def show_missed(chat: Chat, session: Session, room: Room, gap: Gap | None) -> None:
    """What was missed of a room that was just entered; when that is nothing, the last messages there."""
    last_seq = room.last_seq
    if gap is None or not await show_gap(chat, session, gap):
        await _show_latest(chat, session, room.name, last_seq)


async def show_gap(chat: Chat, session: Session, gap: Gap) -> bool:
    """What was missed of a room, if anything."""
    lines = await _earlier(chat, session, await missed.read(chat, session, gap))
    if lines:
        say(session, sentences.missed(shown(gap.room.name, chat.world.lobby)))
        say_all(session, lines)
    return bool(lines)


async def _show_latest(chat: Chat, session: Session, room: str, last_seq: int) -> None:
    """The last messages of a room up to that entry; what came later was seen live."""
    if session.ended:
        return
    entries = await pages.latest(chat, session, room, None, sentences.AT_THE_DOOR)
    lines = await _earlier(chat, session, [entry for entry in entries if entry.seq <= last_seq])
    if lines:
        say(session, sentences.earlier_at_the_door(shown(room, chat.world.lobby)))
        say_all(session, lines)


async def search(chat: Chat, session: Session, meaning: Search) -> None:
    wanted = narrowed(meaning.words)
    only = SearchFilter(
        fold(wanted.sender),
        _beginning(wanted.after) if wanted.after else 0,
        _beginning(wanted.before) - 1 if wanted.before else LAST,
        oldest=wanted.after is not None,
    )
    place = _place(chat, session, wanted.place)
    narrows = not wanted.words or only != SearchFilter()
    entries = await find_messages(chat, session, wanted.words, FOUND, only if narrows else None, place)
    lines = await _earlier(chat, session, entries)
    if lines:
        say_all(session, sentences.found(lines))
    else:
        note(session, sentences.nothing_found(meaning.words))


def _beginning(day: date) -> int:
    """When it begins, in milliseconds, by the time that is shown here."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)


def _place(chat: Chat, session: Session, typed: str) -> str:
    """A room, with its # or without, `here` for the one they are in, or a person."""
    if typed == "here":
        return room_here(session).name
    return f"#{typed}" if typed and chat.world.room(f"#{typed}") is not None else person(typed)


async def _earlier(chat: Chat, session: Session, entries: list[Entry]) -> list[str]:
    now, counts = await reactions.counted(chat, session, entries)
    return earlier(now, chat.world.lobby, session.me.party, counts)
