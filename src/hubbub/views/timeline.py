"""The rows of one place, from what the client core keeps of it.

Rows that look as before are the same objects as before, so that a face sees at once what it has to draw again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

import msgspec

from hubbub.client.state.buffers import Buffer
from hubbub.client.state.items import Gap, Happening, Item, Note
from hubbub.client.state.messages import Message
from hubbub.client.state.store import State
from hubbub.irc import casemap
from hubbub.typed import sentences

from . import happenings, long, notes
from .days import day, day_label
from .files import beside, cards, said
from .folding import folded
from .happenings import COME_AND_GO
from .pieces import safe, safe_lines
from .rows import Quote, Reaction, Row
from .rows import State as Standing

GROUP = 300_000  # milliseconds within which the same person goes on under one name
SLOW = 1_000  # milliseconds after which one is told that a message is still on its way
LATELY = 10  # messages: who said one of them, or was meant by one, is not a stranger who leaves
QUOTED = 200  # characters of what a message replies to; the rest is never in sight
SAID_BELOW = frozenset({"sent_later"})  # notes whose words stand above the field, and behind the message, already
HELD = "HELD"  # a note of the server: a message waits for who is offline
NOT_LOADED = "Some messages are not loaded here"
LATER = "Later messages are not loaded"
EMPTY = Row("note", "empty", "Nothing has been said here yet.")
LOADING = Row("note", "loading", "Loading…")
AWAY = Row("note", "empty", "What was said here comes with the connection.")
NOWHERE = Buffer("", "", "room", beginning=True)  # where one is while one is in no place
OUTSIDE = Row("note", "outside", sentences.OUTSIDE)

ComeAndGo = Literal["folded", "all", "none"]


class Passing(msgspec.Struct, frozen=True):
    """Something shown in passing in the place one looks at: a private message from elsewhere (`place`), or a note that
    belongs nowhere. It stands below the item with the id `after`; where there is none, before what came later.
    """

    after: str
    item: Message | Note
    place: str = ""


class Showing(msgspec.Struct):
    """How a person looks at a place. `new_at`: what is later than that time was new when they came (0: no line);
    `opened`: keys of the folds whose lines are shown; `today`: the reader's day; `now`: milliseconds since 1970.
    """

    now: int
    today: date
    new_at: int = 0
    opened: frozenset[str] = frozenset()
    passing: Sequence[Passing] = ()
    come_and_go: ComeAndGo = "folded"


Made = dict[str, tuple[tuple[object, ...], Row]]  # by key: what a row was made of, and the row


class TimelineRows:
    """Makes the rows of one buffer, and remembers those it has made."""

    def __init__(self) -> None:
        self._made: Made = {}
        self._past: set[str] = set()  # ids of what told of something that is over

    def build(self, state: State, buffer: Buffer, showing: Showing) -> list[Row]:
        walk = _Walk(state, buffer, showing, self._made, self._past)
        rows = list(walk.rows())
        self._made = walk.made
        return rows or [_nothing(state, buffer)] if buffer.key else [OUTSIDE, *rows]


def _nothing(state: State, buffer: Buffer) -> Row:
    """Why nothing stands there."""
    if state.connection.step != "ready":
        return AWAY
    coming_in = buffer.kind == "room" and not buffer.joined and not buffer.beginning
    return LOADING if buffer.fetching or coming_in else EMPTY


class _Walk:
    """One way down the timeline."""

    def __init__(self, state: State, buffer: Buffer, showing: Showing, known: Made, past: set[str]) -> None:
        self.state, self.buffer, self.showing, self.known, self.past = state, buffer, showing, known, past
        self.made: Made = {}
        self.lobby = buffer.kind == "room" and buffer.key == casemap.lower(state.server.lobby)
        self.where = safe(sentences.place(buffer.name, lobby=self.lobby))
        self.passing: dict[str, list[Passing]] = {}
        self.day: date | None = None
        self.said: Message | None = None  # the message directly above, if one stands there
        self.lately: deque[Message] = deque(maxlen=LATELY)
        self.run: list[Happening] = []  # of people who come and go, not told yet
        self.marked = not showing.new_at  # whether the "new" line is behind us

    def rows(self) -> Iterator[Row]:
        adrift: deque[Passing] = deque()
        for passing in self.showing.passing:
            if self.buffer.timeline.get(passing.after) is None:
                adrift.append(passing)  # nothing was there yet, or it is gone: by its time
            else:
                self.passing.setdefault(passing.after, []).append(passing)
        for item in self.buffer.timeline:
            while adrift and adrift[0].item.at < item.at:
                yield from self.pass_by([adrift.popleft()])
            yield from self.item(item)
            if item.id in self.passing:
                yield from self.pass_by(self.passing.pop(item.id))
        yield from self.fold()
        yield from self.pass_by(list(adrift))
        for message in self.buffer.unsent.values():
            yield from self.message(message)

    def item(self, item: Item) -> Iterator[Row]:
        if isinstance(item, Message):
            yield from self.message(item)
        elif isinstance(item, Happening):
            yield from self.happening(item)
        elif isinstance(item, Note):
            if item.code not in SAID_BELOW and not self.is_over(item):
                yield from self.between(self.note(item))
        else:
            yield from self.between(self.gap(item))

    def between(self, row: Row) -> Iterator[Row]:
        """Something that is no message: what comes next begins a group."""
        yield from self.fold()
        self.said = None
        yield row

    def same(self, key: str, *made_of: object) -> Row | None:
        """The row that was made of just that."""
        known = self.known.get(key)
        if known is None or known[0] != made_of:
            return None
        self.made[key] = known
        return known[1]

    def keep(self, row: Row, *made_of: object) -> Row:
        known = self.known.get(row.key)
        row = known[1] if known is not None and known[1] == row else row
        self.made[row.key] = made_of, row
        return row

    # Days, and what is new

    def on_day(self, at: int) -> Iterator[Row]:
        then = day(at)
        if then != self.day:
            yield from self.fold()
            self.day, self.said = then, None
            label = day_label(then, self.showing.today)
            key = f"day {then.toordinal()}"
            yield self.same(key, label) or self.keep(Row("day", key, label, at), label)

    def new_line(self, message: Message) -> Iterator[Row]:
        """Before the first message of somebody else that was new when the person came."""
        if self.marked or message.at <= self.showing.new_at or message.own or message.redacted:
            return
        yield from self.fold()
        self.marked, self.said = True, None
        count = sum(_is_new(item, self.showing.new_at) for item in self.buffer.timeline)
        text = f"{count} new"
        yield self.same("new", text) or self.keep(Row("new", "new", text, message.at), text)

    # Messages

    def message(self, message: Message) -> Iterator[Row]:
        if message.text.startswith("\1"):
            return  # programs talk to each other
        yield from self.on_day(message.at)
        yield from self.new_line(message)
        yield from self.fold()
        head = not self.follows(message)
        self.said = message
        self.lately.append(message)
        standing = self.standing(message)
        quoted = self.buffer.timeline.get(message.reply) if message.reply else None
        slow = message.status == "sending" and self.showing.now - message.at >= SLOW
        key = message.client_id or message.id
        opened = key in self.showing.opened
        made_of = (message, head, quoted, slow, standing, opened)
        yield self.same(key, *made_of) or self.keep(
            self.message_row(key, message, head, quoted, standing, slow=slow, opened=opened), *made_of
        )

    def follows(self, message: Message) -> bool:
        """Whether it goes on under the name above."""
        above = self.said
        return (
            above is not None
            and above.sender == message.sender
            and message.at - above.at < GROUP
            and message.kind == above.kind != "did"
            and not message.reply
        )

    def message_row(
        self,
        key: str,
        message: Message,
        head: bool,
        quoted: Item | None,
        standing: Standing,
        *,
        slow: bool,
        opened: bool,
    ) -> Row:
        name = safe(message.sender)
        text = _removed(message) if message.redacted else safe_lines(beside(message))
        most = 0 if message.redacted else long.begun(text)
        return Row(
            "message",
            key,
            text,
            message.at,
            name,
            message.account or name,
            message.id,
            own=message.own,
            mention=message.mention and self.buffer.kind == "room",
            head=head,
            action=message.kind == "did" and not message.redacted,
            notice=message.kind == "notice",
            bot=message.bot,
            removed=message.redacted,
            reply=self.quote(message, quoted) if message.reply and not message.redacted else None,
            reactions=() if message.redacted else _reactions(message),
            files=() if message.redacted else cards(message.files),
            state=standing,
            shown=0 if opened else most,
            toggle=(long.LESS if opened else long.words(text)) if most else "",
            remark=self.remark(message, standing, slow),
            why=why_not_sent(message),
        )

    def quote(self, message: Message, quoted: Item | None) -> Quote:
        if not isinstance(quoted, Message):
            return Quote(message.reply, "", sentences.EARLIER)
        if quoted.redacted:
            return Quote(quoted.id, "", "a message that was removed")
        text = safe(" ".join(said(quoted)[:QUOTED].split("\n")))
        return Quote(quoted.id, safe(quoted.sender), text, quoted.own)

    def remark(self, message: Message, standing: Standing, slow: bool) -> str:
        if message.redacted:
            return ""
        words = ["notice"] if message.kind == "notice" else []
        words += ["edited"] if message.edited_at else []
        if standing == "sending" and slow:
            return "sending…"
        if standing == "held":
            return f"(waits for {safe(self.buffer.name)})"
        if standing == "waiting":
            return "(waits for the connection)"
        return f"({', '.join(words)})" if words else ""

    # People who come and go, and other happenings

    def happening(self, item: Happening) -> Iterator[Row]:
        if item.kind not in COME_AND_GO or (item.own and item.kind == "renamed"):
            yield from self.on_day(item.at)
            yield from self.between(self.event(item))
        elif not item.own and self.showing.come_and_go == "folded":
            if day(item.at) != self.day:
                yield from self.on_day(item.at)
            self.run.append(item)
        elif not item.own and self.showing.come_and_go == "all":
            yield from self.on_day(item.at)
            yield from self.between(self.event(item))

    def event(self, item: Happening) -> Row:
        return self.same(item.id, item) or self.keep(
            Row("event", item.id, happenings.sentence(item, self.where, lobby=self.lobby), item.at), item
        )

    def fold(self) -> Iterator[Row]:
        """What has gathered of people who come and go, as one row; none when it comes to nothing."""
        run, self.run = tuple(self.run), []
        if not run:
            return
        key = f"fold {run[0].id}"
        opened = key in self.showing.opened
        row = self.same(key, run, opened) or self.keep(self.fold_row(key, run, opened), run, opened)
        if row.text:
            self.said = None
            yield row

    def fold_row(self, key: str, run: tuple[Happening, ...], opened: bool) -> Row:
        said = [happenings.sentence(item, self.where, lobby=self.lobby) for item in run]
        if len(run) == 1:
            return Row("fold", key, said[0], run[0].at)
        more, toggle = (tuple(said), long.LESS) if opened else ((), f"Show all {len(run)}")
        return Row("fold", key, folded(run, self.talking()), run[0].at, more=more, toggle=toggle)

    def talking(self) -> set[str]:
        """The folded names of who said one of the last messages, or was addressed by one."""
        found = {casemap.lower(message.sender) for message in self.lately}
        return found | {casemap.lower(message.text.partition(" ")[0].strip("@:,")) for message in self.lately}

    # What is shown in passing

    def pass_by(self, some: Sequence[Passing]) -> Iterator[Row]:
        for passing in some:
            if isinstance(passing.item, Note) and self.is_over(passing.item):
                continue
            yield from self.between(self.passing_row(passing))

    def passing_row(self, passing: Passing) -> Row:
        item = passing.item
        if isinstance(item, Note):
            return self.note(item)
        key = f"passing {item.id}"
        return self.same(key, item) or self.keep(self.whisper(key, item, passing.place), item)

    def whisper(self, key: str, item: Message, place: str) -> Row:
        """`name`: of the other one, who wrote it, or to whom it goes (`own`)."""
        other = self.state.buffers.get(place)
        name = safe(other.name if item.own and other is not None else item.sender)
        text = safe_lines(said(item))
        return Row("whisper", key, text, item.at, name, item.account or name, item.id, place, own=item.own)

    def note(self, item: Note) -> Row:
        return self.same(item.id, item) or self.keep(
            Row("note", item.id, notes.sentence(item), item.at, bad=item.error), item
        )

    # What was so for a while

    def standing(self, message: Message) -> Standing:
        """What a person has to know about a message of their own."""
        match message.status:
            case "kept":
                return "sent" if self.over(message.id, now=self.is_here(self.buffer.key)) else "held"
            case "failed" | "unsure":
                return message.status
            case "sending":
                return "sending" if self.state.connection.step == "ready" else "waiting"
        return "sent"

    def is_over(self, note: Note) -> bool:
        """Whether it told of something that waited, and has come since: the connection, or somebody."""
        if note.code in SAID_BELOW:
            return self.over(note.id, now=self.state.connection.step == "ready")
        whom = "".join(note.details[:1])
        return note.code == HELD and self.over(note.id, now=self.is_here(casemap.lower(whom)))

    def over(self, id: str, *, now: bool) -> bool:
        """Whether it is over now, or was so once."""
        if now:
            self.past.add(id)
        return id in self.past

    def is_here(self, key: str) -> bool:
        person = self.state.people.get(key)
        return person is not None and bool(person.online)

    def gap(self, item: Gap) -> Row:
        timeline = self.buffer.timeline
        words = LATER if timeline[len(timeline) - 1] is item else NOT_LOADED
        return self.same(item.id, item, words) or self.keep(Row("gap", item.id, words, item.at), item, words)


def _is_new(item: Item, since: int) -> bool:
    return isinstance(item, Message) and item.at > since and not item.own and not item.redacted


def _removed(message: Message) -> str:
    """Who removed it, and why."""
    by = message.redacted_by or message.sender
    own = casemap.lower(by) == casemap.lower(message.sender)
    said = f"{safe(by)} removed a message{'' if own else f' of {safe(message.sender)}'}"
    return f"{said}: {safe(message.redacted_why)}" if message.redacted_why else said


def _reactions(message: Message) -> tuple[Reaction, ...]:
    some = message.reactions
    if not some:
        return ()
    return tuple(
        Reaction(safe(text), one.count, one.own, tuple(safe(name) for name in one.names)) for text, one in some.items()
    )


def why_not_sent(message: Message) -> str:
    if message.status == "unsure":
        return "This may not have arrived."
    if message.status != "failed" or message.failure is None:
        return ""
    return f"Not sent: {notes.sentence(message.failure)}"
