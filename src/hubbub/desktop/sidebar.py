"""Rooms and people, how to jump to one, and oneself with the connection."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Literal

import msgspec

from hubbub.client.state.store import State
from hubbub.tk.look import Look
from hubbub.tk.rowlist import RowList
from hubbub.tk.scrolled import Bar
from hubbub.views import places
from hubbub.views.pieces import safe
from hubbub.views.places import Frozen, PlaceRow

from .connection import ConnectionState
from .keys import shown
from .presence import draw_presence

WIDE, LEAST, MOST = 248, 180, 400
ROW = 32
LARGEST = 999


class Head(msgspec.Struct, frozen=True):
    """A title in the list; `plus`: what the plus at its end does."""

    title: str
    plus: Literal["room", "person"]


Entry = Head | PlaceRow


class Sidebar(tk.Frame):
    """`opened` is told of the key of a place; `menu` of one and where; `plus` of which list is to grow."""

    def __init__(self, master: tk.Misc, look: Look) -> None:
        super().__init__(master, background=look.t["ground"], width=look.px(WIDE))
        self.look = look
        self.opened: Callable[[str], object] = lambda key: None
        self.menu: Callable[[PlaceRow, int, int], object] = lambda row, x, y: None
        self.plus: Callable[[str], object] = lambda kind: None
        self.jump: Callable[[], object] = lambda: None
        self.settings: Callable[[], object] = lambda: None
        self.me_menu: Callable[[int, int], object] = lambda x, y: None
        self.places: list[PlaceRow] = []
        self._frozen = Frozen()
        self._me = ("", False)
        self._away = False
        self._standing: ConnectionState | None = None
        self._server = ""
        self.grid_propagate(False)
        self.rowconfigure(2, weight=1)
        self.columnconfigure(0, weight=1)
        self._top()
        self._jump_field()
        self._list()
        look.line(self).grid(row=3, column=0, sticky="ew")
        self._own()

    # What it is made of

    def _top(self) -> None:
        look, t, px = self.look, self.look.t, self.look.px
        top = tk.Frame(self, background=t["ground"], height=px(56))
        top.grid(row=0, column=0, sticky="ew")
        top.grid_propagate(False)
        top.rowconfigure(0, weight=1)
        top.columnconfigure(1, weight=1)
        mark = look.pictures.mark((t["accent"], t["good"], t["new"]), 11)
        tk.Label(top, image=mark, background=t["ground"]).grid(row=0, column=0, padx=(px(16), px(8)))
        self.server = look.label(top, "", "head", anchor="w", width=1)
        self.server.grid(row=0, column=1, sticky="ew", padx=(0, px(12)))
        self.server.bind("<Configure>", lambda event: self._fit_server())

    def _jump_field(self) -> None:
        px = self.look.px
        self.jump_button = JumpButton(self, self.look, lambda: self.jump())
        self.jump_button.grid(row=1, column=0, sticky="ew", padx=px(12), pady=(0, px(8)))

    def _list(self) -> None:
        held = Bar(self, "ground")
        held.grid(row=2, column=0, sticky="nsew")
        self.rows: RowList[Entry] = RowList(
            held,
            self.look,
            self.look.row(ROW),
            "ground",
            self._paint,
            key=_key,
            selectable=lambda row: isinstance(row, PlaceRow),
        )
        held.hold_rows(self.rows)
        self.rows.opened = self._opened
        self.rows.menu = self._menu
        self.rows.bind("<Button-1>", self._on_head, add=True)

    def _own(self) -> None:
        """Who one is here, and whether there is a connection."""
        look, t, px = self.look, self.look.t, self.look.px
        card = tk.Frame(self, background=t["ground"])
        card.grid(row=4, column=0, sticky="ew")
        card.columnconfigure(1, weight=1)
        self.face = tk.Label(card, background=t["ground"], borderwidth=0)
        self.face.grid(row=0, column=0, rowspan=2, padx=(px(12), px(10)), pady=px(10))
        self.name = look.label(
            card, "", "listbold", anchor="w", width=1, takefocus=True, highlightthickness=max(1, px(2)),
            highlightbackground=t["ground"], highlightcolor=t["accent_ink"],
        )  # fmt: skip
        for keys in ("<Return>", "<space>", "<Menu>", "<Shift-F10>"):
            self.name.bind(keys, lambda event: self.me_menu(self.name.winfo_rootx(), self.name.winfo_rooty()))
        self.name.grid(row=0, column=1, sticky="sew")
        self.standing = look.label(card, "", "tiny", "ink_2", compound="left", anchor="w", width=1)
        self.standing.grid(row=1, column=1, sticky="new")
        gear = ttk.Button(
            card, image=look.icon("gear"), style="ground.Tool.TButton", command=lambda: self.settings(), takefocus=True
        )
        gear.grid(row=0, column=2, rowspan=2, padx=px(8))
        for widget in (self.face, self.name, self.standing):
            widget.bind("<Button-1>", lambda event: self.me_menu(event.x_root, event.y_root))
            widget.bind("<Button-3>", lambda event: self.me_menu(event.x_root, event.y_root))

    # What it shows

    def read(self, state: State) -> None:
        held = self.rows.hover >= 0 or self.rows.focus_get_safe() is self.rows
        people = self._frozen.arrange(places.people(state), held=held)
        self.places = [*places.rooms(state), *people]
        self._title = safe(state.server.network or state.server.name)
        self._me = (safe(state.me.name), state.me.operator)
        self._away = state.me.away is not None

    def draw(self) -> None:
        rooms = [row for row in self.places if row.kind == "room"]
        people = [row for row in self.places if row.kind == "person"]
        self.rows.show([Head("Rooms", "room"), *rooms, Head("People", "person"), *people])
        if self.rows.focus_get_safe() is not self.rows:  # who comes there by Tab begins where one is
            here = next((row for row in self.places if row.here), None)
            self.rows.cursor = self.rows.rows.index(here) if here is not None else -1
        name = self._me[0]
        self.face.configure(image=self.look.face(name, 32, own=True))
        self.name.configure(text=self.look.fit(name, "listbold", self.look.px(150)))
        if self._standing is not None:
            self.show_standing(self._standing)

    def show_server(self, name: str) -> None:
        self._server = name
        self._fit_server()

    def _fit_server(self) -> None:
        self.server.configure(text=self.look.fit(self._server, "head", max(1, self.server.winfo_width() - 2)))

    def show_standing(self, standing: ConnectionState) -> None:
        """How the connection is, in a word; and whether others see one as away."""
        self._standing = standing
        t, on, away = self.look.t, standing.on, standing.on and self._away
        dot = self.look.pictures.dot(t["good" if on else "new"], "half" if away else "full" if on else "ring", 7)
        words = f"{standing.short}, away" if away else standing.short
        self.standing.configure(text=f" {words}", foreground=t["ink_2" if on else "new_ink"], image=dot)

    # What is done with it

    def _opened(self, place: int) -> None:
        row = self.rows.rows[place]
        if isinstance(row, PlaceRow):
            self.opened(row.key)

    def _menu(self, place: int, x: int, y: int) -> None:
        row = self.rows.rows[place]
        if isinstance(row, PlaceRow):
            self.menu(row, x, y)

    def _on_head(self, event: tk.Event[tk.Misc]) -> None:
        place = (event.y + self.rows.top) // self.rows.row_height
        row = self.rows.rows[place] if 0 <= place < len(self.rows.rows) else None
        if isinstance(row, Head) and event.x > self.rows.winfo_width() - self.look.px(44):
            self.plus(row.plus)

    # How a row looks

    def _paint(self, rows: RowList[Entry], row: Entry, y: int, state: set[str]) -> None:
        look, px = self.look, self.look.px
        middle, wide = y + rows.row_height // 2, rows.winfo_width()
        if isinstance(row, Head):
            rows.word(px(20), middle + px(3), row.title, "smallbold", "ink_2")
            rows.create_image(wide - px(24), middle + px(3), image=look.icon("plus", size=16))
            return
        if row.here:
            state.add("chosen")
        rows.ground(y, state, "active_ground")
        right = self._sign(rows, row, wide - px(18), middle)
        if row.kind == "room":
            rows.word(px(27), middle, "#", "list", "ink_3", "center")
        else:
            draw_presence(rows, look, px(27), middle, row.presence)
        font, ink = ("listbold", "ink") if row.loud else ("list", "ink" if row.here else "ink_2")
        if row.muted or row.outside:
            ink = "ink_3" if not row.badge else ink
        rows.word(px(42), middle, look.fit(row.name, font, int(right) - px(42)), font, ink)

    def _sign(self, rows: RowList[Entry], row: PlaceRow, right: float, middle: int) -> float:
        """The one sign at the end of a row; returns where the name has to end."""
        look, px = self.look, self.look.px
        text = f"{LARGEST}+" if row.count > LARGEST else f"{row.count}{'+' if row.more else ''}"
        if row.badge:
            return rows.pill(right, middle, text, ("badge", "on_badge")) - px(6)
        if row.count:
            font = "tinybold" if row.loud else "tiny"
            rows.word(right, middle, text, font, "ink" if row.loud else "ink_3", "e")
            return right - look.fonts["tinybold"].measure(text) - px(6)
        if row.draft:
            rows.word(right, middle, "draft", "tiny", "ink_3", "e")
            return right - px(38)
        return right


class JumpButton(tk.Frame):
    """What looks like a field for searching, and opens the list to jump from."""

    def __init__(self, master: tk.Misc, look: Look, jump: Callable[[], object]) -> None:
        super().__init__(master, background=look.t["ground"])
        px = look.px
        self.columnconfigure(0, weight=1)
        self.card = card = ttk.Frame(self, style="ground.card.TFrame", padding=(px(10), px(6)), takefocus=True)
        card.grid(row=0, column=0, sticky="ew")
        card.columnconfigure(1, weight=1)
        icon = tk.Label(card, image=look.icon("search", "ink_3", 16), background=look.t["raised"], borderwidth=0)
        icon.grid(row=0, column=0, padx=(0, px(6)))
        look.label(card, "Jump to…", "list", "ink_3", "raised").grid(row=0, column=1, sticky="w")
        look.label(card, shown("<Mod-k>"), "tiny", "ink_3", "raised").grid(row=0, column=2)
        for widget in (card, *card.winfo_children()):
            widget.bind("<Button-1>", lambda event: jump())
        for keys in ("<Return>", "<space>"):
            card.bind(keys, lambda event: jump())
        card.bind("<FocusIn>", lambda event: card.state(["focus"]))
        card.bind("<FocusOut>", lambda event: card.state(["!focus"]))


def _key(row: Entry) -> str:
    return row.key if isinstance(row, PlaceRow) else f"head {row.title}"
