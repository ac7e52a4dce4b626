"""Reading: the rows of the place one looks at, older history in time, and what counts as read."""

from __future__ import annotations

from hubbub.client.state.buffers import Buffer
from hubbub.client.state.messages import Message
from hubbub.views.gaps import ends_in_gap, nearest, reads_down
from hubbub.views.rows import Row
from hubbub.views.timeline import NOWHERE

from .desk import Desk
from .memory import FAR
from .timeline.drawing import Look
from .timeline.layout import columns
from .timeline.window import Anchor

EARLY = 2  # pages before the first row, or a gap, at which what is missing is asked for
SEEN_AFTER = 1.0  # seconds that the end has to be in view
LIT = 2.4  # seconds that the message one has jumped to is lit
ABOVE = 3  # the part of the window that stands above the first new message


class Reading:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.looking: bool | None = None  # whether the terminal has the focus; None: it does not tell
        self._away = 0  # when the terminal lost the focus
        self._shown = ""  # the key of the place whose rows are shown
        self._seeing = ""  # what the end in view would mark as read
        self._wanted = ""  # the id of a message to go to when it is loaded
        self._arriving = False  # about to go to what is new
        self._ending = False  # about to go to the newest, which is being loaded

    # Rows

    def refresh(self) -> None:
        """Show the place one looks at as it is now."""
        buffer, timeline = self.desk.buffer, self.desk.talk.timeline
        if buffer is None:
            self._nowhere()
            return
        rows = self._rows(buffer)
        if buffer.key != self._shown:
            self._open(buffer, rows)
        else:
            self._update(rows)
        if self._arriving and timeline.window.height > 0:
            self._arriving = False
            timeline.to_row("new", timeline.window.height // ABOVE)
        if self._wanted:
            self._go(self._wanted)

    def _update(self, rows: list[Row]) -> None:
        """The same place as it is now. Where the newest is not loaded one reads on, unless one goes there."""
        window = self.desk.talk.timeline.window
        window.following &= self._ending or not ends_in_gap(window.rows)
        self.desk.talk.timeline.update_rows(rows)
        self._ending = self._ending and ends_in_gap(rows)

    def _nowhere(self) -> None:
        """One is in no place."""
        rows, timeline = self._rows(NOWHERE), self.desk.talk.timeline
        if self._shown or not timeline.window.rows:
            self._shown = ""
            timeline.show(rows)
        else:
            timeline.update_rows(rows)

    def restyle(self) -> None:
        """The look of the rows, from the settings and the state."""
        state, buffer = self.desk.state, self.desk.buffer
        me = frozenset({state.me.name, state.me.account} - {""})
        names = (
            frozenset(member.name for member in buffer.members.values())
            if buffer and len(buffer.members) < 500
            else frozenset()
        )
        inks = self.desk.talk.inks
        self.desk.talk.timeline.restyle(Look(inks, columns(0, 0), self.desk.hours, me, names))

    def _rows(self, buffer: Buffer) -> list[Row]:
        place = self.desk.memory.of(buffer.key)
        return place.build(self.desk.state, buffer, self.desk.core.now(), self.desk.settings.come_and_go)

    def _open(self, buffer: Buffer, rows: list[Row]) -> None:
        """Another place: where one left, at what is new, or at the end."""
        place, timeline = self.desk.memory.of(buffer.key), self.desk.talk.timeline
        self._shown = buffer.key
        self.restyle()
        timeline.show(rows, place.anchor)
        self._arriving = place.anchor is None and 0 < buffer.unread < FAR

    def missed(self, buffer: Buffer, first: Message) -> None:
        """What was missed here without a connection comes, `first` before the others: who was at the end goes on
        there."""
        self.desk.memory.of(buffer.key).missed(buffer, first)
        self._arriving = self.desk.talk.timeline.window.following and buffer.unread < FAR
        self.desk.repaint()

    def leave(self) -> None:
        """Another place will be shown: remember where one reads."""
        anchor = self.desk.talk.timeline.window.anchor() if self._shown else None
        self.desk.memory.of(self._shown).leave(anchor)

    def renamed(self, before: str, key: str) -> None:
        self._shown = key if self._shown == before else self._shown

    # History

    def connected(self) -> None:
        """A connection stands: what is shown may have nothing in it yet."""
        buffer = self.desk.buffer
        if buffer is not None and not len(buffer.timeline) and not buffer.beginning and not buffer.fetching:
            self.desk.core.do("load_latest", buffer=buffer.key)

    def moved(self) -> None:
        """Other rows are in view."""
        buffer, window = self.desk.buffer, self.desk.talk.timeline.window
        if buffer is None or buffer.key != self._shown:
            return
        if self._arriving:
            self.refresh()
        self._watch_end(buffer)
        self._ending = self._ending and window.at_end
        if self.desk.state.connection.step != "ready" or buffer.fetching:
            return
        gap = nearest(window.rows, window.around(EARLY), window.part_above)
        if gap is not None:
            self.fill(gap)
        elif window.top < EARLY * window.height and not buffer.beginning and len(buffer.timeline):
            self.desk.core.do("load_older", buffer=buffer.key)

    def fill(self, key: str) -> None:
        """Load what is missing in that gap, on the side on which one reads."""
        buffer, window = self.desk.buffer, self.desk.talk.timeline.window
        place = window.place_of(key)
        if buffer is not None and place is not None:
            downwards = reads_down(window.rows, place, window.part_above(place), at_end=window.at_end)
            self.desk.core.do("load_gap", buffer=buffer.key, id=key, downwards=downwards)

    def go_to(self, key: str, id: str) -> None:
        """Show that message, wherever it stands; it may have to be loaded first. `key`: its place."""
        if key != self.desk.state.current:
            self.desk.core.do("open", buffer=key)
        self._wanted = id
        if not self._go(id):
            self.desk.core.do("load_around", buffer=key, id=id)

    def _go(self, id: str) -> bool:
        timeline = self.desk.talk.timeline
        row = next((row for row in timeline.window.rows if row.id == id and row.kind == "message"), None)
        if row is None:
            return False
        self._wanted = ""
        timeline.to_row(row.key, timeline.window.height // ABOVE)
        timeline.light(row.key)
        timeline.set_timer(LIT, lambda: timeline.light("") if timeline.lit == row.key else None)
        return True

    def not_found(self) -> None:
        """It could not be loaded."""
        if self._wanted:
            self._wanted = ""
            self.desk.tell("That message is not there any more.", bad=True)

    def to_end(self) -> None:
        """To the newest, which may have to be loaded first."""
        buffer, timeline = self.desk.buffer, self.desk.talk.timeline
        self._ending = buffer is not None and ends_in_gap(timeline.window.rows)
        if buffer is not None and self._ending:
            self.desk.core.do("load_latest", buffer=buffer.key)
        timeline.to_end()

    def to_new(self) -> None:
        timeline = self.desk.talk.timeline
        if not timeline.to_row("new", timeline.window.height // ABOVE):
            self.desk.tell("There is nothing new here.")

    # What counts as read

    def _watch_end(self, buffer: Buffer) -> None:
        """The end in view for a second, and somebody there: it is read."""
        end = buffer.timeline[len(buffer.timeline) - 1].id if len(buffer.timeline) else ""
        seeing = f"{buffer.key} {end}" if self.desk.talk.timeline.window.at_end and buffer.unread else ""
        if seeing != self._seeing:
            self._seeing = seeing
            if seeing and self.looking:
                self.desk.talk.set_timer(SEEN_AFTER, lambda: self._seen(seeing))

    def look_away(self) -> None:
        """The terminal has lost the focus."""
        self.looking, self._away = False, self.desk.core.now()

    def look_again(self) -> None:
        """It has the focus again: what was said meanwhile is new."""
        buffer = self.desk.buffer
        if self.looking is False and buffer is not None:
            self.desk.place.look_again(buffer, self._away)
            self.desk.repaint()
        self.looking = True
        self.attended()

    def attended(self) -> None:
        """A key was pressed, or the focus came: what is in view now may be seen."""
        seeing = self._seeing
        if seeing:
            self.desk.talk.set_timer(SEEN_AFTER, lambda: self._seen(seeing))

    def _seen(self, seeing: str) -> None:
        buffer = self.desk.buffer
        if seeing == self._seeing and self.looking is not False and buffer is not None:
            self.mark_read(buffer)

    def mark_read(self, buffer: Buffer, at: int = 0) -> None:
        if buffer.unread or at:
            tell = self.desk.settings.send_markers
            self.desk.core.do("mark_read", buffer=buffer.key, at=at, tell=tell)
            self._seeing = ""

    def read_all(self) -> None:
        """Everything here is read, and there is no "new" line any more."""
        buffer, place = self.desk.buffer, self.desk.place
        if buffer is not None and place is not None:
            place.new_at = 0
            self.mark_read(buffer)
            self.desk.repaint()
        self.to_end()

    def unread_from(self, key: str) -> None:
        """Put the "new" line before that message, on this device."""
        message, place = self.desk.message(key), self.desk.place
        if message is not None and place is not None:
            place.new_at = message.at - 1
            self.desk.repaint()

    def below(self) -> tuple[int, int]:
        """How many messages stand below of what is in view, and how many of them are meant for me."""
        window = self.desk.talk.timeline.window
        if window.at_end or not window.rows:
            return 0, 0
        seen = window.in_view()
        rows = [row for row in window.rows[(seen.stop if seen else 0) :] if row.kind == "message"]
        return len(rows), sum(row.mention for row in rows)

    def anchor(self) -> Anchor | None:
        return self.desk.talk.timeline.window.anchor()
