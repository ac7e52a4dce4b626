"""What all parts of the terminal client share: the core, the main screen, the memory of places, the settings."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from hubbub.client.state.buffers import Buffer
from hubbub.client.state.items import Note
from hubbub.client.state.messages import Message
from hubbub.client.state.store import State
from hubbub.uplink.settings import Settings
from hubbub.views.timeline import NOWHERE

from .core import Choices, Core, hours
from .memory import Memory, PlaceView
from .overlays.frame import Overlay, T
from .talk import Talk

TOLD = 4.0  # seconds that words of the moment stay
UNDOING = 10.0  # for which an act can be undone from there


class Desk(msgspec.Struct):
    """`repaint` asks for everything to be shown as it is now, soon."""

    core: Core
    talk: Talk
    choices: Choices
    repaint: Callable[[], None]
    memory: Memory = msgspec.field(default_factory=Memory)
    lately: list[str] = msgspec.field(default_factory=list)  # keys of places, the last one first
    told: str = ""  # words of the moment, in the line above the field
    told_until: int = 0
    told_bad: bool = False
    undo: tuple[str, str] | None = None  # of what is told: what to type, and where

    @property
    def state(self) -> State:
        return self.core.state

    @property
    def settings(self) -> Settings:
        return self.choices.now

    @property
    def hours(self) -> int:
        return hours(self.settings)

    @property
    def buffer(self) -> Buffer | None:
        """The place one looks at."""
        return self.state.buffers.get(self.state.current or "")

    @property
    def place(self) -> PlaceView:
        """What is remembered of it."""
        buffer = self.buffer
        return self.memory.of(buffer.key if buffer is not None else NOWHERE.key)

    def message(self, key: str) -> Message | None:
        """The message of that row of the place one looks at."""
        buffer = self.buffer
        if buffer is None:
            return None
        found = buffer.unsent.get(key) or buffer.timeline.get(key)
        if found is None:
            row = self.talk.timeline.row(key)
            found = buffer.timeline.get(row.id) if row is not None else None
        return found if isinstance(found, Message) else None

    def open(self, panel: Overlay[T], done: Callable[[T | None], None] | None = None) -> None:
        """Lay a panel over the talk; `done` hears what comes of it, None when it was closed."""
        panel.done = done
        self.talk.app.push_screen(panel)

    def pass_by(self, note: Note) -> None:
        """Show that below what one sees, until one leaves the place."""
        self.place.pass_by(self.buffer or NOWHERE, note)
        self.repaint()

    def tell(self, text: str, *, bad: bool = False, seconds: float = TOLD) -> None:
        """Words of the moment."""
        self.told, self.told_bad, self.undo = text, bad, None
        self.told_until = self.core.now() + round(seconds * 1000)
        self.say_told()
        self.talk.set_timer(seconds + 0.05, self.repaint)

    def offer_undo(self, done: str, command: str, place: str) -> None:
        """Say what was done; for a while it can be undone by typing that there."""
        self.tell(done, seconds=UNDOING)
        self.undo = command, place
        self.say_told()

    @property
    def can_undo(self) -> bool:
        return self.undo is not None and self.core.now() < self.told_until

    def take_back(self) -> None:
        """Undo what was done last to somebody."""
        if self.undo is None or not self.can_undo:
            self.tell("There is nothing to undo here.")
            return
        command, place = self.undo
        self.undo, self.told_until = None, 0
        self.core.typed(command, place)
        self.repaint()

    def say_told(self) -> None:
        """Show the words of the moment."""
        self.talk.say(self.told, "Undo" if self.undo is not None else "", bad=self.told_bad)
