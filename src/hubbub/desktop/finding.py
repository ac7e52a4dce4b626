"""Search: a bar above the talk, and what was found beside it; the panel stays while one jumps from one to the next."""

from __future__ import annotations

import time
import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

import msgspec

from hubbub.client.state.messages import Message
from hubbub.client.state.store import Search, State
from hubbub.tk.entry import Entry
from hubbub.tk.look import Look
from hubbub.tk.rowlist import RowList
from hubbub.tk.scrolled import Bar
from hubbub.views.days import clock, day, full
from hubbub.views.pieces import safe

WIDE, ROW = 300, 62
PAUSE = 500  # milliseconds after the last letter
PERIODS = (("any time", 0), ("today", 1), ("7 days", 7), ("30 days", 30))


class Found(msgspec.Struct, frozen=True):
    """A message that was found. `place`: the key of its place; `where`: that place's name, '' for the one one is in."""

    id: str
    place: str
    name: str
    who: str
    text: str
    at: int
    where: str = ""
    own: bool = False


class FindBar(tk.Frame):
    """`search(words, everywhere, sender, days)`; `step(way)` walks among what was found; `go` to the current one."""

    def __init__(self, master: tk.Misc, look: Look) -> None:
        super().__init__(master, background=look.t["ground"])
        self.look, px = look, look.px
        self.search: Callable[[str, bool, str, int], object] = lambda words, everywhere, sender, days: None
        self.step: Callable[[int], object] = lambda way: None
        self.go: Callable[[], object] = lambda: None
        self.leave: Callable[[], object] = lambda: None
        self._asked: tuple[str, bool, str, int] = ("", False, "", 0)
        self._due = ""
        self.columnconfigure(0, weight=1)
        self.entry = Entry(self, look, "Search")
        self.entry.grid(row=0, column=0, sticky="ew", padx=(px(16), px(8)), pady=(px(8), px(4)))
        self.count = look.label(self, "", "small", "ink_2")
        self.count.grid(row=0, column=1, padx=px(8))
        tools: tuple[tuple[str, Callable[[], object]], ...] = (
            ("up", lambda: self.step(-1)),
            ("down", lambda: self.step(1)),
            ("close", lambda: self.leave()),
        )
        for column, (icon, does) in enumerate(tools, 2):
            button = ttk.Button(self, image=look.icon(icon, size=16), style="ground.Tool.TButton", command=does)
            button.grid(row=0, column=column, padx=(0, px(6)))
        self._chips()
        self._listen()

    def _chips(self) -> None:
        """In, from, when: in one line where there is room for it, else in two."""
        look, px = self.look, self.look.px
        self._row = row = tk.Frame(self, background=look.t["ground"])
        row.grid(row=1, column=0, columnspan=5, sticky="ew", padx=px(16), pady=(0, px(6)))
        self._first, self._second = (tk.Frame(row, background=look.t["ground"]) for _ in range(2))
        self._first.grid(row=0, column=0, sticky="w")
        self.everywhere = tk.BooleanVar(self, False)
        self.period = tk.StringVar(self, PERIODS[0][0])
        check = ttk.Checkbutton(
            self._first, text="  everywhere", variable=self.everywhere, style="ground.TCheckbutton", command=self.ask
        )
        check.grid(row=0, column=0, padx=(0, px(8)))
        look.label(self._first, "from", "small", "ink_2").grid(row=0, column=1, padx=(0, px(4)))
        self.sender = Entry(self._first, look, "anyone", "small", width=14)
        self.sender.grid(row=0, column=2, padx=(0, px(12)))
        for column, (words, _) in enumerate(PERIODS):
            ttk.Radiobutton(
                self._second,
                text=f"  {words}",
                value=words,
                variable=self.period,
                style="ground.TRadiobutton",
                command=self.ask,
            ).grid(row=0, column=column, padx=(0, px(4)))
        row.bind("<Configure>", lambda event: self._break(event.width))

    def _break(self, wide: int) -> None:
        """One line or two. `wide`: what there is, in pixels."""
        one = self._first.winfo_reqwidth() + self._second.winfo_reqwidth() <= wide
        row, column, above = (0, 1, 0) if one else (1, 0, self.look.px(4))
        self._second.grid(row=row, column=column, sticky="w", pady=(above, 0))

    def _listen(self) -> None:
        for entry in (self.entry, self.sender):
            entry.bind("<KeyRelease>", lambda event: self._typed(), add=True)
            entry.bind("<Return>", lambda event: self._enter())
            entry.bind("<Up>", lambda event: self._step(-1))
            entry.bind("<Down>", lambda event: self._step(1))

    def _step(self, way: int) -> str:
        self.step(way)
        return "break"

    def _typed(self) -> None:
        if self._due:
            self.after_cancel(self._due)
        self._due = self.after(PAUSE, self.ask)

    def _enter(self) -> str:
        if not self.ask():
            self.go()
        return "break"

    def ask(self) -> bool:
        """Search, if something else is wanted than before."""
        self._due = ""
        days = dict(PERIODS)[self.period.get()]
        wanted = (self.entry.text().strip(), self.everywhere.get(), self.sender.text().strip(), days)
        if wanted == self._asked or not (wanted[0] or wanted[2]):
            return False
        self._asked = wanted
        self.search(*wanted)
        return True

    def show(self, current: int, found: int, search: Search | None) -> None:
        """How many there are, and which of them is the current one (from 0)."""
        if search is None:
            words = ""
        elif not found:
            words = "nothing found" if search.done else "searching…"
        else:
            words = f"{current + 1} of {found}{'+' if search.more else ''}"
        self.count.configure(text=words)


class Results(tk.Frame):
    """What was found, newest first. `opened` is told of one; `more`: the end of the list came near."""

    def __init__(self, master: tk.Misc, look: Look) -> None:
        super().__init__(master, background=look.t["ground"], width=look.px(WIDE))
        self.look = look
        self.opened: Callable[[Found], object] = lambda found: None
        self.more: Callable[[], object] = lambda: None
        self.search: Search | None = None
        self.found: list[Found] = []
        self.hours = 24
        self.grid_propagate(False)
        self.rowconfigure(0, weight=1)
        self.columnconfigure(0, weight=1)
        held = Bar(self, "ground")
        held.grid(row=0, column=0, sticky="nsew", pady=(look.px(8), 0))
        self.rows: RowList[Found] = RowList(held, look, ROW, "ground", self._paint, key=lambda row: row.id)
        held.hold_rows(self.rows)
        self.rows.opened = lambda place: self.opened(self.rows.rows[place])
        self.rows.moved = self._moved

    def read(self, state: State) -> None:
        self.search = search = state.search
        if search is None:
            self.found = []
            return
        pairs = zip(reversed(search.messages), reversed(search.targets), strict=True)
        self.found = [_found(state, message, target) for message, target in pairs]

    def draw(self) -> None:
        self.rows.show(self.found)
        if self.found and self.rows.cursor < 0:
            self.rows.put(0)

    def current(self) -> Found | None:
        rows = self.rows
        return rows.rows[rows.cursor] if 0 <= rows.cursor < len(rows.rows) else None

    def _moved(self, place: int) -> None:
        if place >= len(self.found) - 5 and self.search is not None and self.search.more and self.search.done:
            self.more()

    def _paint(self, rows: RowList[Found], row: Found, y: int, state: set[str]) -> None:
        look, px = self.look, self.look.px
        wide = rows.winfo_width()
        if "cursor" in state:
            state.add("chosen")
        rows.ground(y, state, "active_ground")
        today = day(row.at) == day(int(time.time() * 1000))
        when = clock(row.at, self.hours) if today else full(row.at, self.hours).partition(",")[0]
        right = wide - px(18)
        rows.word(right, y + px(17), when, "tiny", "ink_3", "e")
        right -= look.fonts["tiny"].measure(when) + px(8)
        words = f"{row.name}{f' · {row.where}' if row.where else ''}"
        name = look.fit(words, "smallbold", right - px(18))
        rows.create_text(
            px(18), y + px(17), text=name, font=look.fonts["smallbold"], fill=look.inks(row.who, row.own)[0], anchor="w"
        )
        rows.word(px(18), y + px(40), look.fit(row.text, "small", wide - px(36)), "small", "ink")


def _found(state: State, message: Message, target: str) -> Found:
    buffer = state.buffers.get(target) or state.buffer(target)
    key = buffer.key if buffer is not None else target
    where = "" if key == state.current else safe(buffer.name if buffer is not None else target)
    text = safe(" ".join(message.text.split()))
    name = safe(message.sender)
    return Found(message.id, key, name, message.account or name, text, message.at, where, message.own)
