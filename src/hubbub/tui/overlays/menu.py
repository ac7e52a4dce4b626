"""A short list of things to do with something; a letter does one at once."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from hubbub.tui.inks import Inks
from hubbub.tui.lists import Ink, ListRow, RowList

from .frame import Overlay


class Menu(Overlay[str]):
    """`rows`: (what is given back, words, letter); `title` is a line above them."""

    def __init__(self, inks: Inks, title: str, rows: Sequence[tuple[str, str, str]], about: str = "") -> None:
        super().__init__(inks)
        self.heading, self.about, self.rows = title, about, rows

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield Static(Content.assemble((self.heading, "bold")), classes="words", markup=False)
            if self.about:
                yield Static(Content(self.about), classes="hint", markup=False)
            yield RowList(self.inks, "raised", id="choices")

    def fill(self) -> None:
        choices = self.query_one(RowList)
        items = []
        for key, words, letter in self.rows:
            tail = (Ink(f"{letter.upper()} ", "ink_2"),) if letter else ()
            items.append(ListRow(key, Ink(words), None, tail))
        choices.styles.height = len(items)
        choices.show(items)
        choices.picked = lambda key, menu: self.finish(key)
        choices.focus()

    def press(self, key: str) -> bool:
        pressed = {"plus": "+", "delete": "x"}.get(key, key)
        chosen = next((name for name, _, letter in self.rows if letter and letter == pressed), None)
        if chosen is None:
            return super().press(key)
        self.finish(chosen)
        return True
