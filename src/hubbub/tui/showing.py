"""Puts the state into the parts of the main screen: places, members, head, the line above the field, the title."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content

from hubbub.client.state.store import State
from hubbub.irc import casemap
from hubbub.views import members, places, slow_mode, strip, titles
from hubbub.views.pieces import safe

from .desk import Desk
from .files import Files
from .lists import Ink
from .painting import head, member_rows, place_rows
from .reading import Reading
from .writing import Writing


class Showing:
    """`server`: what the list is headed with until the server has said its name. `write`: to the terminal."""

    def __init__(
        self, desk: Desk, reading: Reading, writing: Writing, server: str, write: Callable[[str], None]
    ) -> None:
        self.desk, self.reading, self.writing, self.server, self.write = desk, reading, writing, server, write
        self.order = places.Frozen()
        self.rows: list[places.PlaceRow] = []  # as they are shown
        self.retry_at = 0  # milliseconds: when the next attempt to connect is due; 0 while none is
        self.over = ""  # why there will be no other attempt
        self.files: Files | None = None  # on their way
        self._title = ""
        self._ticking = False

    @property
    def state(self) -> State:
        return self.desk.state

    def all(self) -> None:
        self.places()
        self.members()
        self.desk.talk.label("head").update(head(self.state, self.desk.buffer))
        self.reading.refresh()
        self.writing.refresh()
        self.line()
        self.title()

    # Lists

    def places(self) -> None:
        held = self.desk.talk.places.has_focus or self.desk.talk.places.mouse_hover
        self.rows = [*places.rooms(self.state), *self.order.arrange(places.people(self.state), held=held)]
        rooms = [row for row in self.rows if row.kind == "room"]
        people = [row for row in self.rows if row.kind == "person"]
        self.desk.talk.places.show(place_rows(self.name, self._connection(), rooms, people))

    @property
    def name(self) -> str:
        server = self.state.server
        return safe(server.network or server.name or self.server)

    def _connection(self) -> Ink:
        words, ink = self.connection()
        return Ink(words, ink)

    def connection(self) -> tuple[str, str]:
        """How the connection stands, in words and in an ink."""
        match self.state.connection.step:
            case "ready":
                me = self.state.me
                away = " (away)" if me.away is not None else ""
                return f"● connected as {safe(me.name)}{away}", "good_ink"
            case "offline" if self.state.connection.been_here or self.over:
                return "○ connection lost", "new_ink"
        return "○ connecting…", "ink_2"

    def members(self) -> None:
        talk, buffer = self.desk.talk, self.desk.buffer
        if talk.members.display:
            shown = members.groups(self.state, buffer) if buffer is not None and buffer.kind == "room" else []
            talk.members.show(member_rows(shown))

    # The line above the field, and the title

    def line(self) -> None:
        """One thing at a time: no connection, words of the moment, who is typing."""
        talk, desk = self.desk.talk, self.desk
        step = self.state.connection.step
        if self.over:
            talk.say(self.over, bad=True)
        elif step == "offline" and self.state.connection.been_here:
            left = (self.retry_at - desk.core.now()) / 1000 if self.retry_at else None
            talk.say(f"! {strip.lost(left)}", "Try now", lost=True)
            if self.retry_at:
                self._again()
        elif desk.told and desk.core.now() < desk.told_until:
            desk.say_told()
        elif step != "ready":
            talk.say(strip.CONNECTING)
        elif self.files is not None and (uploading := self.files.uploads.line()):
            talk.say(uploading, "Stop")
        elif waits := self._waits():
            talk.say(strip.slow_mode(waits))
            self._again()
        else:
            talk.say(strip.typing(self._typing()))
        self.below()

    def _again(self) -> None:
        """Look again in a second."""
        if not self._ticking:
            self._ticking = True
            self.desk.talk.set_timer(1, self._tick)

    def _tick(self) -> None:
        self._ticking = False
        self.line()

    def _waits(self) -> int:
        buffer = self.desk.buffer
        return slow_mode.waits(buffer, self.state.me.name, self.desk.core.now()) if buffer is not None else 0

    def _typing(self) -> list[str]:
        buffer, now = self.desk.buffer, self.desk.core.now()
        if buffer is None:
            return []
        keys = [key for key, until in buffer.typing.items() if until > now and key != casemap.lower(self.state.me.name)]
        if keys:
            self._again()
        named = (self.state.people.get(key) for key in keys)
        return [person.name if person is not None else key for person, key in zip(named, keys, strict=True)]

    def below(self) -> None:
        """How much stands below of what is in view."""
        label = self.desk.talk.label("below")
        window = self.desk.talk.timeline.window
        label.display = not window.at_end and bool(window.rows)
        if label.display:
            count, mentions = self.reading.below()
            lost = self.state.connection.step == "offline"
            label.update(Content(f"↓ {count}" if lost else strip.below(count, mentions)))

    def title(self) -> None:
        """Of the terminal's window: only when it changes."""
        words = "connected as " + safe(self.state.me.name) if self.state.connection.step == "ready" else "not connected"
        title = titles.title(self.state, self.name, words)
        if title != self._title:
            self._title = title
            self.write(f"\x1b]2;{title}\x07")
