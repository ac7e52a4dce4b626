"""The jump list: any part of a name, Enter goes to the first."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from hubbub.tui.inks import Inks
from hubbub.tui.lists import Ink, ListRow, RowList
from hubbub.tui.painting import presence_sign
from hubbub.views.jump import Target, narrowed

from .frame import Overlay

MOST = 12  # rows in view


class Jump(Overlay[Target]):
    """`found`: everything one can go to. A name that is nowhere can be made a room, or written to."""

    CSS = """
    Jump { align: center top; }
    Jump #panel { margin: 3 0 0 0; width: 56; }
    """

    def __init__(self, inks: Inks, found: Sequence[Target]) -> None:
        super().__init__(inks)
        self.found = found
        self.shown: list[Target] = []

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield Input(placeholder="Room or person; # @ + narrow", id="typed")
            yield RowList(self.inks, "raised", id="choices", always_marked=True)

    def on_mount(self) -> None:
        choices = self.query_one(RowList)
        choices.can_focus = False
        self.query_one(Input).focus()
        self._narrow("")

    def refill(self, found: Sequence[Target]) -> None:
        """There is more to go to than was known before."""
        self.found = found
        self._narrow(self.query_one(Input).value)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._narrow(event.value)

    def _narrow(self, typed: str) -> None:
        self.shown = narrowed(self.found, typed) or _made(typed)
        choices = self.query_one(RowList)
        choices.styles.height = min(MOST, max(1, len(self.shown)))
        choices.show([_row(place, target) for place, target in enumerate(self.shown)], "0")

    def on_key(self, event: events.Key) -> None:
        step = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10}.get(event.key)
        if step is None:
            super().on_key(event)
            return
        event.stop()
        self.query_one(RowList).move(step)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._go(self.query_one(RowList).marked)

    def on_row_list_picked(self, event: RowList.Picked) -> None:
        event.stop()
        self._go(event.key)

    def _go(self, key: str) -> None:
        if key:
            self.dismiss(self.shown[int(key)])


def _made(typed: str) -> list[Target]:
    """What one could do with a name that is nowhere."""
    name = typed.strip().lstrip("#@+")
    if not name or " " in name:
        return []
    room = Target(f"#{name}", name, "join", "room", "make this room")
    person = Target(name, name, "person", "person", "write to them")
    return [person] if typed.startswith("@") else [room] if typed[:1] in "#+" else [room, person]


def _row(place: int, target: Target) -> ListRow:
    if target.kind == "person":
        sign = presence_sign(target.presence)
    else:
        sign = Ink("+" if target.goes == "join" else "#", "ink_3")
    words = (Ink(f" {target.words} ", "new_ink" if target.badge else "ink_2"),) if target.words else ()
    return ListRow(str(place), Ink(target.name, bold=target.badge), sign, words)
