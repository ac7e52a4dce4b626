"""Events as the lines that a person sees: made safe for a terminal, with the reader's local time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from hubbub.client import changes as c
from hubbub.client import events as e
from hubbub.client.session import Client
from hubbub.client.state.items import Happening
from hubbub.client.state.messages import Message
from hubbub.irc import casemap
from hubbub.typed import help, qr, sentences
from hubbub.uplink.happenings import UploadChanged
from hubbub.uplink.questions import is_owned
from hubbub.uplink.sentences import of_upload, owned
from hubbub.views import locked
from hubbub.views.notes import words_of
from hubbub.wire.sanitize import strip_formatting, visible

Style = Literal["server", "own", "other"]

SERVICE = "nickserv"  # says what the server understands by itself
EXPIRED = "expired"  # why a message was removed that was to disappear


class Line(msgspec.Struct, frozen=True):
    text: str
    style: Style = "server"


def safe(text: str) -> str:
    """Others' text with nothing in it that a terminal would obey."""
    return visible(strip_formatting(text))


def clock(at: int, dated: bool = False) -> str:
    """Milliseconds since 1970 as the reader's time of day, with the date if wanted."""
    try:
        moment = datetime.fromtimestamp(at / 1000)  # local time is what is wanted
    except (ValueError, OverflowError, OSError):
        return "--:--:--"
    return moment.strftime("%Y-%m-%d %H:%M:%S" if dated else "%H:%M:%S")


def bare(room: str) -> str:
    """The room's name as people say it: without its sign."""
    return safe(room.removeprefix("#"))


UPLOADS = 10_000  # milliseconds between two lines on how far an upload is


class Lines:
    """Turns the events of one client into lines. `now` tells the time in milliseconds since 1970."""

    def __init__(self, client: Client, now: Callable[[], int]) -> None:
        self.client = client
        self.now = now
        self._told_upload_at: dict[int, int] = {}
        self._let_in_at = 0  # when the server let us in first
        self._first = False  # whether this is the first connection

    def of(self, event: object) -> list[Line]:
        """The lines that show the event; none for what is not for eyes."""
        writer = _WRITERS.get(type(event))
        return writer(self, event) if writer else []

    def _in_lobby(self, room: str) -> bool:
        return bool(self.client.lobby) and casemap.lower(room) == casemap.lower(self.client.lobby)

    def _name(self, key: str) -> str:
        """The buffer's name as the server writes it."""
        buffer = self.client.state.buffers.get(key)
        return buffer.name if buffer else key

    def _place(self, room: str) -> str:
        return safe(sentences.place(self._name(room), lobby=self._in_lobby(room)))

    def _stamped(self, text: str, style: Style = "server", at: int = 0, dated: bool = False) -> list[Line]:
        return [Line(f"[{clock(at or self.now(), dated)}] {text}", style)]

    # Messages

    def message_added(self, event: c.MessageAdded) -> list[Line]:
        return self.message(event.buffer, event.message)

    def message(self, buffer: str, message: Message, *, edited_at: int = 0, counted: bool = False) -> list[Line]:
        """`edited_at`: it is shown because it was edited then; `counted`: with the reactions to it."""
        lines: list[Line] = []
        for number, text in enumerate(message.text.split("\n")):
            reactions = message.reactions if counted and number == message.text.count("\n") else None
            said = self._said(buffer, message, safe(text), edited=bool(edited_at or message.edited_at))
            said += sentences.reactions((safe(one), reaction.count) for one, reaction in (reactions or {}).items())
            style: Style = "own" if message.own else "other"
            lines += self._stamped(said, style, edited_at or message.at, not edited_at and self._waited(message))
        return lines

    def _waited(self, message: Message) -> bool:
        """It comes from history, or is a private one that waited for us: then the date is told, too."""
        return message.late or (message.private and not message.own and message.at < self._let_in_at)

    def _said(self, buffer: str, message: Message, text: str, *, edited: bool) -> str:
        name, answers = safe(message.sender), safe(self._answers(buffer, message))
        action, notice = message.kind == "did", message.kind == "notice"
        if message.private:
            side = _side(safe(self._name(buffer)), message, edited=edited)
            actor = name if action else ""
            return sentences.private(side, text, actor=actor, notice=notice, edited=edited, answers=answers)
        where, lobby = self._place(buffer), self._in_lobby(buffer)
        return sentences.in_room(
            name, where, text, lobby=lobby, action=action, notice=notice, edited=edited, answers=answers
        )

    def _answers(self, buffer: str, message: Message) -> str:
        """Whom a message replies to, and how that begins."""
        if not message.reply:
            return ""
        said = self.client.state.item(buffer, message.reply)
        if not isinstance(said, Message):
            return sentences.EARLIER
        if sentences.names_already(message.text, said.sender):
            return ""
        return sentences.answering(said.sender, said.text)

    def message_changed(self, event: c.MessageChanged) -> list[Line]:
        writer = _CHANGES.get(event.change)
        return writer(self, event) if writer and not event.late else []

    def _edited(self, event: c.MessageChanged) -> list[Line]:
        return self.message(event.buffer, event.message, edited_at=event.at) if event.message else []

    def _redacted(self, event: c.MessageChanged) -> list[Line]:
        """In words, as servers tell it to who cannot see a message go. What was to disappear does so silently."""
        if event.text == EXPIRED:
            return []
        author = event.message.sender if event.message else ""
        did = "took back a message" if author == event.by else f"removed a message{f' of {author}' if author else ''}"
        text = f"[{event.by} {did}{f': {event.text}' if event.text else ''}]"
        own, private = self.client.state.is_me(event.by), not event.buffer.startswith("#")
        notice = Message("", event.by, text, event.at, "notice", own=own, private=private)
        return self.message(event.buffer, notice)

    def _reacted(self, event: c.MessageChanged) -> list[Line]:
        room = event.buffer.startswith("#") and not self._in_lobby(event.buffer)
        about = safe(sentences.beginning(event.message.text)) if event.message else ""
        text = sentences.reacted(
            safe(event.by), safe(event.text), about, self._place(event.buffer) if room else "",
            undone=event.change == "unreacted",
        )  # fmt: skip
        return self._stamped(text, at=event.at)

    def _failed(self, event: c.MessageChanged) -> list[Line]:
        failure = event.message.failure if event.message else None
        return self._stamped(f"! {safe(words_of(failure))}") if failure else []

    def _unsure(self, event: c.MessageChanged) -> list[Line]:
        text = safe(event.message.text) if event.message else ""
        return self._stamped(f"! This may not have arrived at {bare(self._name(event.buffer))}: {text}")

    # The visit

    def welcomed(self, event: e.Welcomed) -> list[Line]:
        self._first = not event.again
        if event.again:
            return [Line(f"Connected again, {safe(event.name)}.")]
        self._let_in_at = self.now()
        return [Line(sentences.welcome(safe(event.name)))]

    def name_refused(self, event: e.NameRefused) -> list[Line]:
        """What the server says to programs that cannot log in otherwise is of no use to who is asked here."""
        if is_owned(self.client, event.reason):
            return [Line(f"! {owned(safe(event.name))}")]
        return [Line(f"! {safe(event.reason)}")]

    def refused(self, event: e.Banned | e.NotAdmitted | e.PasswordRefused) -> list[Line]:
        return [Line(f"! {safe(event.reason)}")]

    def disconnected(self, event: e.Disconnected) -> list[Line]:
        if self.client.quitting:
            return [Line("Goodbye.")]
        why = f": {safe(event.reason)}" if event.reason else ""
        return self._stamped(f"! The connection was lost{why}")

    def noticed(self, event: c.Noticed) -> list[Line]:
        note, text = event.note, safe(words_of(event.note))
        if note.code == "closed":
            return []  # the end of the connection is told with it
        if note.code != "service":
            return self._stamped(f"! {text}" if note.error else text)
        name, command = note.details
        said = sentences.private(f"from {safe(name)}", text, notice=command == "NOTICE")
        lines = self._stamped(said, "other", note.at)
        return lines + ([Line(row) for row in qr.after(note.text)] if casemap.lower(name) == SERVICE else [])

    def key_wanted(self, event: e.KeyWanted) -> list[Line]:
        return self._stamped(f"! {locked.why(event)}")

    def upload_changed(self, event: UploadChanged) -> list[Line]:
        """Seldom while it is on its way, and nothing once its link is there."""
        id, now = event.upload.id, self.now()
        if event.stage == "on" and now - self._told_upload_at.get(id, 0) < UPLOADS:
            return []
        if event.stage in ("begun", "on"):
            self._told_upload_at[id] = now
        else:
            self._told_upload_at.pop(id, None)
        text = of_upload(event)
        return self._stamped(f"! {text}" if event.stage in ("failed", "stopped") else text) if text else []

    # People and rooms

    def happening_added(self, event: c.HappeningAdded) -> list[Line]:
        happening = event.happening
        writer = _HAPPENINGS.get(happening.kind)
        if writer is None or happening.late:
            return []
        text = writer(self, event.buffer, happening)
        return self._stamped(text, at=happening.at) if text else []

    def _joined(self, room: str, joined: Happening) -> str:
        """Oneself: that is told with the names."""
        return "" if joined.own else sentences.joined(safe(joined.name), self._place(room), lobby=self._in_lobby(room))

    def _left(self, room: str, left: Happening) -> str:
        where, text = self._place(room), safe(_LEFT.get(left.text, left.text))
        if left.own:
            now = self._place(self.client.current) if self.client.current else ""
            return sentences.left_self(f"{where} ({text})" if text else where, now)
        return sentences.left(safe(left.name), where, text, lobby=self._in_lobby(room))

    def _kicked(self, room: str, kicked: Happening) -> str:
        where, by, text = self._place(room), safe(kicked.by), safe(kicked.text)
        if kicked.own:
            return sentences.kicked_self(where, by, text)
        return sentences.kicked(safe(kicked.name), where, by, text)

    def _modes(self, room: str, modes: Happening) -> str:
        return sentences.modes_changed(safe(modes.by), self._place(room), safe(modes.text))

    def _topic(self, room: str, topic: Happening) -> str:
        where, text = self._place(room), safe(topic.text)
        if self.client.state.is_me(topic.by):
            return sentences.topic_changed_self(where, text)
        return sentences.topic_changed(safe(topic.by), where, text)

    def _room_renamed(self, room: str, renamed: Happening) -> str:
        before, name = (safe(sentences.place(one, lobby=self._in_lobby(one))) for one in (renamed.before, renamed.name))
        if self.client.state.is_me(renamed.by):
            return sentences.room_renamed_self(before, name)
        return sentences.room_renamed(safe(renamed.by), before, name, safe(renamed.text))

    def gone(self, event: e.PersonGone) -> list[Line]:
        why = event.text[:1].lower() + event.text[1:]
        return self._stamped(sentences.gone(safe(event.name), safe(why)), at=event.at)

    def name_changed(self, event: e.NameChanged) -> list[Line]:
        before, name = safe(event.before), safe(event.name)
        text = sentences.renamed_self(name) if event.own else sentences.renamed(before, name)
        return self._stamped(text, at=event.at)

    def invited(self, event: c.InvitationsChanged) -> list[Line]:
        if not event.room:
            return []
        return self._stamped(sentences.invited(safe(event.by), bare(event.room)), at=event.at)

    def topic_told(self, event: e.TopicTold) -> list[Line]:
        buffer = self.client.state.buffers.get(event.buffer)
        if event.again or buffer is None:
            return []
        return [Line(sentences.topic_is(self._place(event.buffer), safe(buffer.topic.text)))]

    def _names(self, key: str) -> list[str]:
        buffer = self.client.state.buffers.get(key)
        return [safe(buffer.members[name].name) for name in sorted(buffer.members)] if buffer else []

    def entered(self, event: e.Entered) -> list[Line]:
        if event.again and not self._first:
            return []
        names, here = self._names(event.buffer), event.buffer == self.client.state.current
        if event.arriving:
            others = [name for name in names if not self.client.state.is_me(name)]
            told = sentences.online_others(others) if others else "Nobody else is here."
            return [Line(told), *([Line(sentences.WHAT_NOW)] if here else [])]
        if event.again and not here:
            return self._stamped(sentences.here_too(self._place(event.buffer)))
        return self._stamped(sentences.here(self._place(event.buffer), names))

    def members_listed(self, event: e.MembersListed) -> list[Line]:
        names, where = self._names(event.buffer), self._place(event.buffer)
        if event.turned:
            return self._stamped(sentences.here(where, names))
        return [Line(row) for row in sentences.name_rows(f"In {where} now", names)]

    def people_listed(self, event: c.PeopleListed) -> list[Line]:
        names = [safe(f"{name} (away)" if name in event.away else name) for name in event.names]
        return [Line(row) for row in sentences.name_rows("Online now", names)]

    def rooms_listed(self, event: c.RoomsListed) -> list[Line]:
        if not self.client.state.rooms:
            return [Line(sentences.NO_ROOMS)]
        rows = [
            sentences.room_row(
                bare(row.name), row.members, safe(row.topic), mine=self.client.rooms.find(row.name) is not None
            )
            for row in sorted(self.client.state.rooms, key=lambda row: casemap.lower(row.name))
        ]
        return [Line(row) for row in (sentences.ROOMS, *rows)]

    # What was said before

    def history_loaded(self, event: c.HistoryLoaded) -> list[Line]:
        if event.cause == "missed" and event.failed:
            where = f"in {bare(self._name(event.buffer))}" if event.buffer else "in private conversations"
            return self._stamped(f"! More may have been said {where} than is shown here: /history shows it.")
        if event.failed or event.cause not in ("entering", "shown"):
            return []
        said, where = self._page(event), self._place(event.buffer)
        if event.cause == "entering":
            return [Line(sentences.earlier_at_the_door(where)), *said] if said else []
        return _around(said, partial(sentences.earlier, where), sentences.nothing_said(where))

    def _page(self, event: c.HistoryLoaded) -> list[Line]:
        found = [self.client.state.item(event.buffer, id) for id in event.ids[-event.wanted :]]
        messages = [replace(one, late=True) for one in found if isinstance(one, Message) and not one.redacted]
        return [line for one in messages for line in self.message(event.buffer, one, counted=True)]

    def search_changed(self, event: c.SearchChanged) -> list[Line]:
        search = self.client.state.search
        if search is None or not search.done:
            return []
        said = [
            line
            for key, message in zip(search.targets, search.messages, strict=True)
            for line in self.message(key, message, counted=True)
        ]
        return _around(said, sentences.found, sentences.nothing_found(safe(search.words)))

    def help_asked(self, event: e.HelpAsked) -> list[Line]:
        return [Line(safe(line)) for line in help.help_text(event.command)]


def _around(said: list[Line], heading: Callable[[list[str]], list[str]], nothing: str) -> list[Line]:
    """The lines with what a heading puts above and below them, or else `nothing`."""
    if not said:
        return [Line(nothing)]
    styles = {line.text: line.style for line in said}
    return [Line(text, styles.get(text, "server")) for text in heading([line.text for line in said])]


def _side(name: str, message: Message, *, edited: bool) -> str:
    if not message.own:
        return f"from {name}"
    return f"to {name}" + ("" if message.status == "kept" or message.late or edited else " delivered")


_LEFT = {"rejoin_failed": "it could not be joined again"}
_CHANGES: dict[str, Callable[[Lines, c.MessageChanged], list[Line]]] = {
    "edited": Lines._edited,
    "redacted": Lines._redacted,
    "reacted": Lines._reacted,
    "unreacted": Lines._reacted,
    "failed": Lines._failed,
    "unsure": Lines._unsure,
}
_HAPPENINGS: dict[str, Callable[[Lines, str, Happening], str]] = {
    "joined": Lines._joined,
    "left": Lines._left,
    "kicked": Lines._kicked,
    "topic": Lines._topic,
    "modes": Lines._modes,
    "room_renamed": Lines._room_renamed,
}
_WRITERS: dict[type, Callable[[Lines, Any], list[Line]]] = {
    c.MessageAdded: Lines.message_added,
    c.MessageChanged: Lines.message_changed,
    c.HappeningAdded: Lines.happening_added,
    c.Noticed: Lines.noticed,
    c.HistoryLoaded: Lines.history_loaded,
    c.InvitationsChanged: Lines.invited,
    c.SearchChanged: Lines.search_changed,
    c.RoomsListed: Lines.rooms_listed,
    c.PeopleListed: Lines.people_listed,
    e.Welcomed: Lines.welcomed,
    e.NameRefused: Lines.name_refused,
    e.Banned: Lines.refused,
    e.NotAdmitted: Lines.refused,
    e.PasswordRefused: Lines.refused,
    e.Entered: Lines.entered,
    e.TopicTold: Lines.topic_told,
    e.KeyWanted: Lines.key_wanted,
    e.MembersListed: Lines.members_listed,
    e.PersonGone: Lines.gone,
    e.NameChanged: Lines.name_changed,
    e.HelpAsked: Lines.help_asked,
    e.Disconnected: Lines.disconnected,
    UploadChanged: Lines.upload_changed,
}
