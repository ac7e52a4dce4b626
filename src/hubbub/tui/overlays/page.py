"""A whole page that says why one cannot go on: there is nothing to click it away with but leaving."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from hubbub.tui.inks import Inks

from .frame import Overlay


class Page(Overlay[None]):
    """`title` in one line, `text` in several; ours and the server's words, as text."""

    CSS = """
    Page { align: center middle; background: $background; }
    Page #panel { width: 76; max-width: 100%; height: auto; padding: 1 2; background: $surface; }
    Page #title { text-style: bold; color: $bad-ink; height: auto; }
    Page #text { height: auto; margin: 1 0; }
    Page #hint { color: $ink-2; height: auto; }
    """

    CLOSES = False

    def __init__(self, inks: Inks, title: str, text: str) -> None:
        super().__init__(inks)
        self.heading, self.text = title, text

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield Static(Content(self.heading), id="title", markup=False)
            yield Static(Content(self.text), id="text", markup=False)
            yield Static(Content("Enter or Ctrl Q leaves."), id="hint", markup=False)

    def press(self, key: str) -> bool:
        if key in ("enter", "escape", "q"):
            self.app.exit(1)
        return True
