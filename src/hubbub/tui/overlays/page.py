"""A whole page that says why one cannot go on: there is nothing to click it away with but leaving."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static


class Page(Screen[None]):
    """`title` in one line, `text` in several; ours and the server's words, as text."""

    DEFAULT_CSS = """
    Page { align: center middle; background: $background; }
    Page #panel { width: 76; max-width: 100%; height: auto; padding: 1 2; background: $surface; }
    Page #title { text-style: bold; color: $bad-ink; height: auto; }
    Page #text { height: auto; margin: 1 0; }
    Page #hint { color: $ink-2; height: auto; }
    """

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self.heading, self.text = title, text

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield Static(Content(self.heading), id="title", markup=False)
            yield Static(Content(self.text), id="text", markup=False)
            yield Static(Content("Enter or Ctrl Q leaves."), id="hint", markup=False)

    def on_key(self, event: events.Key) -> None:
        if event.key in ("enter", "escape", "q"):
            event.stop()
            self.app.exit(1)
