"""Searching in what the server keeps: by words, place, sender and time."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from hubbub.irc import casemap
from hubbub.typed.narrowing import narrowed
from hubbub.typed.person import person
from hubbub.wire.tags import escape

from .arrivals import Around, is_ctcp, read
from .changes import SearchChanged
from .events import Event
from .protocol.batches import Batch
from .protocol.capabilities import SEARCH
from .protocol.link import clean
from .protocol.questions import Question
from .protocol.times import written
from .state.messages import Message
from .state.store import Search, State

if TYPE_CHECKING:
    from .session import Client

RESULTS = 50  # at once


def meant(state: State, typed: str, here: str) -> dict[str, Any]:
    """What is searched for, of what was typed (`actions.history.search`). `here`: the place that `in:here` means."""
    wanted = narrowed(typed)
    place = here if wanted.place == "here" else wanted.place
    room = state.buffer(place if place.startswith("#") else f"#{place}")
    return {
        "words": wanted.words,
        "where": room.name if room else person(place),
        "sender": wanted.sender,
        "after": _begins(wanted.after),
        "before": _begins(wanted.before),
    }


def _begins(day: date | None) -> int:
    """When it begins here, in milliseconds since 1970; 0: no day."""
    return int(datetime.combine(day, time()).timestamp() * 1000) if day else 0


def ask(client: Client, search: Search) -> list[Event]:
    """Ask for what the search wants; of one that has results already, for older ones."""
    client.state.search = replace(search, done=False)
    client.questions.ask(Question("search", search.where), client.link, "SEARCH", _words(client, search))
    return [SearchChanged()]


def _words(client: Client, search: Search) -> str:
    words = clean(search.words)
    if SEARCH not in client.link.caps:
        return words
    before = search.messages[0].at if search.messages else search.before
    attributes = {
        "in": search.where,
        "from": search.sender,
        "after": written(search.after) if search.after else "",
        "before": written(before) if before else "",
        "text": words,
        "limit": str(RESULTS),
    }
    return ";".join(f"{key}={escape(clean(value))}" for key, value in attributes.items() if value)


def answered(client: Client, batch: Batch, now: int) -> list[Event]:
    """What was found, oldest first; it stands before what was found already."""
    search = client.state.search
    if search is None:
        return []
    around = Around(now, late=True)
    found = [one for line in batch.messages() if (one := read(client, line, around)) is not None]
    known = {message.id for message in search.messages}
    fresh = [
        (one.target, one.thing)
        for one in found
        if isinstance(one.thing, Message) and one.thing.id not in known and not is_ctcp(one.thing)
    ]
    client.state.search = replace(
        search,
        messages=(*(thing for _, thing in fresh), *search.messages),
        targets=(*(casemap.lower(target) for target, _ in fresh), *search.targets),
        done=True,
        more=bool(fresh) and len(found) >= RESULTS,
    )
    return [SearchChanged()]


def failed(client: Client) -> list[Event]:
    """The server does not search for that."""
    if client.state.search is not None:
        client.state.search = replace(client.state.search, done=True)
    return [SearchChanged()]
