"""Who reacted to a message, and how many: counts that history told, and what was seen since.

A server tells of a message of history how often it was reacted to until then (docs/ext/reactions.md), and may play the
reactions themselves back as well: those that are in the count already only say whose it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest

from msgspec.structs import replace

from hubbub.irc import casemap

from .arrivals import Arrival, Reacting
from .state.messages import Message, Reaction
from .state.timeline import Timeline

MOST_KEPT = 1_000  # reactions to messages that are not loaded
MOST_COUNTED = 20_000
MOST_DIFFERENT = 100  # reactions to one message


class Counted:
    """Until when the counts of messages hold, and reactions to messages that are not loaded."""

    def __init__(self) -> None:
        self.seq = 0  # of the received line
        self._until: dict[str, tuple[int, int]] = {}
        self._kept: list[Reacting] = []
        self._newest: dict[tuple[str, str, str], int] = {}  # when somebody reacted so, or took it back

    def snapshot(self, id: str, at: int) -> None:
        """The message has just come with its counts; `at`: the newest time of the server that we know."""
        self._until[id] = (self.seq, at)
        if len(self._until) > MOST_COUNTED:
            del self._until[next(iter(self._until))]

    def includes(self, arrival: Arrival) -> bool:
        """Whether the reaction is in the count of its message already."""
        assert isinstance(arrival.thing, Reacting)
        seq, at = self._until.get(arrival.thing.message, (-1, -1))
        return arrival.thing.at <= at if arrival.late else arrival.seq <= seq

    def is_newest(self, thing: Reacting) -> bool:
        """Whether nothing later of the same person is known about that reaction to that message."""
        about = (thing.message, thing.text, f"{thing.account}!" if thing.account else casemap.lower(thing.by))
        if thing.at < self._newest.get(about, 0):
            return False
        self._newest[about] = thing.at
        if len(self._newest) > MOST_COUNTED:
            del self._newest[next(iter(self._newest))]
        return True

    def keep(self, *things: Reacting) -> None:
        """The message may be loaded later."""
        self._kept += things
        if len(self._kept) > MOST_KEPT:
            del self._kept[: MOST_KEPT // 10]

    def kept(self, id: str) -> list[Reacting]:
        """What was kept for a message, in the order it happened."""
        found = {thing.id: thing for thing in self._kept if thing.message == id}
        return sorted(found.values(), key=lambda thing: thing.at)


def applied(message: Message, thing: Reacting, *, own: bool, counted: bool = False) -> Message:
    """The message after one more reaction, or one less. `counted`: its number is told already."""
    reactions = dict(message.reactions or {})
    before = reactions.get(thing.text, Reaction(0))
    after = _without(before, thing, own, counted) if thing.undone else _with(before, thing, own, counted)
    if after.count > 0:
        if thing.text in reactions or len(reactions) < MOST_DIFFERENT:
            reactions[thing.text] = after
    else:
        reactions.pop(thing.text, None)
    return replace(message, reactions=reactions or None)


def rename(timeline: Timeline, before: str, name: str) -> None:
    """Somebody who may have reacted has another name now."""
    for item in list(timeline):
        if isinstance(item, Message) and item.reactions and any(_has(r.names, before) for r in item.reactions.values()):
            renamed = {text: _renamed(reaction, before, name) for text, reaction in item.reactions.items()}
            timeline.replace(replace(item, reactions=renamed))


def _renamed(reaction: Reaction, before: str, name: str) -> Reaction:
    old = casemap.lower(before)
    return replace(reaction, names=tuple(name if casemap.lower(one) == old else one for one in reaction.names))


def named(message: Message, things: Iterable[Reacting], is_own: set[str], *, counts: bool) -> Message:
    """A message of history with the names of who reacted. `counts`: it came with the numbers, which hold."""
    told = message.reactions or {}
    named = replace(message, reactions=None)
    for thing in things:
        named = applied(named, thing, own=casemap.lower(thing.by) in is_own)
    if not counts:
        return named
    found = named.reactions or {}
    return replace(message, reactions={text: _clipped(one, found.get(text)) for text, one in told.items()} or None)


def recounted(message: Message, told: Message) -> Message:
    """A message that we have, with the numbers that a page of history tells of it now."""
    found, now = message.reactions or {}, told.reactions or {}
    return replace(message, reactions={text: _clipped(one, found.get(text)) for text, one in now.items()} or None)


def _clipped(told: Reaction, found: Reaction | None) -> Reaction:
    """The number that was told, with the names that were found."""
    if found is None:
        return told
    known = dict(_people(found))
    people = {name: known.get(name, account) for name, account in _people(told)} | known
    names = tuple(people)[: told.count]
    return Reaction(told.count, names, told.own or found.own, tuple(people.values())[: told.count])


def _has(names: tuple[str, ...], name: str) -> bool:
    return any(casemap.lower(one) == casemap.lower(name) for one in names)


def _people(reaction: Reaction) -> list[tuple[str, str]]:
    """The names, each with the account, or "" where that is not known."""
    return list(zip_longest(reaction.names, reaction.accounts[: len(reaction.names)], fillvalue=""))


def _place(people: list[tuple[str, str]], thing: Reacting) -> int:
    """Where whoever reacts stands among them, or their number. Who has an account is known by it, not by the name."""
    name, account = casemap.lower(thing.by), thing.account
    for place, (other, of) in enumerate(people):
        if (of == account) if of and account else (casemap.lower(other) == name):
            return place
    return len(people)


def _with(before: Reaction, thing: Reacting, own: bool, counted: bool) -> Reaction:
    people = _people(before)
    place = _place(people, thing)
    if place == len(people) and own and before.own:
        return before  # under another name of ours
    known = place < len(people)
    name, account = people[place] if known else (thing.by, "")
    is_same = casemap.lower(name) == casemap.lower(thing.by)
    people[place : place + 1] = [(name if is_same else thing.by, thing.account or account)]
    count = before.count if known else max(before.count, len(people)) if counted else before.count + 1
    names, accounts = zip(*people, strict=True)
    return Reaction(count, names, before.own or own, accounts)


def _without(before: Reaction, thing: Reacting, own: bool, counted: bool) -> Reaction:
    people = _people(before)
    place = _place(people, thing)
    gone = place < len(people) or before.count > len(people)
    del people[place : place + 1]
    names = tuple(name for name, _ in people)
    accounts = tuple(account for _, account in people)
    return Reaction(before.count - (gone and not counted), names, before.own and not own, accounts)
