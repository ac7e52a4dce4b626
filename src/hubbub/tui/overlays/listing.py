"""A list that the server has answered with: rows, what is known of the marked one, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from hubbub.tui.inks import Inks
from hubbub.tui.lists import Ink, ListRow, RowList
from hubbub.views.lists import Answer, Entry, Listed

from .frame import Overlay

MOST = 12  # rows in view
ASKING = "Asking the server…"
NEW = "new"  # the key of the row below all others


class Listing(Overlay[str]):
    """`opens` is called with the row that was picked. `more`: words of a row below all others, whose pick ends it with
    its key; '' for none."""

    CSS = """
    Listing #panel { width: 84; }
    Listing #details { min-height: 2; margin: 1 0 0 0; }
    """

    def __init__(self, inks: Inks, listed: Listed, opens: Callable[[Listing, Entry], object], more: str = "") -> None:
        super().__init__(inks)
        self.listed, self.opens, self.more = listed, opens, more
        self.entries: Sequence[Entry] = ()
        self.problem = ASKING

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield Static(Content.assemble((self.listed.title, "bold")), classes="words", markup=False)
            yield Static(Content(self.listed.sentence), classes="hint", markup=False)
            yield Static(Content(""), classes="words", id="problem", markup=False)
            yield RowList(self.inks, "raised", id="choices")
            yield Static(Content(""), classes="hint", id="details", markup=False)

    def fill(self) -> None:
        choices = self.query_one(RowList)
        choices.picked = lambda key, menu: self._pick(key)
        self._show()
        choices.focus()

    def take(self, found: Answer) -> None:
        """These rows, or why there are none."""
        first = not self.entries
        self.entries = found.rows
        self.problem = f"! {found.problem}" if found.problem else "" if found.rows else self.listed.empty
        if self.ready and self.is_attached:  # not closed meanwhile
            self._show("0" if first and found.rows else None)

    def say(self, words: str) -> None:
        """Why something was not done."""
        self.problem = f"! {words}"
        if self.ready and self.is_attached:
            self._show()

    def _show(self, marked: str | None = None) -> None:
        problem, choices = self.query_one("#problem", Static), self.query_one(RowList)
        problem.update(Content(self.problem))
        problem.display = bool(self.problem)
        rows = [ListRow(str(place), Ink(entry.title)) for place, entry in enumerate(self.entries)]
        rows += [ListRow(NEW, Ink(self.more, "accent_ink"))] if self.more else []
        choices.styles.height = min(MOST, max(1, len(rows)))
        choices.top = 0
        choices.show(rows, marked)
        self._about(choices.marked)

    def on_row_list_marked(self, event: RowList.Marked) -> None:
        self._about(event.key)

    def _about(self, key: str) -> None:
        about = self.entries[int(key)].about if key.isdecimal() and int(key) < len(self.entries) else ""
        self.query_one("#details", Static).update(Content(about or "Esc closes"))

    def _pick(self, key: str) -> None:
        if key == NEW:
            self.finish(NEW)
        elif key:
            self.opens(self, self.entries[int(key)])
