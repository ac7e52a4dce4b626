"""What the core tells, and what this face makes of it beyond showing the state: passing lines, notices, jumps."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from hubbub.client import changes as c
from hubbub.client import events as e
from hubbub.client.state.items import Note
from hubbub.irc import casemap
from hubbub.typed import sentences
from hubbub.views import whois
from hubbub.views.leading import Leading
from hubbub.views.looking import Missed
from hubbub.views.pieces import safe
from hubbub.views.returning import Returning
from hubbub.views.undoing import opposite

from . import locked
from .asking import Asking
from .desk import Desk
from .notices import Notices
from .reading import Reading
from .writing import Writing

SERVICE = "nickserv"  # says what the server understands by itself


class Following:
    """`listed` is called when there is a list of rooms; whether somebody waits for it. `searched`: something is being
    searched, or was found. `invited`: the server has said this; it may be the link of an invitation.
    `asking` hears what a panel has asked for.
    """

    def __init__(
        self,
        desk: Desk,
        reading: Reading,
        writing: Writing,
        notices: Notices,
        asking: Asking,
        *,
        listed: Callable[[], bool],
        searched: Callable[[], None],
        invited: Callable[[str], None] = lambda line: None,
    ) -> None:
        self.desk, self.reading, self.writing, self.notices = desk, reading, writing, notices
        self.asking = asking
        self.listed, self.searched, self.invited = listed, searched, invited
        self.leading = Leading(asking, lambda room: desk.core.do("join", room=room), desk.pass_by)
        self._returning = Returning()
        self._missed = Missed()
        self.greeting = ""  # what is said to who comes for the first time
        self._numbers = 0

    def events(self, told: Iterable[object]) -> None:
        for event in told:
            does = _DOES.get(type(event))
            if does is not None:
                does(self, event)
            self._missed.hear(event)
            back = self._returning.hear(event)
            if back:
                self.desk.tell(back)

    # Messages

    def _added(self, event: c.MessageAdded) -> None:
        message = event.message
        if message.own:
            if event.buffer == self.desk.state.current:
                self.desk.repaint()
            return
        self.notices.message(event.buffer, message)
        place, buffer = self.desk.place, self.desk.buffer
        if buffer is not None and event.buffer == buffer.key and self._missed.begins(buffer, message):
            self.reading.missed(buffer, message)
        if message.private and place is not None and buffer is not None and event.buffer != buffer.key:
            place.pass_by(buffer, message, event.buffer)

    def _queued(self, event: c.MessageQueued) -> None:
        if event.buffer == self.desk.state.current:
            self.reading.refresh()
            self.reading.to_end()

    def _loaded(self, event: c.HistoryLoaded) -> None:
        if event.failed and event.cause == "around":
            self.reading.not_found()

    def _noticed(self, event: c.Noticed) -> None:
        """A note that belongs elsewhere is shown where one looks; an invitation also as a code."""
        if event.note.code == "service" and casemap.lower(event.note.details[0]) == SERVICE:
            self.invited(event.note.text)
        if event.buffer != self.desk.state.current:
            self.desk.pass_by(event.note)

    def _happened(self, event: c.HappeningAdded) -> None:
        """What one has done to somebody can be undone for a while."""
        happening = event.happening
        undo = opposite(happening) if not happening.late and self.desk.state.is_me(happening.by) else None
        if undo is not None:
            self.desk.offer_undo(undo.done, undo.command, event.buffer)

    # Places

    def _current(self, event: c.CurrentChanged) -> None:
        self.reading.leave()
        buffer = self.desk.buffer
        if buffer is not None:
            self.desk.memory.of(buffer.key).enter(buffer)
            self.desk.lately[:] = [buffer.key, *(key for key in self.desk.lately if key != buffer.key)]
        self.writing.enter()
        self.reading.refresh()

    def _buffer_renamed(self, event: c.BufferRenamed) -> None:
        self.desk.memory.rename(event.before, event.buffer)
        self.reading.renamed(event.before, event.buffer)
        if self.desk.talk.field.place == event.before:
            self.desk.talk.field.place = event.buffer

    def _buffer_removed(self, event: c.BufferRemoved) -> None:
        self.desk.memory.forget(event.buffer)

    def _changed(self, event: c.BufferChanged) -> None:
        if "draft" in event.fields and event.buffer == self.desk.state.current:
            self.writing.refresh()

    def _entered(self, event: e.Entered) -> None:
        """Who comes is greeted, and told who is there."""
        buffer = self.desk.state.buffers.get(event.buffer)
        if self.greeting and buffer is not None:
            others = [safe(member.name) for member in buffer.members.values() if not self.desk.state.is_me(member.name)]
            told = sentences.online_others(others) if others else "Nobody else is here."
            self.note(f"{self.greeting}\n{told}\n{sentences.WHAT_NOW}")
            self.greeting = ""

    def _members(self, event: e.MembersListed) -> None:
        buffer = self.desk.state.buffers.get(event.buffer)
        if buffer is not None and not event.turned:
            names = [safe(member.name) for member in buffer.members.values()]
            where = safe(sentences.place(buffer.name, lobby=False))
            self.note("\n".join(sentences.name_rows(f"In {where} now", names)))

    def _key_wanted(self, event: e.KeyWanted) -> None:
        locked.ask(self.desk, self.asking, event)

    # Answers

    def note(self, text: str, *, error: bool = False) -> None:
        """Words for this person alone, below what they see."""
        self._numbers += 1
        self.desk.pass_by(Note(f"~face-{self._numbers}", self.desk.core.now(), "words", (), text, error))

    def _answered(self, event: e.Answered) -> None:
        self.asking.answered(event)

    def _people(self, event: c.PeopleListed) -> None:
        names = [
            f"{name} (away)" if casemap.lower(name) in event.away or name in event.away else name
            for name in event.names
        ]
        self.note("\n".join(sentences.name_rows("Online now", [safe(name) for name in names])))

    def _whois(self, event: c.WhoisAnswered) -> None:
        found = self.desk.state.whois
        if found is not None:
            self.note("\n".join(whois.told(found, self.desk.core.now(), self.desk.hours)))

    def _rooms(self, event: c.RoomsListed) -> None:
        if self.listed():
            return
        rows = sorted(self.desk.state.rooms or (), key=lambda row: casemap.lower(row.name))
        told = [
            sentences.room_row(
                safe(row.name.removeprefix("#")), row.members, safe(row.topic), mine=self._joined(row.name)
            )
            for row in rows
        ]
        self.note("\n".join([sentences.ROOMS, *told]) if told else sentences.NO_ROOMS)

    def _joined(self, room: str) -> bool:
        buffer = self.desk.state.buffer(room)
        return buffer is not None and buffer.joined

    def _topic(self, event: e.TopicTold) -> None:
        buffer = self.desk.state.buffers.get(event.buffer)
        if buffer is not None and not event.again and event.buffer == self.desk.state.current and buffer.topic.text:
            where = safe(sentences.place(buffer.name, lobby=False))
            self.note(sentences.topic_is(where, safe(buffer.topic.text)))

    def _searched(self, event: c.SearchChanged) -> None:
        self.searched()

    def _invited_by(self, event: c.InvitationsChanged) -> None:
        if event.room:
            self.note(sentences.invited(safe(event.by), safe(event.room.removeprefix("#"))).removeprefix("* "))

    # The connection

    def _ready(self, event: e.Ready) -> None:
        self.reading.connected()
        self.leading.ready()
        if self.greeting and not self.desk.state.server.lobby and self.desk.buffer is None:
            self.note(self.greeting)  # nobody enters a lobby where there is none
            self.greeting = ""
            self.desk.core.do("list_people")


_DOES: dict[type, Callable[[Following, Any], None]] = {
    c.MessageAdded: Following._added,
    c.MessageQueued: Following._queued,
    c.HappeningAdded: Following._happened,
    c.HistoryLoaded: Following._loaded,
    c.Noticed: Following._noticed,
    c.CurrentChanged: Following._current,
    c.BufferRenamed: Following._buffer_renamed,
    c.BufferRemoved: Following._buffer_removed,
    c.BufferChanged: Following._changed,
    c.PeopleListed: Following._people,
    c.RoomsListed: Following._rooms,
    c.WhoisAnswered: Following._whois,
    c.SearchChanged: Following._searched,
    c.InvitationsChanged: Following._invited_by,
    e.Ready: Following._ready,
    e.Disconnected: lambda following, event: following.leading.lost(),
    e.Entered: Following._entered,
    e.KeyWanted: Following._key_wanted,
    e.MembersListed: Following._members,
    e.Answered: Following._answered,
    e.TopicTold: Following._topic,
}
