"""The jump list: any part of a name, Enter goes to the first."""

from __future__ import annotations

from collections.abc import Sequence

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

    def fill(self) -> None:
        choices = self.query_one(RowList)
        choices.can_focus = False
        choices.picked = lambda key, menu: self._go(key)
        self.query_one(Input).focus()
        self._narrow("")

    def refill(self, found: Sequence[Target]) -> None:
        """There is more to go to than was known before."""
        self.found = found
        self._narrow(self.query_one(Input).value)

    def typed(self, text: str) -> None:
        self._narrow(text)

    def _narrow(self, typed: str) -> None:
        self.shown = narrowed(self.found, typed) or _made(typed)
        choices = self.query_one(RowList)
        choices.styles.height = min(MOST, max(1, len(self.shown)))
        choices.show([_row(place, target) for place, target in enumerate(self.shown)], "0")

    def press(self, key: str) -> bool:
        step = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10}.get(key)
        if step is None:
            return super().press(key)
        self.query_one(RowList).move(step)
        return True

    def enter(self) -> None:
        self._go(self.query_one(RowList).marked)

    def _go(self, key: str) -> None:
        if key:
            self.finish(self.shown[int(key)])


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
