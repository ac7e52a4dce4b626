"""Reading back: the room's history, search, and the last messages that a newcomer sees."""

from __future__ import annotations

from hubbub.chat.events import Entry
from hubbub.chat.rooms import Room
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.commands.history import history, missed
from hubbub.commands.history.missed import Gap
from hubbub.commands.messages import reactions
from hubbub.typed import wording
from hubbub.typed.meanings import History, Search

from .screen import note, say, say_all
from .sentences import earlier
from .standing import me, must_be_in_room, shown

FOUND = 50  # results of a search


async def show_history(turn: Turn, session: Session, meaning: History) -> None:
    room = must_be_in_room(session).name
    entries = await history.latest(turn, session, room, None, meaning.count or wording.USUAL_HISTORY)
    lines = _earlier(turn, session, entries)
    where = shown(room, turn.world.lobby)
    if lines:
        say_all(session, wording.earlier(where, lines))
    else:
        note(session, wording.nothing_said(where))


async def show_missed(turn: Turn, session: Session, room: Room, gap: Gap | None) -> None:
    """What was missed of a room that was just entered; when that is nothing, the last messages there."""
    last_seq = room.last_seq
    if gap is None or not await show_gap(turn, session, gap):
        await _show_latest(turn, session, room.name, last_seq)


async def show_gap(turn: Turn, session: Session, gap: Gap) -> bool:
    """What was missed of a room, if anything."""
    lines = _earlier(turn, session, await missed.read(turn, session, gap))
    if lines:
        say(session, wording.missed(shown(gap.room.name, turn.world.lobby)))
        say_all(session, lines)
    return bool(lines)


async def _show_latest(turn: Turn, session: Session, room: str, last_seq: int) -> None:
    """The last messages of a room up to that entry; what came later was seen live."""
    if session.ended:
        return
    entries = await history.latest(turn, session, room, None, wording.AT_THE_DOOR)
    lines = _earlier(turn, session, [entry for entry in entries if entry.seq <= last_seq])
    if lines:
        say(session, wording.earlier_at_the_door(shown(room, turn.world.lobby)))
        say_all(session, lines)


async def search(turn: Turn, session: Session, meaning: Search) -> None:
    entries = await history.search(turn, session, meaning.words, FOUND)
    lines = _earlier(turn, session, entries)
    if lines:
        say_all(session, wording.found(lines))
    else:
        note(session, wording.nothing_found(meaning.words))


def _earlier(turn: Turn, session: Session, entries: list[Entry]) -> list[str]:
    return earlier(entries, turn.world.lobby, me(session).party, reactions.counts(turn, entries))
