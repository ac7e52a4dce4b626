"""Events as the lines that a person sees: made safe for a terminal, with the reader's local time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Literal

from hubbub.client import events as e
from hubbub.client.session import Client
from hubbub.irc import casemap
from hubbub.typed import qr, sentences
from hubbub.wire.sanitize import strip_formatting, visible

Style = Literal["server", "own", "other"]

SERVICE = "nickserv"  # says what the server understands by itself


@dataclass(frozen=True, slots=True)
class Line:
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


class Lines:
    """Turns the events of one client into lines. `now` tells the time in milliseconds since 1970."""

    def __init__(self, client: Client, now: Callable[[], int]) -> None:
        self.client = client
        self.now = now

    def of(self, event: object) -> list[Line]:
        """The lines that show the event; none for what is not for eyes."""
        writer = _WRITERS.get(type(event))
        return writer(self, event) if writer else []

    def _in_lobby(self, room: str) -> bool:
        return bool(self.client.lobby) and casemap.lower(room) == casemap.lower(self.client.lobby)

    def _place(self, room: str) -> str:
        return safe(sentences.place(room, lobby=self._in_lobby(room)))

    def _stamped(self, text: str, style: Style = "server", at: int = 0, dated: bool = False) -> list[Line]:
        return [Line(f"[{clock(at or self.now(), dated)}] {text}", style)]

    def message(self, message: e.Message) -> list[Line]:
        name, text = safe(message.sender), safe(message.text)
        if message.text.startswith("\1"):
            return []  # programs talk to each other
        action, notice, answers = message.kind == "did", message.kind == "notice", safe(message.answers)
        if message.private:
            said = sentences.private(
                _side(message), text, actor=name if action else "", notice=notice, edited=message.edited,
                answers=answers,
            )  # fmt: skip
        else:
            where, in_lobby = self._place(message.target), self._in_lobby(message.target)
            said = sentences.in_room(
                name, where, text, lobby=in_lobby, action=action, notice=notice, edited=message.edited,
                answers=answers,
            )  # fmt: skip
        said += sentences.reactions((safe(text), count) for text, count in message.reactions)
        lines = self._stamped(said, "own" if message.own else "other", message.at, message.late)
        if notice and message.private and casemap.lower(message.sender) == SERVICE:
            lines += [Line(line) for line in qr.after(message.text)]
        return lines

    def reacted(self, event: e.Reacted) -> list[Line]:
        where = "" if not event.target.startswith("#") or self._in_lobby(event.target) else self._place(event.target)
        name, reaction = safe(event.name), safe(event.reaction)
        return self._stamped(
            sentences.reacted(name, reaction, safe(event.about), where, undone=event.undone), at=event.at
        )

    def welcomed(self, event: e.Welcomed) -> list[Line]:
        if event.again:
            return [Line(f"Connected again, {safe(event.name)}.")]
        return [Line(f"Registration successful. Welcome to the chat, {safe(event.name)}!")]

    def name_refused(self, event: e.NameRefused) -> list[Line]:
        return [Line(f"! {safe(event.reason)}")]

    def banned(self, event: e.Banned) -> list[Line]:
        return [Line(f"! {safe(event.reason)}")]

    def not_admitted(self, event: e.NotAdmitted) -> list[Line]:
        return [Line(f"! {safe(event.reason)}")]

    def password_refused(self, event: e.PasswordRefused) -> list[Line]:
        return [Line(f"! {safe(event.reason)}")]

    def joined(self, event: e.Joined) -> list[Line]:
        """Oneself: that is told with the names."""
        if event.own:
            return []
        where, in_lobby = self._place(event.room), self._in_lobby(event.room)
        return self._stamped(sentences.joined(safe(event.name), where, lobby=in_lobby), at=event.at)

    def left(self, event: e.Left) -> list[Line]:
        where, text = self._place(event.room), safe(event.text)
        if event.own:
            now = self._place(self.client.current) if self.client.current else ""
            return self._stamped(sentences.left_self(f"{where} ({text})" if text else where, now), at=event.at)
        in_lobby = self._in_lobby(event.room)
        return self._stamped(sentences.left(safe(event.name), where, text, lobby=in_lobby), at=event.at)

    def kicked(self, event: e.Kicked) -> list[Line]:
        where, by, text = self._place(event.room), safe(event.by), safe(event.text)
        if event.own:
            return self._stamped(sentences.kicked_self(where, by, text), at=event.at)
        return self._stamped(sentences.kicked(safe(event.name), where, by, text), at=event.at)

    def modes_changed(self, event: e.ModesChanged) -> list[Line]:
        text = sentences.modes_changed(safe(event.by), self._place(event.room), safe(event.modes))
        return self._stamped(text, at=event.at)

    def invited(self, event: e.Invited) -> list[Line]:
        return self._stamped(sentences.invited(safe(event.by), bare(event.room)), at=event.at)

    def gone(self, event: e.Gone) -> list[Line]:
        why = event.text[:1].lower() + event.text[1:]
        return self._stamped(sentences.gone(safe(event.name), safe(why)), at=event.at)

    def renamed(self, event: e.Renamed) -> list[Line]:
        before, name = safe(event.before), safe(event.name)
        return self._stamped(
            sentences.renamed_self(name) if event.own else sentences.renamed(before, name), at=event.at
        )

    def room_renamed(self, event: e.RoomRenamed) -> list[Line]:
        before, name = self._place(event.before), self._place(event.name)
        if self.client.rooms.is_me(event.by):
            return self._stamped(sentences.room_renamed_self(before, name), at=event.at)
        return self._stamped(sentences.room_renamed(safe(event.by), before, name, safe(event.text)), at=event.at)

    def topic_set(self, event: e.TopicSet) -> list[Line]:
        if event.again:
            return []
        where, text = self._place(event.room), safe(event.text)
        if not event.by:
            return [Line(sentences.topic_is(where, text))]
        if self.client.rooms.is_me(event.by):
            return self._stamped(sentences.topic_changed_self(where, text), at=event.at)
        return self._stamped(sentences.topic_changed(safe(event.by), where, text), at=event.at)

    def members_are(self, event: e.MembersAre) -> list[Line]:
        if event.again:
            return []
        names, where = [safe(name) for name in event.names], self._place(event.room)
        if not event.entering:
            return [Line(row) for row in sentences.name_rows(f"In {where} now", names)]
        if event.arriving:
            others = [safe(name) for name in event.names if not self.client.rooms.is_me(name)]
            told = sentences.online_others(others) if others else "Nobody else is here."
            return [Line(told), Line(sentences.WHAT_NOW)]
        return self._stamped(sentences.here(where, names))

    def online_are(self, event: e.OnlineAre) -> list[Line]:
        names = [safe(f"{name} (away)" if name in event.away else name) for name in event.names]
        return [Line(row) for row in sentences.name_rows("Online now", names)]

    def rooms_are(self, event: e.RoomsAre) -> list[Line]:
        if not event.rooms:
            return [Line(sentences.NO_ROOMS)]
        rows = [
            sentences.room_row(bare(name), count, safe(topic), mine=self.client.rooms.find(name) is not None)
            for name, count, topic in sorted(event.rooms, key=lambda row: casemap.lower(row[0]))
        ]
        return [Line(row) for row in (sentences.ROOMS, *rows)]

    def page(self, event: e.Page) -> list[Line]:
        said = [line for message in event.messages for line in self.message(message)]
        where = self._place(event.target)
        if event.words:
            return _around(said, sentences.found, sentences.nothing_found(safe(event.words)))
        if event.entering:
            return [Line(sentences.earlier_at_the_door(where)), *said] if said else []
        return _around(said, partial(sentences.earlier, where), sentences.nothing_said(where))

    def told(self, event: e.Told) -> list[Line]:
        return self._stamped(f"! {safe(event.text)}" if event.error else safe(event.text))

    def help_shown(self, event: e.HelpShown) -> list[Line]:
        return [Line(safe(line)) for line in event.lines]

    def resync(self, event: e.Resync) -> list[Line]:
        where = f"in {bare(event.target)}" if event.target else "in private conversations"
        return self._stamped(f"! Some messages {where} may be missing: they could not be fetched.")

    def unsure(self, event: e.Unsure) -> list[Line]:
        return self._stamped(f"! This may not have arrived at {bare(event.target)}: {safe(event.text)}")

    def disconnected(self, event: e.Disconnected) -> list[Line]:
        if self.client.quitting:
            return [Line("Goodbye.")]
        why = f": {safe(event.reason)}" if event.reason else ""
        return self._stamped(f"! The connection was lost{why}")


def _around(said: list[Line], heading: Callable[[list[str]], list[str]], nothing: str) -> list[Line]:
    """The lines with what a heading puts above and below them, or else `nothing`."""
    if not said:
        return [Line(nothing)]
    styles = {line.text: line.style for line in said}
    return [Line(text, styles.get(text, "server")) for text in heading([line.text for line in said])]


def _side(message: e.Message) -> str:
    name = safe(message.target)
    if not message.own:
        return f"from {name}"
    return f"to {name}" + ("" if message.held or message.late or message.edited else " delivered")


_WRITERS: dict[type, Callable[[Lines, Any], list[Line]]] = {
    e.Message: Lines.message,
    e.Reacted: Lines.reacted,
    e.Welcomed: Lines.welcomed,
    e.NameRefused: Lines.name_refused,
    e.Banned: Lines.banned,
    e.NotAdmitted: Lines.not_admitted,
    e.PasswordRefused: Lines.password_refused,
    e.Joined: Lines.joined,
    e.Left: Lines.left,
    e.Kicked: Lines.kicked,
    e.ModesChanged: Lines.modes_changed,
    e.Invited: Lines.invited,
    e.Gone: Lines.gone,
    e.Renamed: Lines.renamed,
    e.RoomRenamed: Lines.room_renamed,
    e.TopicSet: Lines.topic_set,
    e.MembersAre: Lines.members_are,
    e.OnlineAre: Lines.online_are,
    e.RoomsAre: Lines.rooms_are,
    e.Page: Lines.page,
    e.Told: Lines.told,
    e.HelpShown: Lines.help_shown,
    e.Resync: Lines.resync,
    e.Unsure: Lines.unsure,
    e.Disconnected: Lines.disconnected,
}
