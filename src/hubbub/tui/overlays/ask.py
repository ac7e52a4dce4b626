"""A question: a sentence that says what will happen, perhaps a line to write, and a button that repeats it."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from hubbub.tui.inks import Inks
from hubbub.tui.lists import Ink, ListRow, RowList
from hubbub.views.asking import Waits

from .frame import Overlay

BUSY = 0.3  # seconds after which one is told that the answer is on its way


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
    """One line is to be written. `wrong`: what is said about a line that will not do, '' for one that will. `does`:
    what is done with it; where that is to be waited for, the panel stays, and takes nothing more, until it hears the
    end.
    """

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
        does: Callable[[str], Waits | None] | None = None,
    ) -> None:
        super().__init__(inks)
        self.sentence, self.yes, self.hint = sentence, yes, hint
        self.value, self.secret, self.optional, self.problem, self.wrong = value, secret, optional, problem, wrong
        self.does, self.past = does, False

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
            self._say(problem)
            return
        waits = self.does(answer) if self.does is not None else None
        if waits is None:
            self.finish(answer)
            return
        self.listens = False
        self._say("")
        self.set_timer(BUSY, self._wait)
        waits(self.heard)

    def press(self, key: str) -> bool:
        return super().press(key) if self.listens or key == "escape" else True

    def heard(self, problem: str) -> bool:
        """What was waited for has come: why nothing came of it, or ''. Whether the panel was still there to hear it."""
        self.listens = True
        if not self.is_mounted or self not in self.app.screen_stack:
            return False
        if problem:
            self._say(problem)
            if self.secret:
                self.query_one(Input).value = ""
        else:
            self.over()
        return True

    def over(self) -> None:
        """It is answered, elsewhere: nothing comes of this panel any more. It closes when nothing stands above it."""
        self.done, self.past = None, True
        self.finish(None)

    def on_screen_resume(self) -> None:
        if self.past:
            self.finish(None)

    def _wait(self) -> None:
        if not self.listens:
            self._say("Asking the server…", bad=False)

    def _say(self, words: str, *, bad: bool = True) -> None:
        line = self.query_one("#problem", Static)
        line.set_class(bad, "bad")
        line.set_class(not bad, "hint")
        line.update(Content(words))
