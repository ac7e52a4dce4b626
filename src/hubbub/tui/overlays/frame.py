"""A panel over the talk: Esc or a click beside it closes it, and nothing is done then."""

from __future__ import annotations

from typing import TypeVar

from textual import events
from textual.screen import ModalScreen
from textual.widget import Widget

from hubbub.tui.inks import Inks

T = TypeVar("T")


class Overlay(ModalScreen[T | None]):
    """`#panel` is what one sees of it."""

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

    def __init__(self, inks: Inks) -> None:
        super().__init__()
        self.inks = inks

    def on_key(self, event: events.Key) -> None:
        if event.key == "escape":
            event.stop()
            self.dismiss(None)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        panel = self.query_one("#panel", Widget)
        if not panel.region.contains(int(event.screen_x), int(event.screen_y)):
            event.stop()
            self.dismiss(None)
