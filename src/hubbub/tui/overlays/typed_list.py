"""A line to type into, and below it a list whose mark goes up and down meanwhile."""

from __future__ import annotations

from abc import abstractmethod
from typing import TypeVar

from textual.widgets import Input

from hubbub.tui.lists import RowList

from .frame import Overlay

T = TypeVar("T")
STEPS = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10}


class TypedList(Overlay[T]):
    """The line keeps the focus. Enter, or a click, picks."""

    def fill(self) -> None:
        rows = self.query_one(RowList)
        rows.can_focus = False
        rows.picked = lambda key, menu: self.pick(key)
        self.query_one(Input).focus()

    @abstractmethod
    def pick(self, key: str) -> None:
        """Of a row; empty: there is none."""

    def enter(self) -> None:
        self.pick(self.query_one(RowList).marked)

    def press(self, key: str) -> bool:
        step = STEPS.get(key)
        if step is None:
            return super().press(key)
        self.query_one(RowList).move(step)
        return True
