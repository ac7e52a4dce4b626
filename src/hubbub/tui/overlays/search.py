"""The search: words, and `in:` `from:` `before:` `after:` where less is wanted; newest first; Enter goes there."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from hubbub.client.searching import meant
from hubbub.client.state.store import Search
from hubbub.tui.desk import Desk
from hubbub.tui.lists import Ink, ListRow, RowList
from hubbub.typed.narrowing import HINT
from hubbub.views.days import clock, day, day_label
from hubbub.views.pieces import safe

from .typed_list import STEPS, TypedList


class SearchPanel(TypedList[tuple[str, str]]):
    """Gives back the place and the id of a message. What was searched last is there again."""

    CSS = "SearchPanel #panel { width: 90; height: 80%; } SearchPanel RowList { height: 1fr; max-height: 100%; }"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.talk.inks)
        self.desk = desk
        self.asked = ""

    def compose(self) -> ComposeResult:
        last = self.desk.state.search
        with Vertical(id="panel"):
            yield Input(safe(_typed(last)) if last is not None else "", placeholder="Search", id="typed")
            yield Static(Content(HINT), classes="hint", id="hint", markup=False)
            yield RowList(self.inks, "raised", id="choices", always_marked=True)

    def fill(self) -> None:
        super().fill()
        if self.desk.state.search is not None:
            self.asked = self.query_one(Input).value
            self.refresh_results()

    def refresh_results(self) -> None:
        """Something was found."""
        search = self.desk.state.search
        if search is None:
            return
        today = day(self.desk.core.now())
        pairs = list(zip(search.messages, search.targets, strict=True))
        rows = []
        for message, target in reversed(pairs):
            at = f"{day_label(day(message.at), today)} {clock(message.at, self.desk.hours)}"
            said = safe(" ".join(message.text.split()))
            where = safe(target.removeprefix("#"))
            rows.append(
                ListRow(
                    f"{target}\0{message.id}",
                    Ink(f"{safe(message.sender)}: {said}"),
                    None,
                    (Ink(f" {where}, {at} ", "ink_2"),),
                )
            )
        self.query_one(RowList).show(rows)
        self._say(search)

    def _say(self, search: Search) -> None:
        if not search.done:
            words = "Searching…"
        elif not search.messages:
            words = "Nothing was found."
        else:
            words = f"{len(search.messages)} found{', PgDn for older ones' if search.more else ''}. Enter goes there."
        self.query_one("#hint", Static).update(Content(words))

    def enter(self) -> None:
        """Search; once that is done, go to what is marked."""
        text = self.query_one(Input).value
        if text.strip() and text != self.asked:
            self.asked = text
            self.query_one("#hint", Static).update(Content("Searching…"))
            self.desk.core.do("search", **meant(self.desk.state, text, self.desk.state.current or ""))
        else:
            super().enter()

    def pick(self, key: str) -> None:
        target, _, id = key.partition("\0")
        if id:
            self.finish((target, id))

    def press(self, key: str) -> bool:
        rows = self.query_one(RowList)
        at_end = bool(rows.items) and rows.marked == rows.items[-1].key
        search = self.desk.state.search
        if STEPS.get(key, 0) > 0 and at_end and search is not None and search.more and search.done:
            self.desk.core.do("search_more")
        return super().press(key)


def _typed(search: Search) -> str:
    """What was typed for it."""
    parts = [search.words]
    parts += [f"in:{search.where}"] if search.where else []
    parts += [f"from:{search.sender}"] if search.sender else []
    parts += [
        f"{name}:{day(at).isoformat()}" for name, at in (("after", search.after), ("before", search.before)) if at
    ]
    return " ".join(parts)
