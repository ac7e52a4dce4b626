"""Reading back, searching, and how far one has read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hubbub.client import history, searching
from hubbub.client.changes import BufferChanged
from hubbub.client.events import Event
from hubbub.client.notes import refuse
from hubbub.client.protocol.capabilities import CHATHISTORY, READ_MARKER
from hubbub.client.protocol.link import is_word
from hubbub.client.protocol.questions import Question
from hubbub.client.protocol.times import written
from hubbub.client.state.buffers import Buffer
from hubbub.client.state.items import Gap, Item
from hubbub.client.state.store import Search
from hubbub.client.state.unread import read_everything

if TYPE_CHECKING:
    from hubbub.client.session import Client

_END_OF_TIME = "9999-12-31T23:59:59.999Z"
_MOST_CONVERSATIONS = 100


def load_latest(client: Client, now: int, *, buffer: str, count: int = history.PAGE) -> list[Event]:
    """The newest page."""
    return _load(client, now, buffer, Question("newest", buffer, wanted=count))


def load_older(client: Client, now: int, *, buffer: str, count: int = history.PAGE) -> list[Event]:
    """What was said before the first item."""
    found = client.state.buffer(buffer)
    first = _kept(found, 0, 1) if found else None
    if found is None or first is None:
        return load_latest(client, now, buffer=buffer, count=count)
    if found.beginning:
        return []
    return _load(client, now, buffer, Question("older", buffer, before=first.id, wanted=count))


def load_gap(
    client: Client, now: int, *, buffer: str, id: str, downwards: bool = False, count: int = history.PAGE
) -> list[Event]:
    """What is missing there: directly before what follows the gap, or (`downwards`) after what precedes it."""
    found = client.state.buffer(buffer)
    if found is None or not isinstance(found.timeline.get(id), Gap):
        return []
    place = found.timeline.place(id)
    item = _kept(found, place - 1, -1) if downwards else _kept(found, place + 1, 1)
    if item is None:
        return load_latest(client, now, buffer=buffer, count=count)
    before, after = ("", item.id) if downwards else (item.id, "")
    return _load(client, now, buffer, Question("gap", buffer, before=before, after=after, wanted=count))


def _kept(buffer: Buffer, place: int, step: int) -> Item | None:
    """The nearest item in that direction that the server knows by its id."""
    while 0 <= place < len(buffer.timeline):
        if not buffer.timeline[place].id.startswith("~"):
            return buffer.timeline[place]
        place += step
    return None


def load_around(client: Client, now: int, *, buffer: str, id: str, count: int = history.PAGE) -> list[Event]:
    """A page with that message in its middle."""
    if not is_word(id):
        return refuse(client, "no_such_message", now)
    return _load(client, now, buffer, Question("around", buffer, before=id, wanted=count))


def _load(client: Client, now: int, buffer: str, question: Question) -> list[Event]:
    found = client.state.buffer(buffer)
    if found is None or not client.ready:
        return refuse(client, "no_connection" if found else "not_in_room", now, buffer)
    if CHATHISTORY not in client.link.caps:
        return refuse(client, "no_history", now, buffer=found)
    return [] if found.fetching else history.ask(client, question)


def load_conversations(client: Client, now: int, *, since: int = 0) -> list[Event]:
    """With whom we have talked since then, and where something was said: buffers with their `last_at`."""
    if not client.ready or CHATHISTORY not in client.link.caps:
        return []
    client.questions.ask(
        Question("conversations", ""),
        client.link,
        *("CHATHISTORY", "TARGETS", f"timestamp={written(since)}", f"timestamp={_END_OF_TIME}"),
        str(_MOST_CONVERSATIONS),
    )
    return []


def search(
    client: Client, now: int, *, words: str = "", where: str = "", sender: str = "", after: int = 0, before: int = 0
) -> list[Event]:
    """Search in what one may read: `State.search`."""
    if not client.ready:
        return refuse(client, "no_connection", now)
    return searching.ask(client, Search(words, where, sender, after, before))


def search_more(client: Client, now: int) -> list[Event]:
    """Older results of the last search."""
    found = client.state.search
    if found is None or not found.done or not found.more or not client.ready:
        return []
    return searching.ask(client, found)


def mark_read(client: Client, now: int, *, buffer: str, at: int = 0, tell: bool = True) -> list[Event]:
    """One has read until that time, or (0) everything; other devices are told, if `tell`."""
    found = client.state.buffer(buffer)
    if found is None or not read_everything(found, at):
        return []
    if tell and client.ready and READ_MARKER in client.link.caps:
        until = f"timestamp={written(found.read_at)}"
        client.link.send_later("MARKREAD", found.name, until, name=f"MARKREAD {found.key}")
    return [BufferChanged(found.key, ("read_at", "unread"))]
