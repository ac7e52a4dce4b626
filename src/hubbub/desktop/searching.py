"""The bar and the panel of a search, and the client: what is asked, what came, and jumping there."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from hubbub.client.state.store import State
from hubbub.typed.durations import DAY

from .finding import FindBar, Found, Results

if TYPE_CHECKING:
    from .window import Window


class Searching:
    """A part of the window: it reads and draws what was found."""

    def __init__(self, window: Window) -> None:
        self.window, look = window, window.look
        self.bar = bar = FindBar(window.middle, look)
        self.results = results = Results(window.master, look)
        bar.search, bar.step, bar.go, bar.leave = self._search, self._step, self._go, self.close
        results.opened = self._jump
        results.more = lambda: window.core.do("search_more")
        results.rows.letters = lambda letter: None
        self.is_open = False

    def open(self) -> None:
        if not self.is_open:
            self.is_open = True
            self.bar.grid(row=0, column=0, sticky="ew")
            self.window.choose_panel()
        self.bar.update_idletasks()  # only what is mapped gets the focus at once
        self.bar.entry.focus_set()
        self.bar.entry.select_range(0, "end")

    def close(self) -> bool:
        """Whether it was open."""
        if not self.is_open:
            return False
        self.is_open = False
        self.bar.grid_remove()
        self.window.choose_panel()
        self.window.show({"members"})
        self.window.to_field()
        return True

    def _search(self, words: str, everywhere: bool, sender: str, days: int) -> None:
        where = "" if everywhere else self.window.talk.key
        after = int(time.time() * 1000) - days * DAY if days else 0
        self.results.rows.cursor = -1
        self.window.core.do("search", words=words, where=where, sender=sender, after=after, before=0)

    def _step(self, way: int) -> None:
        self.results.rows.walk(way)
        self._count()

    def _go(self) -> None:
        found = self.results.current()
        if found is not None:
            self._jump(found)

    def _jump(self, found: Found) -> None:
        """Show that message, wherever it is; the panel stays."""
        self._count()
        before = self.results.rows.focus_get_safe()
        self.window.acting.jump_to(found.place, found.id)
        if before is not None and before is not self.window.talking.field.text:
            before.focus_set()  # the next one is a key away

    def read(self, state: State) -> None:
        self.results.hours = self.window.choices.hours
        self.results.read(state)

    def draw(self) -> None:
        self.results.draw()
        self._count()

    def _count(self) -> None:
        self.bar.show(max(0, self.results.rows.cursor), len(self.results.found), self.results.search)
