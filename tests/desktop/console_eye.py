"""The server console in a window with an eye in it (`eye.py`): `python -m tests.desktop.console_eye SOCKET COMMAND...`,
where the command is that of `hubbub`, such as `serve --gui --data DIR`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from tests.desktop.eye import LOOK, Eye, focus_of, give_focus, words_of

from hubbub.cli import main
from hubbub.desktop.console import app
from hubbub.desktop.console.app import Console


def _rows(console: Console) -> str:
    """The table: its tab, and each row with what is chosen marked."""
    rows = console.table.rows
    lines = [
        f"{'>' if place == rows.cursor else ' '}{' | '.join(cells.words)}{f' [{cells.badge}]' if cells.badge else ''}"
        for place, cells in enumerate(rows.rows)
    ]
    return "\n".join([console.desk.tab, *lines])


def _card(console: Console) -> str:
    card = console.overlays.top()
    return "" if card is None else f"{type(card).__name__}\n{words_of(card)}"


WHAT: dict[str, Callable[[Console], str]] = {
    "title": lambda console: console.root.title(),
    "head": lambda console: words_of(console.head),
    "tiles": lambda console: words_of(console.tiles),
    "table": _rows,
    "acts": lambda console: words_of(console.table.acts),
    "log": lambda console: console.log.text.get("1.0", "end"),
    "side": lambda console: words_of(console.side),
    "command": lambda console: console.command.text() + "|",
    "card": _card,
    "focus": lambda console: focus_of(console.root),
}


class Seen(Console):
    """`door`: where the eye listens."""

    door = ""

    def run(self) -> bool:
        Eye(self, self.door, WHAT)
        self.root.after(LOOK, lambda: give_focus(self.root))
        return super().run()


if __name__ == "__main__":
    Seen.door = sys.argv[1]
    app.Console = Seen  # type: ignore[misc]
    main(sys.argv[2:])
