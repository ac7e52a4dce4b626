"""Events as the lines that a person sees: made safe for a terminal, with the reader's local time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from hubbub.client import events as e
from hubbub.client.session import Client
from hubbub.irc import casemap
from hubbub.wire.visible import strip_formatting, visible

Style = Literal["server", "own", "other"]


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

    def of(self, event: e.Event) -> list[Line]:
        """The lines that show the event; none for what is not for eyes."""
        writer = _WRITERS.get(type(event))
        return writer(self, event) if writer else []

    def _in_lobby(self, room: str) -> bool:
        return bool(self.client.lobby) and casemap.lower(room) == casemap.lower(self.client.lobby)

    def _where(self, room: str) -> str:
        return "the chat" if self._in_lobby(room) else bare(room)

    def _stamped(self, text: str, style: Style = "server", at: int = 0, dated: bool = False) -> list[Line]:
        return [Line(f"[{clock(at or self.now(), dated)}] {text}", style)]

    def message(self, message: e.Message) -> list[Line]:
        name, text = safe(message.sender), safe(message.text)
        style: Style = "own" if message.own else "other"
        if message.private:
            said = f"{_private(message)}: {f'* {name} ' if message.kind == 'did' else ''}{text}"
        else:
            room = "" if self._in_lobby(message.target) else f" (in {bare(message.target)})"
            said = f"* {name}{room} {text}" if message.kind == "did" else f"[{name}]{room}: {text}"
        return self._stamped(said, style, message.at, message.late)

    def welcomed(self, event: e.Welcomed) -> list[Line]:
        if event.again:
            return [Line(f"Connected again, {safe(event.name)}.")]
        return [Line(f"Registration successful. Welcome to the chat, {safe(event.name)}!")]

    def name_refused(self, event: e.NameRefused) -> list[Line]:
        return [Line(f"! {safe(event.reason)}")]

    def password_refused(self, event: e.PasswordRefused) -> list[Line]:
        return [Line(f"! {safe(event.reason)}")]

    def joined(self, event: e.Joined) -> list[Line]:
        if event.own:
            known = event.again or self._in_lobby(event.room)
            return [] if known else [Line(f"You are in {bare(event.room)} now. To leave it, type: leave")]
        return self._stamped(f"* {safe(event.name)} has joined {self._where(event.room)}.", at=event.at)

    def left(self, event: e.Left) -> list[Line]:
        why = f" ({safe(event.text)})" if event.text else ""
        if event.own:
            return [Line(f"You have left {self._where(event.room)}{why}.")]
        return self._stamped(f"* {safe(event.name)} has left {self._where(event.room)}{why}.", at=event.at)

    def gone(self, event: e.Gone) -> list[Line]:
        why = f" ({safe(event.text[:1].lower() + event.text[1:])})" if event.text else ""
        return self._stamped(f"* {safe(event.name)} has left the chat{why}.", at=event.at)

    def renamed(self, event: e.Renamed) -> list[Line]:
        who = "You are" if event.own else f"{safe(event.before)} is"
        return self._stamped(f"* {who} now called {safe(event.name)}.", at=event.at)

    def topic_set(self, event: e.TopicSet) -> list[Line]:
        if event.again:
            return []
        text = safe(event.text)
        if event.by:
            did = f"set the topic of {bare(event.room)}: {text}" if text else f"removed the topic of {bare(event.room)}"
            return self._stamped(f"* {safe(event.by)} has {did}", at=event.at)
        return [Line(f"Topic of {bare(event.room)}: {text}" if text else f"{bare(event.room)} has no topic.")]

    def members_are(self, event: e.MembersAre) -> list[Line]:
        if event.again:
            return []
        others = [name for name in event.names if not self.client.rooms.is_me(name)]
        if event.entering and self._in_lobby(event.room):
            return self._online(others)
        names = ", ".join(map(safe, others if event.entering else event.names))
        return [Line(f"In {bare(event.room)}: {names}" if names else "Nobody else is here.")]

    def online_are(self, event: e.OnlineAre) -> list[Line]:
        names = [f"{name} (away)" if name in event.away else name for name in event.names]
        return [Line(f"Online now: {', '.join(map(safe, names))}")]

    def _online(self, others: list[str]) -> list[Line]:
        return [Line(f"Online now: {', '.join(map(safe, others))}" if others else "Nobody else is online.")]

    def rooms_are(self, event: e.RoomsAre) -> list[Line]:
        if not event.rooms:
            return [Line("There are no rooms.")]
        return [
            Line(
                f"{bare(name)} ({count} {'person' if count == 1 else 'people'})" + (f": {safe(topic)}" if topic else "")
            )
            for name, count, topic in event.rooms
        ]

    def page(self, event: e.Page) -> list[Line]:
        if not event.messages:
            return [Line("Nothing was found." if event.words else "Nothing was said here yet.")]
        return [line for message in event.messages for line in self.message(message)]

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


def _private(message: e.Message) -> str:
    name = safe(message.target)
    if not message.own:
        return f"Private message from {name}"
    return f"Private message to {name}" + ("" if message.held or message.late else " delivered")


_WRITERS: dict[type, Callable[[Lines, Any], list[Line]]] = {
    e.Message: Lines.message,
    e.Welcomed: Lines.welcomed,
    e.NameRefused: Lines.name_refused,
    e.PasswordRefused: Lines.password_refused,
    e.Joined: Lines.joined,
    e.Left: Lines.left,
    e.Gone: Lines.gone,
    e.Renamed: Lines.renamed,
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
