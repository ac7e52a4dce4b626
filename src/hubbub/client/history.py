"""Pages of history that the person asked for: what is asked of the server, and where the answer goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from hubbub.irc import casemap

from .arrivals import Around, Arrival, Reacting, is_ctcp, read
from .changes import BufferChanged, Cause, HistoryLoaded, ItemsDropped
from .deliver import amend, meant_for_us
from .events import Event
from .protocol.batches import Batch
from .protocol.capabilities import CHATHISTORY, REACTIONS
from .protocol.isupport import number
from .protocol.link import is_word
from .protocol.questions import Kind, Question
from .protocol.times import written
from .reactions import named, recounted
from .state.buffers import Buffer
from .state.items import Gap, Happening
from .state.messages import Message
from .state.timeline import MOST
from .state.unread import recount

if TYPE_CHECKING:
    from .session import Client

PAGE = 50  # messages, where no number was given
MOST_ROUNDS = 5  # questions for what one act asks for, when there is more coming and going than talk
_CAUSES: dict[Kind, Cause] = {
    "older": "older",
    "gap": "gap",
    "around": "around",
    "newest": "latest",
    "entering": "entering",
    "shown": "shown",
}


def ask(client: Client, question: Question, label: str = "") -> list[Event]:
    """Ask for a page, under that label if it has one: at once, or when what was missed there is shown."""
    buffer = client.state.buffer(question.target)
    if buffer is None or not is_word(question.target):
        return []
    buffer.fetching = True
    label = label or client.link.label()
    events: list[Event] = [BufferChanged(buffer.key, ("fetching",))]
    if client.catchup.is_behind(buffer):
        client.catchup.waiting[label] = question
        return events
    limit = _limit(client, question.wanted)
    asked = replace(question, limit=limit, rounds=question.rounds + 1)
    subcommand, point = _point(client, buffer, asked)
    words = (subcommand, question.target, point, str(limit))
    client.questions.ask(asked, client.link, "CHATHISTORY", *words, label=label)
    if question.kind in ("older", "gap"):
        events += _make_room(buffer, asked, MOST - limit)
    return events


def ask_what_waited(client: Client) -> list[Event]:
    """Ask for the pages that waited, where nothing is to be fetched any more."""
    return [
        event for label, question in client.catchup.take_waiting().items() for event in ask(client, question, label)
    ]


def lacks(client: Client, buffer: Buffer) -> bool:
    """Whether there is little of it to show, and more can be had."""
    few = sum(1 for _ in buffer.timeline) < PAGE // 2
    return few and CHATHISTORY in client.link.caps and not buffer.fetching and not buffer.beginning


def _limit(client: Client, wanted: int) -> int:
    """How many lines to ask for, so that so many messages are likely to be among them."""
    most = number(client.link.supports.get("CHATHISTORY", ""), 100)
    return max(1, min(most, wanted + wanted // 2 + 20))


def _point(client: Client, buffer: Buffer, question: Question) -> tuple[str, str]:
    """The subcommand, and the message or time that it is about."""
    if question.kind == "around":
        return "AROUND", f"msgid={question.before}"
    for subcommand, id in (("BEFORE", question.before), ("AFTER", question.after)):
        if id:
            return subcommand, _place(buffer, client.cursors.get((buffer.key, subcommand, id), id))
    return "LATEST", "*"


def _place(buffer: Buffer, id: str) -> str:
    """How the server finds it."""
    item = buffer.timeline.get(id)
    if not id.startswith("~") or item is None:
        return f"msgid={id}"
    return f"timestamp={written(item.at)}"


def answered(client: Client, question: Question, batch: Batch, now: int) -> list[Event]:
    """A page came: it is in the timeline now. Where too few messages are among it, the next one is asked for."""
    buffer = client.state.buffer(question.target)
    if buffer is None:
        return []
    around = Around(now, late=True)
    arrivals = [one for line in batch.messages() if (one := read(client, line, around)) is not None]
    items = [one.thing for one in arrivals if isinstance(one.thing, Message | Happening) and not is_ctcp(one.thing)]
    if not items and _is_full(question, batch, arrivals):
        fresh = []  # nothing that stands in a timeline, but more may follow
    else:
        fresh = _merge(client, buffer, question, items, _reactions(arrivals))
    new = set(fresh)
    events: list[Event] = []
    for arrival in arrivals:
        if getattr(arrival.thing, "message", "") not in new:
            events += amend(client, replace(arrival, target=question.target))
    if question.kind in ("older", "entering", "shown", "newest"):
        buffer.beginning |= not batch.items or "hubbub.chat/beginning" in (batch.opening.tags or {})
    found = [item.id for item in items if isinstance(item, Message)]
    if arrivals:
        _remember(client, buffer, question, arrivals, items)
    onwards = _onwards(question, found, fresh, items)
    if (onwards.before or onwards.after) and _goes_on(onwards, batch, arrivals):
        return events + ask(client, onwards)
    return events + _loaded(buffer, onwards)


def _onwards(question: Question, found: list[str], fresh: list[str], items: list[Message | Happening]) -> Question:
    """What is still to be asked, beyond this page."""
    wanted = question.wanted - len(found)
    if question.after:
        after = items[-1].id if items else question.after
        all_found, all_fresh = (*question.found, *found), (*question.fresh, *fresh)
        return replace(question, found=all_found, fresh=all_fresh, wanted=wanted, after=after)
    before = items[0].id if items else question.before
    all_found, all_fresh = (*found, *question.found), (*fresh, *question.fresh)
    return replace(question, found=all_found, fresh=all_fresh, wanted=wanted, before=before)


def _remember(
    client: Client, buffer: Buffer, question: Question, arrivals: list[Arrival], items: list[Message | Happening]
) -> None:
    """Where to go on: a page may begin and end with what is no item of a timeline."""
    first, last = arrivals[0].thing.id, arrivals[-1].thing.id
    above, below = (items[0].id, items[-1].id) if items else (question.before, question.after)
    for subcommand, item, cursor in (("BEFORE", above, first), ("AFTER", below, last)):
        if item and cursor != item and not cursor.startswith("~"):
            client.cursors[buffer.key, subcommand, item] = cursor


def _goes_on(question: Question, batch: Batch, arrivals: list[Arrival]) -> bool:
    wanted = question.wanted > 0 and question.rounds < MOST_ROUNDS and question.kind != "around"
    return wanted and _is_full(question, batch, arrivals)


def _is_full(question: Question, batch: Batch, arrivals: list[Arrival]) -> bool:
    """Whether there is more beyond this page, and known from where."""
    if len(batch.items) < question.limit or not arrivals:
        return False
    edge = arrivals[-1 if question.after else 0].thing.id
    return not edge.startswith("~")


def failed(client: Client, question: Question) -> list[Event]:
    """The server has no such page."""
    buffer = client.state.buffer(question.target)
    if buffer is None:
        return []
    buffer.fetching = False
    return [_told(buffer, question, failed=True)]


def _told(buffer: Buffer, question: Question, *, failed: bool = False) -> HistoryLoaded:
    wanted = question.wanted + len(question.found)
    return HistoryLoaded(buffer.key, _CAUSES[question.kind], question.found, question.fresh, wanted, failed)


def _loaded(buffer: Buffer, question: Question) -> list[Event]:
    buffer.fetching = False
    events = _make_room(buffer, question, MOST)
    if question.kind == "newest" or not any(isinstance(item, Gap) for item in buffer.timeline):
        buffer.far = False
    recount(buffer)
    events.append(BufferChanged(buffer.key, ("fetching", "unread", "beginning")))
    return [*events, _told(buffer, question)]


def _make_room(buffer: Buffer, question: Question, most: int) -> list[Event]:
    """Let go of what is too much, at the end that is farther from the page. Before it is asked for, for then one reads
    there: when the answer comes, one may read elsewhere.
    """
    if len(buffer.timeline) <= most:
        return []
    newest = _stands_above(buffer, question)
    buffer.timeline.trim(most, newest=newest)
    buffer.far = buffer.far or newest
    buffer.beginning = buffer.beginning and newest
    return [ItemsDropped(buffer.key)]


def _stands_above(buffer: Buffer, question: Question) -> bool:
    """Whether a page stands in the upper half of the timeline."""
    ids = (question.before, question.after, *question.found)
    id = next((id for id in ids if id in buffer.timeline), None)
    return id is not None and buffer.timeline.place(id) < len(buffer.timeline) // 2


def _reactions(arrivals: list[Arrival]) -> dict[str, list[Reacting]]:
    """The reactions of a page, by the message they are about."""
    found: dict[str, list[Reacting]] = {}
    for arrival in arrivals:
        if isinstance(arrival.thing, Reacting):
            found.setdefault(arrival.thing.message, []).append(arrival.thing)
    return found


def _merge(
    client: Client,
    buffer: Buffer,
    question: Question,
    items: list[Message | Happening],
    reactions: dict[str, list[Reacting]],
) -> list[str]:
    """Put the items in their place; the ids of those that are new."""
    for item in items:
        known = buffer.timeline.get(item.id)
        if isinstance(known, Message) and isinstance(item, Message) and not known.redacted:
            buffer.timeline.replace(_refreshed(client, buffer, known, item))
    around = question.kind == "around"
    fresh = buffer.timeline.merge(
        items,
        before="" if around else question.before,
        after=question.after,
        last=not question.before and not question.after,
    )
    for new in fresh:
        if isinstance(new, Message):
            buffer.timeline.replace(_completed(client, buffer, new, reactions.get(new.id, [])))
    for id, things in reactions.items():
        if id not in buffer.timeline:
            client.counted.keep(*things)
    if fresh:
        buffer.last_at = max(buffer.last_at, *(item.at for item in fresh))
    return [item.id for item in fresh]


def _refreshed(client: Client, buffer: Buffer, known: Message, item: Message) -> Message:
    """A message that we have, as the page has it now."""
    if item.edited_at > known.edited_at:
        known = replace(known, text=item.text, edited_at=item.edited_at, files=item.files)
        known = replace(known, mention=meant_for_us(client, buffer, known))
    if REACTIONS not in client.link.caps:
        return known
    client.counted.snapshot(known.id, client.catchup.latest)
    return recounted(known, item)


def _completed(client: Client, buffer: Buffer, message: Message, things: list[Reacting]) -> Message:
    """The message as it would be had it come live."""
    things = [*things, *client.counted.kept(message.id)]
    own = {casemap.lower(client.name)}
    counts = REACTIONS in client.link.caps
    if counts:
        client.counted.snapshot(message.id, client.catchup.latest)
    message = named(message, things, own, counts=counts)
    return replace(message, mention=meant_for_us(client, buffer, message))
