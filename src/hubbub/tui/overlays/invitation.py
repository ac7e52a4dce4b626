"""An invitation that was just made: its link, and the code that a telephone's camera reads."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from hubbub.tui.inks import Inks

from .frame import Overlay

BESIDES = 3  # lines of the panel that are not the code: its edges, and the keys


class Invitation(Overlay[bool]):
    """`code`: lines of half blocks. Gives back whether the link is to be copied."""

    CSS = """
    Invitation #panel { width: 60; max-height: 100%; scrollbar-size-vertical: 0; }
    Invitation #code { width: auto; height: auto; margin: 0 1; color: #ffffff; background: #000000; }
    """

    def __init__(self, inks: Inks, link: str, code: list[str]) -> None:
        super().__init__(inks)
        self.link, self.code = link, code

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="panel"):
            if self._fits():
                yield Static(Content("\n".join(self.code)), id="code", markup=False)
            yield Static(Content("C: copy the link   Esc: close"), classes="hint", markup=False)
            yield Static(Content(self.link), classes="words", markup=False)

    def _fits(self) -> bool:
        """Half a code is none."""
        size = self.app.size
        return size.height >= len(self.code) + BESIDES and size.width >= len(self.code[0]) + BESIDES + 1

    def press(self, key: str) -> bool:
        if key == "c":
            self.finish(True)
            return True
        return super().press("escape" if key in ("enter", "q") else key)
