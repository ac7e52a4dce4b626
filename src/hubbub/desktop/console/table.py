"""The tabs with their numbers, the table of the chosen one, and what can be done about the chosen row."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from hubbub.console import tables
from hubbub.console.acts import Act
from hubbub.console.desk import Desk
from hubbub.console.tables import Cells
from hubbub.tk.entry import Entry
from hubbub.tk.look import Look
from hubbub.tk.rowlist import RowList
from hubbub.tk.scrolled import Bar

ROW, EDGE, LEAST, SCROLLBAR = 30, 24, 40, 9
EMPTY = {
    "people": "Nobody is online.",
    "rooms": "There are no rooms.",
    "reports": "Nothing was reported.",
    "bans": "Nobody is banned.",
}


class Tabs(tk.Frame):
    """`chosen` is told when another tab is, or something else is looked for."""

    def __init__(self, master: tk.Misc, look: Look, desk: Desk) -> None:
        super().__init__(master, background=look.t["ground"])
        self.look, self.desk = look, desk
        self.chosen: Callable[[], object] = lambda: None
        self.tabs: dict[str, tuple[ttk.Button, tk.Frame]] = {}
        self.columnconfigure(9, weight=1)
        for column, tab in enumerate(tables.TABS):
            frame = tk.Frame(self, background=look.t["ground"])
            frame.grid(row=0, column=column, padx=(0, look.px(10)))
            button = ttk.Button(frame, style="ground.Tool.TButton", command=lambda tab=tab: self.choose(tab))  # type: ignore[misc]
            button.bind("<Return>", lambda event, tab=tab: self.choose(tab))  # type: ignore[misc]
            button.grid(row=0, column=0)
            line = tk.Frame(frame, height=look.px(2))
            line.grid(row=1, column=0, sticky="ew")
            self.tabs[tab] = button, line
        self.find = Entry(self, look, "Find a name or an address", width=26)
        self.find.grid(row=0, column=10)
        self.find.bind("<KeyRelease>", lambda event: self._found(), add=True)
        self.find.bind("<Escape>", lambda event: self.clear())
        self.show()

    def choose(self, tab: str) -> None:
        self.desk.tab = tab
        self.show()
        self.chosen()

    def clear(self) -> None:
        self.find.put("")
        self._found()

    def _found(self) -> None:
        if self.desk.find != self.find.text():
            self.desk.find = self.find.text()
            self.chosen()

    def show(self) -> None:
        desk, t = self.desk, self.look.t
        for tab, (button, line) in self.tabs.items():
            count = f"  {tables.count(desk.state, tab)}" if desk.state.phase == "running" else ""
            chosen = "Chosen." if tab == desk.tab else ""
            button.configure(text=f"{tables.TITLES[tab]}{count}", style=f"ground.{chosen}Tool.TButton")
            line.configure(background=t["accent" if tab == desk.tab else "ground"])


class Table(ttk.Frame):
    """`act` is told what is to be done; `menu` where somebody wants to choose from."""

    def __init__(self, master: tk.Misc, look: Look, desk: Desk) -> None:
        super().__init__(master, style="ground.card.TFrame", padding=look.px(6))
        self.look, self.desk = look, desk
        self.act: Callable[[Act], object] = lambda act: None
        self.menu: Callable[[int, int], object] = lambda x, y: None
        self.columnconfigure(0, weight=1)
        self.rowconfigure(1, weight=1)
        self.heads = tk.Canvas(
            self, height=look.px(26), background=look.t["raised"], highlightthickness=0, width=1, cursor="hand2"
        )
        self.heads.grid(row=0, column=0, sticky="ew")
        self.heads.bind("<Configure>", lambda event: self._draw_heads())
        self.heads.bind("<Button-1>", self._sort)
        held = Bar(self, "raised")
        held.grid(row=1, column=0, sticky="nsew")
        self.rows: RowList[Cells] = RowList(held, look, ROW, "raised", self._paint, key=lambda cells: cells.key)
        held.hold_rows(self.rows)
        self.rows.moved = self._moved
        self.rows.letters = self.letter
        self.rows.menu = lambda place, x, y: self.menu(x, y)
        self.tab = desk.tab  # whose rows these are: another one may be chosen, and not shown yet
        self.empty = look.label(self, "", "list", "ink_2", "raised")
        self.acts = tk.Frame(self, background=look.t["raised"], height=1)
        self.acts.grid(row=2, column=0, sticky="ew")
        self.acts.columnconfigure(0, weight=1)
        self.acts.bind("<Configure>", lambda event: self._show_acts())
        self._made_for: object = None
        self._shown: object = None

    def show(self) -> None:
        desk = self.desk
        self.tab = desk.tab
        rows = desk.rows() if desk.state.phase in ("running", "stopping") else []
        chosen = desk.chosen.get(self.tab)
        shown = self.tab, rows, chosen, desk.order_by[self.tab], desk.find, desk.state.phase
        if shown != self._shown:
            self._shown = shown
            self.rows.show(rows)
            self.rows.cursor = next((n for n, cells in enumerate(rows) if cells.key == chosen), -1)
            self._say_empty(bool(rows))
            self._draw_heads()
        self._show_acts()

    def _say_empty(self, any_: bool) -> None:
        desk = self.desk
        words = "Nothing is found." if desk.find else EMPTY[self.tab]
        if any_ or desk.state.phase != "running":
            self.empty.place_forget()
        else:
            self.empty.configure(text=words)
            self.empty.place(relx=0.5, rely=0.45, anchor="center")

    def _moved(self, place: int) -> None:
        self.desk.chosen[self.tab] = self.rows.rows[place].key
        self._show_acts()

    def letter(self, letter: str) -> None:
        """The act of that letter."""
        act = next((act for act in self.desk.acts() if act.key == letter.lower()), None)
        if act is not None:
            self.act(act)

    # Drawing

    def _draw_heads(self) -> None:
        look, px, heads = self.look, self.look.px, self.heads
        heads.delete("all")
        order = self.desk.order_by[self.tab]
        by, arrow = (order, " ▾") if order >= 0 else (-order - 1, " ▴")
        wide = self._wide()
        for place, column in enumerate(tables.COLUMNS[self.tab]):
            text = column.title + (arrow if place == by else "")
            heads.create_text(
                px(12) + column.at * wide, px(13), text=text, anchor="w", font=look.fonts["tinybold"],
                fill=look.t["ink_2"],
            )  # fmt: skip

    def _wide(self) -> int:
        """Pixels for the columns, whether or not there is a scrollbar: no column moves when one comes."""
        return max(1, self.heads.winfo_width() - self.look.px(EDGE) - self.look.px(SCROLLBAR))

    def _sort(self, event: tk.Event[tk.Misc]) -> None:
        part = (event.x - self.look.px(12)) / self._wide()
        columns = tables.COLUMNS[self.desk.tab]
        self.desk.sort(max((n for n, column in enumerate(columns) if column.at <= max(part, 0.0)), default=0))
        self.show()

    def _paint(self, rows: RowList[Cells], cells: Cells, y: int, state: set[str]) -> None:
        look, px = self.look, self.look.px
        rows.ground(y, state | ({"chosen"} if "cursor" in state else set()), "accent_soft", 2)
        if "cursor" in state and look.plain:
            rows.ring(y, 2)
        middle, wide = y + rows.row_height // 2, self._wide()
        columns = tables.COLUMNS[self.tab]
        ends = [*(column.at for column in columns[1:]), 1.0]
        right = px(12) + ends[0] * wide - px(10)
        if cells.badge:
            right = rows.pill(right, middle, look.shown(cells.badge), ("active_raised", "ink_2"), "tiny") - px(6)
        ink = "ink_2" if cells.quiet else "ink"
        rows.word(px(12), middle, look.fit(cells.words[0], "list", max(px(LEAST), int(right) - px(12))), "list", ink)
        for word, column, end in zip(cells.words[1:], columns[1:], ends[1:], strict=True):
            room = int((end - column.at) * wide) - px(10)
            rows.word(px(12) + column.at * wide, middle, look.fit(word, "small", room), "small", "ink_2")

    def _show_acts(self) -> None:
        """What the chosen row is about, and buttons; made anew only when others are needed."""
        row, acts, wide = self.desk.chosen_row(), self.desk.acts(), self.acts.winfo_width()
        about = tables.about(row) if row is not None else ""
        made_for = (self.desk.tab, self.desk.chosen.get(self.desk.tab), [act.word for act in acts], about, wide)
        if made_for == self._made_for:
            return
        self._made_for = made_for
        for child in self.acts.winfo_children():
            child.destroy()
        if row is not None:
            self._lay_out_acts(about, [self._button(act) for act in acts], wide)

    def _button(self, act: Act) -> ttk.Button:
        style = "raised.Danger.TButton" if act.key == "b" else "raised.TButton"
        button = ttk.Button(self.acts, text=act.word, style=style, command=lambda: self.act(act))
        button.bind("<Return>", lambda event: self.act(act))
        return button

    def _lay_out_acts(self, about: str, buttons: list[ttk.Button], wide: int) -> None:
        """What it is about stands left of the buttons; above them, in two lines, where there is no room."""
        look, px = self.look, self.look.px
        room = max(px(LEAST), wide - px(16))
        taken = sum(button.winfo_reqwidth() + px(6) for button in buttons)
        above = bool(buttons) and look.fonts["small"].measure(about) > room - taken
        text = look.fit(about, "small", 2 * room - px(2 * LEAST)) if above else about
        words = look.label(self.acts, text, "small", "ink_2", "raised", anchor="w", justify="left", width=1)
        words.configure(wraplength=room if above else 0)
        words.grid(
            row=0, column=0, columnspan=len(buttons) + 1 if above else 1, sticky="ew", padx=px(8), pady=(px(6), px(2))
        )
        for column, button in enumerate(buttons, 1):
            button.grid(row=int(above), column=column, padx=(0, px(6)), pady=(px(6), px(2)))
