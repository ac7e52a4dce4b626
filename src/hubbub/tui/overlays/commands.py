"""All that can be typed, to pick from: words of a command or of what it does; Enter writes it into the field."""

from __future__ import annotations

from hubbub.tui.lists import Ink, ListRow
from hubbub.views.commands import Typed, narrowed

from .narrowing import Narrowing

USAGE = 34  # cells of how it is typed


class Commands(Narrowing[str, Typed]):
    """Gives back how the command begins."""

    CSS = """
    Commands { align: center top; }
    Commands #panel { margin: 2 0 0 0; width: 100; }
    """
    HINT = "What do you want to do?"
    MOST = 16

    def narrowed(self, text: str) -> list[Typed]:
        return narrowed(self.found, text)

    def row(self, key: str, one: Typed) -> ListRow:
        return ListRow(key, Ink(f"{one.usage:<{USAGE}}  {one.help}"))

    def picked(self, one: Typed) -> str:
        return one.begins
