"""A question: a sentence that says what will happen, perhaps a line to write, and a button that repeats it."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from hubbub.tui.inks import Inks
from hubbub.tui.lists import Ink, ListRow, RowList

from .frame import Overlay


class Confirm(Overlay[bool]):
    """`yes` and `no` are what the two rows say."""

    def __init__(self, inks: Inks, sentence: str, yes: str, no: str = "Cancel", *, grave: bool = False) -> None:
        super().__init__(inks)
        self.sentence, self.yes, self.no, self.grave = sentence, yes, no, grave

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield Static(Content(self.sentence), classes="words", markup=False)
            yield RowList(self.inks, "raised", id="choices")

    def fill(self) -> None:
        choices = self.query_one(RowList)
        choices.styles.height = 2
        rows = [ListRow("yes", Ink(self.yes, "bad_ink" if self.grave else "ink", True)), ListRow("no", Ink(self.no))]
        choices.show(rows, "no" if self.grave else "yes")
        choices.picked = lambda key, menu: self.finish(key == "yes")
        choices.focus()


class Ask(Overlay[str]):
    """One line is to be written. `wrong`: what is said about a line that will not do, '' for one that will."""

    def __init__(
        self,
        inks: Inks,
        sentence: str,
        yes: str,
        *,
        hint: str = "",
        value: str = "",
        secret: bool = False,
        optional: bool = False,
        problem: str = "",
        wrong: Callable[[str], str] | None = None,
    ) -> None:
        super().__init__(inks)
        self.sentence, self.yes, self.hint = sentence, yes, hint
        self.value, self.secret, self.optional, self.problem, self.wrong = value, secret, optional, problem, wrong

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield Static(Content(self.sentence), classes="words", markup=False)
            if self.hint:
                yield Static(Content(self.hint), classes="hint", markup=False)
            yield Input(self.value, password=self.secret, id="answer")
            yield Static(Content(self.problem), classes="bad", id="problem", markup=False)
            yield Static(Content(f"Enter: {self.yes}   Esc: cancel"), classes="hint", markup=False)

    def fill(self) -> None:
        self.query_one(Input).focus()

    def enter(self) -> None:
        written = self.query_one(Input).value
        answer = written if self.secret else written.strip()
        problem = self.wrong(answer) if self.wrong is not None else ""
        if not answer and not self.optional:
            problem = problem or "Nothing is written yet."
        if problem:
            self.query_one("#problem", Static).update(Content(problem))
        else:
            self.finish(answer)
