"""What is remembered of each place while the client runs: where one reads, what was new, what passes by."""

from __future__ import annotations

import msgspec

from hubbub.client.state.buffers import Buffer
from hubbub.client.state.items import Note
from hubbub.client.state.messages import Message
from hubbub.client.state.store import State
from hubbub.views.days import day
from hubbub.views.looking import new_at_entering, new_at_missed, new_at_return
from hubbub.views.rows import Row
from hubbub.views.timeline import ComeAndGo, Passing, Showing, TimelineRows

from .timeline.window import Anchor

FAR = 500  # messages: who has missed more begins at the end


class PlaceView(msgspec.Struct):
    """One place as this face shows it. `anchor`: where one reads, None at the end."""

    rows: TimelineRows = msgspec.field(default_factory=TimelineRows)
    anchor: Anchor | None = None
    new_at: int = 0
    opened: frozenset[str] = frozenset()
    passing: list[Passing] = msgspec.field(default_factory=list)

    def build(self, state: State, buffer: Buffer, now: int, come_and_go: ComeAndGo) -> list[Row]:
        showing = Showing(now, day(now), self.new_at, self.opened, self.passing, come_and_go)
        return self.rows.build(state, buffer, showing)

    def toggle(self, fold: str) -> None:
        """Open that fold, or close it."""
        self.opened ^= {fold}

    def enter(self, buffer: Buffer) -> None:
        """Somebody comes here: what they have not read yet is new to them."""
        self.new_at = new_at_entering(buffer)

    def look_again(self, buffer: Buffer, away: int) -> None:
        """Somebody looks here again, who looked elsewhere since then."""
        self.new_at = new_at_return(buffer, self.new_at, away)

    def missed(self, buffer: Buffer, first: Message) -> None:
        """What was missed here without a connection comes, `first` before the others."""
        self.new_at = new_at_missed(buffer, first)

    def leave(self, anchor: Anchor | None) -> None:
        """Passing lines go, the place where one reads is kept."""
        self.anchor, self.new_at = anchor, 0
        self.passing.clear()

    def pass_by(self, buffer: Buffer, item: Message | Note, place: str = "") -> None:
        """Show something below what is here now."""
        after = buffer.timeline[len(buffer.timeline) - 1].id if len(buffer.timeline) else ""
        self.passing.append(Passing(after, item, place))


class Memory:
    """The places by their keys."""

    def __init__(self) -> None:
        self._places: dict[str, PlaceView] = {}

    def of(self, key: str) -> PlaceView:
        return self._places.setdefault(key, PlaceView())

    def rename(self, before: str, key: str) -> None:
        if before in self._places:
            self._places[key] = self._places.pop(before)

    def forget(self, key: str) -> None:
        self._places.pop(key, None)
