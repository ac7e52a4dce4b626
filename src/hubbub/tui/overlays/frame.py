"""A panel over the talk: Esc or a click beside it closes it, and nothing is done then."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from textual import events
from textual.message import Message
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input

from hubbub.tui.inks import Inks

T = TypeVar("T")


class Overlay(ModalScreen[T | None]):
    """`#panel` is what one sees of it.

    Keys come one after the other by `press`, and what they do is done when it returns: see keyboard.py. `typed` hears
    the text of a line after each change, `enter` is Enter.
    """

    CLOSES = True  # by Esc, and by a click beside it

    DEFAULT_CSS = """
    Overlay { background: transparent; align: center middle; }
    #panel { width: 56; max-width: 100%; height: auto; max-height: 90%; background: $panel; border: round $edge; }
    #panel Input { border: none; height: 1; padding: 0 1; background: $panel; }
    #panel Input:focus { border: none; }
    #panel .words { padding: 0 1; width: 1fr; height: auto; color: $foreground; }
    #panel .hint { padding: 0 1; width: 1fr; height: auto; color: $ink-2; }
    #panel .bad { padding: 0 1; width: 1fr; height: auto; color: $bad-ink; }
    #panel RowList { height: auto; max-height: 16; }
    """

    class Ready(Message):
        """The panel is there, and may be typed into."""

    def __init__(self, inks: Inks) -> None:
        super().__init__()
        self.inks = inks
        self.ready = False
        self.listens = True  # whether what is typed goes anywhere
        self.done: Callable[[T | None], None] | None = None  # hears the result at once, before the next key

    def on_mount(self) -> None:
        self.fill()
        self.ready = True
        self.app.post_message(self.Ready())

    def fill(self) -> None:
        """What is done when the parts are there."""

    def finish(self, result: T | None) -> None:
        """Close, and tell; once."""
        if not self.is_active:
            return
        self.dismiss(None)
        if self.done is not None:
            self.done(result)

    def press(self, key: str) -> bool:
        """Do what the key does here; whether it does something."""
        if key == "escape" and self.CLOSES:
            self.finish(None)
            return True
        if key == "enter" and isinstance(self.focused, Input):
            self.enter()
            return True
        return False

    def typed(self, text: str) -> None:
        """The line that is written has changed."""

    def enter(self) -> None:
        """The line is written."""

    def on_mouse_down(self, event: events.MouseDown) -> None:
        panel = self.query_one("#panel", Widget)
        if self.CLOSES and not panel.region.contains(int(event.screen_x), int(event.screen_y)):
            event.stop()
            self.finish(None)
