"""Doing something with one entry of a log, named by its id: among the recent ones at once, else read from the log."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from hubbub.chat.chat import Chat
from hubbub.chat.events import Entry
from hubbub.chat.ids import msgid
from hubbub.chat.refusals import UnknownMessage
from hubbub.chat.world.history.journal import Journal
from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Conversation, Room
from hubbub.chat.world.session import Session
from hubbub.commands.history.pages import readable

Do = Callable[[Journal, Entry], None]


def with_entry(
    chat: Chat, session: Session, target: str, id: int, do: Do, *, rewrites: bool = False
) -> Awaitable[None] | None:
    """Call `do` with the log of the room or the conversation with `target`, and its entry with that id, be it one
    that only seems to be there (`Seeming`).

    Raises NoHistory, and UnknownMessage when there is none that may be read. Waits only for an entry that is not
    recent; `do` is called after the waiting, so what it checks is so. `rewrites`: it changes what the log has of it,
    which is read first in any case: where that is damaged, nothing is changed (HistoryDamaged).
    """
    journal, first = readable(chat, session, target)
    for entry in journal.recent:
        if entry.id == id:
            if entry.seq < first or (rewrites and not chat.disk_full):
                break
            do(journal, entry)
            return None
    seemed = chat.world.local.seeming.entry(journal.log, session.me.party, id)
    if seemed is not None:
        do(journal, seemed)
        return None
    return _with_older(chat, session, target, id, do)


async def _with_older(chat: Chat, session: Session, target: str, id: int, do: Do) -> None:
    found = await chat.after(session, chat.log.entries((id,)))
    journal, first = readable(chat, session, target)
    entry = next((entry for entry in found if entry.log == journal.log and entry.seq >= first), None)
    if entry is None:
        raise UnknownMessage(target, message=msgid(id))
    do(journal, chat.world.recent.as_now(entry))


def name_of_place(journal: Journal, user: User) -> str:
    """How the room is called, or the other one."""
    if isinstance(journal, Room):
        return journal.name
    assert isinstance(journal, Conversation)
    return journal.names[journal.other(user.party)]
