"""The servers that one has been to: Enter goes there, Del forgets."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence

import msgspec

from hubbub.tk.look import Look
from hubbub.tk.rowlist import RowList
from hubbub.views.pieces import safe

ROW, MOST = 40, 4


class RecentRow(msgspec.Struct, frozen=True):
    """`when`: last used, in words."""

    address: str
    name: str
    when: str


class Recent(tk.Frame):
    """`chosen` and `forgotten` are told of one."""

    def __init__(self, master: tk.Misc, look: Look) -> None:
        super().__init__(master, background=look.t["ground"])
        self.look = look
        self.chosen: Callable[[RecentRow], object] = lambda row: None
        self.forgotten: Callable[[RecentRow], object] = lambda row: None
        self.columnconfigure(0, weight=1)
        look.label(self, "Recent", "smallbold", "ink_2").grid(row=0, column=0, sticky="w")
        self.rows: RowList[RecentRow] = RowList(self, look, ROW, "ground", self._paint)
        self.rows.grid(row=1, column=0, sticky="ew", pady=(look.px(4), 0))
        self.rows.opened = lambda place: self.chosen(self.rows.rows[place])
        self.rows.bind("<Delete>", lambda event: self._forget())

    def show(self, rows: Sequence[RecentRow]) -> None:
        some = list(rows)[:MOST]
        self.rows.configure(height=self.look.px(ROW * len(some)))
        self.rows.show(some)

    def _forget(self) -> str:
        place = self.rows.cursor
        if 0 <= place < len(self.rows.rows):
            row = self.rows.rows[place]
            self.show([other for other in self.rows.rows if other is not row])
            self.forgotten(row)
        return "break"

    def _paint(self, rows: RowList[RecentRow], row: RecentRow, y: int, state: set[str]) -> None:
        look, px = self.look, self.look.px
        rows.ground(y, state, "active_ground", 0)
        middle, wide = y + rows.row_height // 2, rows.winfo_width()
        rows.create_image(px(6), middle, image=look.face(row.address, 28), anchor="w")
        words = look.fit(f"{safe(row.name)} · {row.when}", "tiny", wide // 2)
        right = wide - px(8) - look.fonts["tiny"].measure(words) - px(8)
        rows.word(px(44), middle, look.fit(safe(row.address), "list", right - px(44)))
        rows.word(wide - px(8), middle, words, "tiny", "ink_2", "e")
