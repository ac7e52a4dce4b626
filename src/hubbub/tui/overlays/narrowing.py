"""A line to type into, and below it what has these words: Enter takes the first, or the one that is marked."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Generic, TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from hubbub.tui.inks import Inks
from hubbub.tui.lists import ListRow, RowList

from .typed_list import TypedList

T = TypeVar("T")
Found = TypeVar("Found")


class Narrowing(TypedList[T], Generic[T, Found]):
    """Of `found` those are shown that `narrowed` leaves, each as its `row`; `picked` is what is given back of one."""

    HINT = ""  # stands in the empty line
    MOST = 12  # rows in view

    def __init__(self, inks: Inks, found: Sequence[Found]) -> None:
        super().__init__(inks)
        self.found = found
        self.shown: list[Found] = []

    @abstractmethod
    def narrowed(self, text: str) -> list[Found]: ...

    @abstractmethod
    def row(self, key: str, one: Found) -> ListRow: ...

    @abstractmethod
    def picked(self, one: Found) -> T: ...

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield Input(placeholder=self.HINT, id="typed")
            yield RowList(self.inks, "raised", id="choices", always_marked=True)

    def fill(self) -> None:
        super().fill()
        self.typed("")

    def refill(self, found: Sequence[Found]) -> None:
        """There is more than was known before."""
        self.found = found
        self.typed(self.query_one(Input).value)

    def typed(self, text: str) -> None:
        self.shown = self.narrowed(text)
        choices = self.query_one(RowList)
        choices.styles.height = min(self.MOST, max(1, len(self.shown)))
        choices.show([self.row(str(place), one) for place, one in enumerate(self.shown)], "0")

    def pick(self, key: str) -> None:
        if key:
            self.finish(self.picked(self.shown[int(key)]))
