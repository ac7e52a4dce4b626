"""What was missed while the connection was away, fetched without holes or doubles.

When a connection is lost, a gate closes for each room, and one for all private conversations. Behind a gate what
arrives live waits in its order. Once the room is joined again, the history after the last message seen there is fetched
page by page; after the empty page come the messages that waited. The same history may be fetched twice, or overlap with
what waited: ids tell what was shown already (`dedup.py`), so a gate never has to know.

Which private conversations went on meanwhile is asked of the server (CHATHISTORY TARGETS), since the time of the last
thing it told us, less some slack: its clock and its order of commit need not agree to the millisecond.

https://ircv3.net/specs/extensions/chathistory
"""

from __future__ import annotations

from collections import deque
from typing import Any

import msgspec
from msgspec.structs import replace

from hubbub.irc import casemap

from .arrivals import Arrival
from .changes import HistoryLoaded
from .events import Event
from .protocol.capabilities import CHATHISTORY
from .protocol.link import Link
from .protocol.questions import Question, Questions
from .protocol.times import LATEST, written
from .state.buffers import Buffer
from .state.messages import Message

SLACK = 60_000  # milliseconds
PRIVATE = ""  # the key of the gate of private conversations
MOST_PAGES = 2  # of what was missed in one place, for a face in front of somebody: a gap can be filled when it is seen
_END_OF_TIME = "9999-12-31T23:59:59.999Z"
_MOST_TARGETS = 100
_MOST_QUIET = 10  # conversations that have not gone on, whose last message the server is asked for


class Anchor(msgspec.Struct, frozen=True):
    """The last thing known of a room or conversation: its id, or, where it had none, its time."""

    id: str
    at: int

    def point(self) -> str:
        return f"msgid={self.id}" if self.id else f"timestamp={written(self.at - 1)}"


class Gate(msgspec.Struct):
    """`waiting`: what arrived live, and the PINGs among it that say it was received."""

    waiting: list[Arrival | str] = msgspec.field(default_factory=list)
    targets: deque[tuple[str, Anchor]] = msgspec.field(default_factory=deque)
    asked: set[str] = msgspec.field(default_factory=set)
    begun: bool = False


Shown = list[Event | Arrival | str]  # what may be shown now, in this order; the strings are PINGs to answer


class CatchUp:
    """The gates, and the anchors they start from. `most_pages`: of what was missed in one place; 0: all of them."""

    def __init__(self, most_pages: int = 0) -> None:
        self._most_pages = most_pages
        self._anchors: dict[str, Anchor] = {}
        self._gates: dict[str, Gate] = {}
        self.latest = 0
        self.conversations: set[str] = set()
        self.waiting: dict[str, Question] = {}  # pages by label, asked for when nothing is to be fetched there

    @property
    def busy(self) -> bool:
        """Whether anything is still to be fetched."""
        return bool(self._gates)

    def is_behind(self, buffer: Buffer) -> bool:
        """Whether what was missed there is still to be fetched: a page of what is newer would stand above it."""
        return (PRIVATE if buffer.kind == "person" else buffer.key) in self._gates

    def take_waiting(self) -> dict[str, Question]:
        """The pages that wait; who takes them asks for them again."""
        waiting, self.waiting = self.waiting, {}
        return waiting

    def kept(self) -> dict[str, Any]:
        """The last that was seen in each place, as plain data."""
        rows = [[key, anchor.id, anchor.at] for key, anchor in self._anchors.items()]
        return {"anchors": rows, "latest": self.latest, "conversations": sorted(self.conversations)}

    def restore(self, data: dict[str, Any]) -> None:
        """Go on from there. Raises KeyError, TypeError or ValueError for what was not kept by us."""
        self._anchors = {str(key): Anchor(str(id), int(at)) for key, id, at in data["anchors"]}
        self.latest = int(data["latest"])
        self.conversations = {str(key) for key in data["conversations"]}

    def heard(self, at: int) -> None:
        """A live line told the server's time."""
        self.latest = max(self.latest, at)

    def shown(self, arrival: Arrival) -> None:
        """It is now the last that was seen in its place. What the server gives no id may be in no history, and what is
        for those with a role in the room is in none."""
        key, thing = casemap.lower(arrival.target), arrival.thing
        if isinstance(thing, Message) and thing.only_for:
            return
        if not thing.id.startswith("~"):
            self._anchors[key] = Anchor(thing.id, thing.at)
        elif isinstance(thing, Message):
            self._anchors[key] = Anchor("", thing.at)
        if arrival.private and isinstance(thing, Message):
            self.conversations.add(key)

    def joined(self, room: str, id: str, at: int) -> None:
        """We entered a room: a new one starts here, one with a gate begins to be fetched. `id`: '' for none."""
        self._anchors.setdefault(casemap.lower(room), Anchor(id, at))

    def left(self, room: str) -> Shown:
        """We left: what waited is let through, and nothing more is fetched."""
        key = casemap.lower(room)
        self._anchors.pop(key, None)
        gate = self._gates.pop(key, None)
        return [*gate.waiting] if gate else []

    def rename(self, before: str, name: str) -> None:
        """The room, or the other person of a conversation, has another name now."""
        old, new = casemap.lower(before), casemap.lower(name)
        for kept in (self._anchors, self._gates):
            if old in kept:
                kept[new] = kept.pop(old)  # type: ignore[assignment]
        if old in self.conversations:
            self.conversations.discard(old)
            self.conversations.add(new)
        for gate in self._gates.values():
            gate.targets = deque((name if casemap.lower(one) == old else one, anchor) for one, anchor in gate.targets)
            gate.waiting = [_renamed(item, old, name) for item in gate.waiting]
        self.waiting = {label: asked.renamed(before, name) for label, asked in self.waiting.items()}

    def lost(self, rooms: list[str]) -> None:
        """The connection is gone. What waits behind gates is dropped, for it will be fetched again."""
        self.waiting.clear()
        self._gates = {casemap.lower(room): Gate() for room in rooms}
        self._gates[PRIVATE] = Gate()

    def hold(self, target: str, item: Arrival | str) -> bool:
        """Whether it (or the PING, `target` PRIVATE) has to wait, and now does."""
        gate = self._gates.get(casemap.lower(target))
        if gate is None:
            return False
        gate.waiting.append(item)
        return True

    def begin_room(self, room: str, link: Link, questions: Questions) -> Shown:
        """Fetch what was missed in a room that is joined again."""
        key = casemap.lower(room)
        gate = self._gates.get(key)
        if gate is None or gate.begun:
            return []
        gate.begun = True
        anchor = self._anchors.get(key)
        if CHATHISTORY not in link.caps or anchor is None:
            return [_missing(room), *self._open(key)]
        _after(Question("after", room, gate=key), anchor, gate, link, questions)
        return []

    def begin_private(self, resumed: bool, link: Link, questions: Questions) -> Shown:
        """Ask which private conversations went on. Only a visit taken up again may read what it had before."""
        gate = self._gates.get(PRIVATE)
        if gate is None or gate.begun:
            return []
        gate.begun = True
        if CHATHISTORY not in link.caps or not resumed:
            return [*([_missing(PRIVATE)] if self.conversations else []), *self._open(PRIVATE)]
        since = written(min(self.latest, LATEST) - SLACK)
        questions.ask(
            Question("targets", PRIVATE, gate=PRIVATE),
            link,
            *("CHATHISTORY", "TARGETS", f"timestamp={since}", f"timestamp={_END_OF_TIME}", str(_MOST_TARGETS)),
        )
        return []

    def targets(self, names: list[str], link: Link, questions: Questions) -> Shown:
        """The answer to TARGETS: conversations and rooms; the rooms have gates of their own.

        The latest conversations are asked for in any case: a server that does not know what we have seen of them,
        because it goes on from a backup, says so.
        """
        gate = self._gates.get(PRIVATE)
        if gate is None:
            return []
        since = Anchor("", self.latest - SLACK)
        for name in [*names, *self._quiet(names)]:
            gate.targets.append((name, self._anchors.get(casemap.lower(name), since)))
        return self._next_target(gate, link, questions)

    def _quiet(self, names: list[str]) -> list[str]:
        """The latest conversations that are not among these, of which we know a message by its id."""
        others = self.conversations.difference(map(casemap.lower, names))
        known = [key for key in others if key in self._anchors and self._anchors[key].id]
        return sorted(known, key=lambda key: self._anchors[key].at)[-_MOST_QUIET:]

    def _next_target(self, gate: Gate, link: Link, questions: Questions) -> Shown:
        if not gate.targets:
            return self._open(PRIVATE)
        name, anchor = gate.targets.popleft()
        gate.asked.clear()
        _after(Question("after", name, gate=PRIVATE), anchor, gate, link, questions)
        return []

    def page(self, question: Question, arrivals: list[Arrival], link: Link, questions: Questions) -> Shown:
        """One page of history came: show it, and ask for the next one, until a page brings nothing more."""
        key = question.gate or PRIVATE
        gate = self._gates.get(key)
        if gate is None:
            return []
        missed = arrivals if key == PRIVATE else _before_live(arrivals, gate)
        released: Shown = _with_live(arrivals, gate, question.target) if key == PRIVATE else [*missed]
        if len(missed) < len(arrivals):
            return released + self._done(key, gate, link, questions)
        last = arrivals[-1].thing if arrivals else None
        if question.kind == "after" and last is not None and not last.id.startswith("~"):
            anchor = Anchor(last.id, last.at)
            whole = len(arrivals) >= link.page()  # else it was the last one, or nearly
            if whole and self._most_pages and len(gate.asked) >= self._most_pages:
                return released + self.failed(question, link, questions)
            if anchor.point() not in gate.asked:
                _after(question, anchor, gate, link, questions)
                return released
        return released + self._done(key, gate, link, questions)

    def failed(self, question: Question, link: Link, questions: Questions) -> Shown:
        """The server does not know the point we know of: take the newest messages, and say that some may be missing."""
        key = question.gate or PRIVATE
        gate = self._gates.get(key)
        if gate is None:
            return []
        if question.kind == "after":
            latest = Question("latest", question.target, gate=question.gate)
            questions.ask(latest, link, "CHATHISTORY", "LATEST", question.target, "*", str(link.page()))
            return [_missing(question.target)]
        told: Shown = [_missing(PRIVATE)] if question.kind == "targets" else []
        return told + self._done(key, gate, link, questions)

    def _done(self, key: str, gate: Gate, link: Link, questions: Questions) -> Shown:
        return self._next_target(gate, link, questions) if key == PRIVATE else self._open(key)

    def _open(self, key: str) -> Shown:
        gate = self._gates.pop(key, None)
        return [*gate.waiting] if gate else []


def _renamed(item: Arrival | str, old: str, name: str) -> Arrival | str:
    """What waits, where it arrives now."""
    if isinstance(item, str) or casemap.lower(item.target) != old:
        return item
    return replace(item, target=name)


def _missing(target: str) -> HistoryLoaded:
    return HistoryLoaded(casemap.lower(target), "missed", failed=True)


def _before_live(arrivals: list[Arrival], gate: Gate) -> list[Arrival]:
    """A room's page up to the first thing that came live: from there on nothing was missed. In private it may be,
    behind what one said oneself on coming back."""
    live = {item.thing.id for item in gate.waiting if isinstance(item, Arrival)}
    for place, arrival in enumerate(arrivals):
        if arrival.thing.id in live:
            return arrivals[:place]
    return arrivals


def _with_live(arrivals: list[Arrival], gate: Gate, target: str) -> Shown:
    """A page of a conversation; in front of what came live stands what had come live before, and is not on the page."""
    same = casemap.lower(target)
    live = [one for one in gate.waiting if isinstance(one, Arrival) and casemap.lower(one.target) == same]
    page = {arrival.thing.id for arrival in arrivals}
    shown: Shown = []
    for arrival in arrivals:
        place = next((at for at, one in enumerate(live) if one.thing.id == arrival.thing.id), -1)
        shown += [one for one in live[: place + 1] if one.thing.id not in page]
        shown.append(arrival)
        del live[: place + 1]
    return shown


def _after(question: Question, anchor: Anchor, gate: Gate, link: Link, questions: Questions) -> None:
    gate.asked.add(anchor.point())
    questions.ask(question, link, "CHATHISTORY", "AFTER", question.target, anchor.point(), str(link.page()))
