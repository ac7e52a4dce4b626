"""Who is in the room, by role."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

from hubbub.client.state.store import State
from hubbub.tk.look import Look
from hubbub.tk.rowlist import RowList
from hubbub.tk.scrolled import Bar
from hubbub.views.members import Group, MemberRow, groups

from .presence import draw_presence

WIDE, ROW = 216, 30

Entry = Group | MemberRow


class Members(tk.Frame):
    """`menu` is told of whom one clicked or asked for, and where on the screen."""

    def __init__(self, master: tk.Misc, look: Look) -> None:
        super().__init__(master, background=look.t["ground"], width=look.px(WIDE))
        self.look = look
        self.menu: Callable[[str, int, int], object] = lambda name, x, y: None
        self._groups: list[Group] = []
        self.grid_propagate(False)
        self.rowconfigure(0, weight=1)
        self.columnconfigure(0, weight=1)
        held = Bar(self, "ground")
        held.grid(row=0, column=0, sticky="nsew", pady=(look.px(8), 0))
        self.rows: RowList[Entry] = RowList(
            held,
            look,
            look.row(ROW),
            "ground",
            self._paint,
            key=_key,
            selectable=lambda row: isinstance(row, MemberRow),
        )
        held.hold_rows(self.rows)
        self.rows.menu = self._menu
        self.rows.opened = self._opened

    def read(self, state: State) -> None:
        buffer = state.buffers.get(state.current or "")
        self._groups = groups(state, buffer) if buffer is not None and buffer.kind == "room" else []

    def draw(self) -> None:
        rows: list[Entry] = []
        for group in self._groups:
            rows += [group, *group.members]
        self.rows.show(rows)

    def _menu(self, place: int, x: int, y: int) -> None:
        row = self.rows.rows[place]
        if isinstance(row, MemberRow):
            self.menu(row.name, x, y)

    def _opened(self, place: int) -> None:
        rows = self.rows
        y = (place + 1) * rows.row_height - rows.top
        self._menu(place, rows.winfo_rootx() + self.look.px(24), rows.winfo_rooty() + y)

    def _paint(self, rows: RowList[Entry], row: Entry, y: int, state: set[str]) -> None:
        look, px = self.look, self.look.px
        middle, wide = y + rows.row_height // 2, rows.winfo_width()
        if isinstance(row, Group):
            rows.word(px(16), middle + px(2), f"{row.title} · {len(row.members):,}", "tinybold", "ink_2")
            return
        rows.ground(y, state, "active_ground")
        draw_presence(rows, look, px(24), middle, row.presence)
        right = float(wide - px(16))
        if row.bot:
            right = rows.pill(right, middle, "bot", ("active_ground", "ink_2"), "tiny") - px(6)
        ink = "ink_3" if row.presence == "offline" else "ink"
        name = look.fit(row.name, "list", int(right) - px(38))
        rows.word(px(38), middle, name, "list", ink)
        left = px(38) + look.fonts["list"].measure(name) + px(8)
        if row.words and right - left > px(40):
            rows.word(left, middle, look.fit(row.words, "tiny", int(right - left)), "tiny", "ink_3")


def _key(row: Entry) -> str:
    return row.key if isinstance(row, MemberRow) else f" {row.title}"
