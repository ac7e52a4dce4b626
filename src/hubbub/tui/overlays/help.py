"""The help: how to read aloud, the keys, the commands, all from the tables."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from hubbub.tui.inks import Inks
from hubbub.tui.keys import Where, keys_of
from hubbub.typed import table

from .frame import Overlay

FIRST = "With a screen reader, start hubbub chat --line: one line for each event, nothing redrawn."
TITLES: tuple[tuple[Where, str], ...] = (
    ("everywhere", "Keys"),
    ("field", "In the field"),
    ("message", "On a chosen message (Shift ↑ chooses)"),
)


class Help(Overlay[None]):
    CSS = "Help #panel { width: 84; height: 90%; } Help VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; }"

    def __init__(self, inks: Inks) -> None:
        super().__init__(inks)

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"), VerticalScroll():
            yield Static(help_content(), classes="words", markup=False)

    def fill(self) -> None:
        self.query_one(VerticalScroll).focus()

    def press(self, key: str) -> bool:
        if key in ("q", "enter"):
            self.finish(None)
            return True
        return super().press(key)


def help_content() -> Content:
    parts: list[tuple[str, str]] = [(f"{FIRST}\n", "$ink-2")]
    for where, title in TITLES:
        parts.append((f"\n{title}\n", "bold"))
        for key in keys_of(where):
            if key.shown:
                parts += [(f"  {key.shown:<14}", "$accent-ink"), (f"{key.words}\n", "")]
    parts += [
        ("\nThe mouse\n", "bold"),
        ("  Click rooms, names, links, reactions. Drag copies. With Shift the terminal selects.\n", ""),
        ("\nCommands\n", "bold"),
    ]
    for subject, commands in table.GROUPS.items():
        parts.append((f" {subject}\n", "$ink-2"))
        for command in commands:
            parts += [(f"  {command.usage:<30}", "$accent-ink"), (f" to {command.help}\n", "")]
    return Content.assemble(*parts)
