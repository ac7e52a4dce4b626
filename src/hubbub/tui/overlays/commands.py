"""All that can be typed, to pick from: words of a command or of what it does; Enter writes it into the field."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from hubbub.tui.inks import Inks
from hubbub.tui.lists import Ink, ListRow, RowList
from hubbub.views.commands import Typed, narrowed

from .frame import Overlay

MOST = 16  # rows in view
USAGE = 34  # cells of how it is typed


class Commands(Overlay[str]):
    """Gives back how the command begins."""

    CSS = """
    Commands { align: center top; }
    Commands #panel { margin: 2 0 0 0; width: 100; }
    """

    def __init__(self, inks: Inks, found: Sequence[Typed]) -> None:
        super().__init__(inks)
        self.found = found
        self.shown: list[Typed] = []

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield Input(placeholder="What do you want to do?", id="typed")
            yield RowList(self.inks, "raised", id="choices", always_marked=True)

    def fill(self) -> None:
        choices = self.query_one(RowList)
        choices.can_focus = False
        choices.picked = lambda key, menu: self._pick(key)
        self.query_one(Input).focus()
        self.typed("")

    def typed(self, text: str) -> None:
        self.shown = narrowed(self.found, text)
        choices = self.query_one(RowList)
        choices.styles.height = min(MOST, max(1, len(self.shown)))
        choices.show([_row(place, one) for place, one in enumerate(self.shown)], "0")

    def press(self, key: str) -> bool:
        step = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10}.get(key)
        if step is None:
            return super().press(key)
        self.query_one(RowList).move(step)
        return True

    def enter(self) -> None:
        self._pick(self.query_one(RowList).marked)

    def _pick(self, key: str) -> None:
        if key:
            self.finish(self.shown[int(key)].begins)


def _row(place: int, one: Typed) -> ListRow:
    return ListRow(str(place), Ink(f"{one.usage:<{USAGE}}  {one.help}"))
