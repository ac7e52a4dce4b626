"""Which reaction: one of the usual ones by its number, or one by its name."""

from __future__ import annotations

from itertools import islice

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from hubbub.tui.inks import Inks
from hubbub.tui.lists import Ink, ListRow, RowList
from hubbub.views.emoji import USUAL, by_part

from .typed_list import TypedList

MOST = 20


class React(TypedList[str]):
    CSS = "React #panel { width: 40; }"

    def __init__(self, inks: Inks) -> None:
        super().__init__(inks)
        self.shown: list[str] = []

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield Static(Content("A number takes one of these; or type its name."), classes="hint", markup=False)
            yield Input(id="typed")
            yield RowList(self.inks, "raised", id="choices", always_marked=True)

    def fill(self) -> None:
        super().fill()
        self.query_one(RowList).styles.height = 8
        self._narrow("")

    def typed(self, text: str) -> None:
        text = text.strip()
        if len(text) == 1 and text.isdigit() and 0 < int(text) <= len(USUAL):
            self.finish(USUAL[int(text) - 1])
        else:
            self._narrow(text.strip(":"))

    def _narrow(self, typed: str) -> None:
        if not typed:
            rows = [(sign, "", str(place)) for place, sign in enumerate(USUAL, 1)]
        else:
            rows = [(sign, f" :{name}:", "") for name, sign in islice(by_part(typed), MOST)] or [(typed, "", "")]
        self.shown = [sign for sign, _, _ in rows]
        items = [
            ListRow(str(place), Ink(f"{sign}{name}"), None, (Ink(f"{number} ", "ink_2"),) if number else ())
            for place, (sign, name, number) in enumerate(rows)
        ]
        self.query_one(RowList).show(items, "0")

    def pick(self, key: str) -> None:
        self.finish(self.shown[int(key or 0)])
