"""A field of one line that leaves some keys to its screen, in their order with what is typed."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input


class Line(Input):
    """Escape, Tab and the arrows up and down are told as `Pressed`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, f"pressed('{key}')", show=False) for key in ("escape", "tab", "up", "down")
    ]

    class Pressed(Message):
        """One of those keys."""

        def __init__(self, line: Line, key: str) -> None:
            super().__init__()
            self.line, self.key = line, key

    def action_pressed(self, key: str) -> None:
        self.post_message(self.Pressed(self, key))
