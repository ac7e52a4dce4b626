"""What clients say to *playback (znc.in/playback): ZNC's playback module, as its README and its source describe it."""

from __future__ import annotations

import re
from collections.abc import Awaitable

from hubbub.chat.chat import Chat
from hubbub.chat.events import Entry, MessageSent
from hubbub.chat.world.session import Session
from hubbub.commands.history import playback
from hubbub.dialects.irc.history import replay
from hubbub.dialects.irc.lines import nick_of, server_name, shortened
from hubbub.dialects.irc.state import state_of
from hubbub.irc.caps import Cap
from hubbub.wire.message import format_message

NAME = "*playback"  # no name of a person has a star
MOST_WILD = 10
BATCH = "znc.in/playback"
ECHO_MESSAGE = Cap.ECHO_MESSAGE.value
USAGE = (
    "PLAY <buffers> [from] [to]: shows what was said between two times, in seconds since 1970.",
    "LIST [buffers]: names them, each with the times of its first and its last message.",
    "CLEAR <buffers>: what was said until now is not played to you again.",
    "Buffers are rooms you are in and people you talked to: names with commas between, * and ? stand for any letters.",
)
_SECONDS = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,9}))?")


def ask(chat: Chat, session: Session, text: str) -> Awaitable[None] | None:
    """Do what the text says, or explain what may be said."""
    command, *words = text.split() or [""]
    if words and sum(map(playback.is_wild, words[0].split(","))) > MOST_WILD:
        _say(session, f"At most {MOST_WILD} names with * or ? at once, please.")
        return None
    match command.upper(), words:
        case "PLAY", [buffers, *times] if len(times) <= 2:
            return _play(chat, session, buffers, times)
        case "LIST", [] | [_]:
            return _list(chat, session, words[0] if words else "*")
        case "CLEAR", [buffers]:
            return _clear(chat, session, buffers)
        case _:
            for line in USAGE:
                _say(session, line)
    return None


def _play(chat: Chat, session: Session, buffers: str, times: list[str]) -> Awaitable[None] | None:
    read = [milliseconds(time) for time in times]
    if None in read:
        _say(session, "That is no time. Give seconds since 1970, as 1760000000.123")
        return None
    after = read[0] if read else None
    until = read[1] if len(read) > 1 else None
    return _show(chat, session, buffers, after or 0, until)


async def _clear(chat: Chat, session: Session, buffers: str) -> None:
    found = await playback.find(chat, session, buffers.split(","))
    playback.clear(chat, session, found)
    _say(session, f"Cleared for you: {len(found)} buffers matching [{shortened(buffers, 200)}].")


async def _show(chat: Chat, session: Session, buffers: str, after: int, until: int | None) -> None:
    """ "from < time <= to" (GetLines in the module's source)."""
    found = playback.latest(await playback.find(chat, session, buffers.split(",")))
    for buffer in found:
        if buffer.journal.last_at > after:
            entries = await playback.play(chat, session, buffer, len(found), after, until)
            replay.show(session, BATCH, buffer.name, [entry for entry in entries if _is_shown(session, entry)])


async def _list(chat: Chat, session: Session, buffers: str) -> None:
    for buffer in playback.latest(await playback.find(chat, session, buffers.split(","))):
        times = await playback.span(chat, session, buffer)
        if times is not None:
            _say(session, f"{buffer.name} {seconds(times[0])} {seconds(times[1])}")


def _is_shown(session: Session, entry: Entry) -> bool:
    """Not what waited for this person and was handed over; nor what a client would take for words of others."""
    if entry.id in state_of(session).handed or not isinstance(entry.event, MessageSent):
        return False
    return bool(state_of(session).caps & ECHO_MESSAGE) or not playback.is_own_private(session, entry.event)


def milliseconds(text: str) -> int | None:
    """Seconds since 1970, "floating point for millisecond precision", as milliseconds; None for anything else."""
    found = _SECONDS.fullmatch(text)
    return int(found[1]) * 1000 + int((found[2] or "").ljust(3, "0")[:3]) if found else None


def seconds(at: int) -> str:
    """Milliseconds since 1970 as seconds."""
    return f"{at // 1000}.{at % 1000:03d}"


def _say(session: Session, text: str) -> None:
    source = f"{NAME}!znc@{server_name(session)}"
    session.answer(format_message("PRIVMSG", [nick_of(session), text], source))
