"""Playback: the buffers of somebody (the rooms they are in and their private conversations) between two times."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from hubbub.chat import names
from hubbub.chat.chat import Chat
from hubbub.chat.events import Entry, MessageSent, PlaybackCleared
from hubbub.chat.history import pages
from hubbub.chat.history.present_names import under_present_names
from hubbub.chat.ports import LAST
from hubbub.chat.world.history.journal import Journal
from hubbub.chat.world.session import Session
from hubbub.irc.masks import match

from .pages import in_parts, may_read, name_of

LEAST = 100  # messages of each buffer that are played at once, however many buffers there are
AT_ONCE = 100  # buffers that are played or listed at once


class Buffer(msgspec.Struct, frozen=True):
    """A room or a private conversation under its name, and the first seq that is played of it."""

    name: str
    journal: Journal
    first: int


async def find(chat: Chat, session: Session, masks: Sequence[str]) -> list[Buffer]:
    """The buffers whose names fit one of the masks, and in which something was said since they were cleared."""
    user = session.me
    folded = {names.fold(mask) for mask in masks}
    wild = [mask for mask in folded if is_wild(mask)]
    found: list[Buffer] = []
    async for part in in_parts(chat, session):
        buffers = (Buffer(name_of(user, log), log, max(first, user.cleared.get(log.log, 0) + 1)) for log, first in part)
        found += (one for one in buffers if one.first <= one.journal.last_seq and _fits(one, folded, wild))
    return found


def latest(buffers: list[Buffer]) -> list[Buffer]:
    """Those in which something was said last, if there are very many; in the same order."""
    if len(buffers) <= AT_ONCE:
        return buffers
    oldest = sorted(buffer.journal.last_at for buffer in buffers)[-AT_ONCE]
    return [buffer for buffer in buffers if buffer.journal.last_at >= oldest][-AT_ONCE:]


def is_wild(mask: str) -> bool:
    """Whether the mask may fit several names."""
    return "*" in mask or "?" in mask


def _fits(buffer: Buffer, folded: set[str], wild: list[str]) -> bool:
    name = names.fold(buffer.name)
    return name in folded or any(match(mask, name) for mask in wild)


async def play(chat: Chat, session: Session, buffer: Buffer, share: int, after: int, until: int | None) -> list[Entry]:
    """The latest messages with after < time <= until (milliseconds), ascending; `share`: of so many buffers."""
    journal = buffer.journal
    limit = max(chat.policy.history_page // share, LEAST)
    end = journal.last_seq
    if until is not None and until < journal.last_at:
        end = await chat.after(session, chat.log.place_at(journal.log, min(until + 1, LAST)))
    found = await pages.messages_before(chat, session, journal, end + 1, limit, buffer.first)
    if not _may_read(chat, session, journal):
        return []
    now = map(chat.world.recent.as_now, found)
    return under_present_names(chat.world, (entry for entry in now if entry.at > after and entry.event is not None))


async def span(chat: Chat, session: Session, buffer: Buffer) -> tuple[int, int] | None:
    """The times of the first message and the last one; None where there is none."""
    oldest = await pages.messages_after(chat, session, buffer.journal, 0, 1, buffer.first)
    newest = await pages.last_message(chat, session, buffer.journal, buffer.first)
    readable = oldest and newest is not None and _may_read(chat, session, buffer.journal)
    return (oldest[0].at, newest.at) if readable and newest is not None else None


def clear(chat: Chat, session: Session, buffers: Sequence[Buffer]) -> None:
    """What is in these buffers is played to this person no more. Everybody else's stay as they are."""
    logs = {buffer.journal.log: buffer.journal.last_seq for buffer in buffers}
    chat.emit(PlaybackCleared(party=session.me.party, logs=logs))


def is_own_private(session: Session, message: MessageSent) -> bool:
    """Whether the asker said this to one person."""
    return message.party == session.me.party and not message.target.startswith("#")


def _may_read(chat: Chat, session: Session, journal: Journal) -> bool:
    return may_read(chat, session.me, journal)
