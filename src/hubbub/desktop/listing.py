"""Cards with lists of the server: what was asked for, or why it did not come, and what can be done with each row."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import TYPE_CHECKING

from hubbub.client.state.items import Note
from hubbub.irc import casemap
from hubbub.tk.ask import Ask, Asked
from hubbub.tk.look import Look
from hubbub.tk.menu import Item, Menu
from hubbub.tk.overlay import Overlay, Overlays
from hubbub.tk.rowlist import RowList
from hubbub.tk.scrolled import Bar
from hubbub.views.asking import Asking, Hears, Waits
from hubbub.views.lists import Answer, Do, Entry, Listed, answer
from hubbub.views.notes import refusal

if TYPE_CHECKING:
    from .window import Window

WIDE, ROW, MOST, LEAST = 520, 52, 8, 3  # pixels of the design; rows that are seen at once
GREY = 300  # milliseconds until grey rows stand for what is on its way
HELP = "↑ ↓ choose      Enter what can be done      Esc close"


class Lists(Asking):
    """For one window: asks, and opens cards."""

    def __init__(self, window: Window) -> None:
        super().__init__(window.core.do, window.core.typed, lambda note: window.answers.show(note))
        self.window = window

    def show(self, listed: Listed, *others: tuple[str, Callable[[ListCard], object]]) -> ListCard:
        """A card of that list. `others`: buttons below it."""
        window = self.window

        def load(card: ListCard) -> None:
            self.ask(listed.command, listed.words, lambda notes: card.take(answer(listed, notes, window.choices.hours)))

        card = ListCard(window.overlays, window.look, listed.title, listed.sentence, listed.empty, load, others)
        card.does = self._do
        card.goes = lambda place, id: window.acting.jump_to(casemap.lower(place), id)
        return card

    def run(self, card: ListCard, command: str, words: str) -> None:
        """Have the server do something about what the card shows; then ask for its rows again."""
        self.waits(card, command, words)(lambda refused: False)

    def waits(self, card: ListCard, command: str, words: str) -> Waits:
        """The same, for a card above it, which waits for what comes of it."""

        def begin(hears: Hears) -> None:
            def done(notes: tuple[Note, ...]) -> None:
                refused = refusal(notes)
                if not hears(refused) and refused:
                    card.say(refused)
                if not refused:
                    card.again()

            self.ask(command, words, done)

        return begin

    def _do(self, card: ListCard, entry: Entry, do: Do) -> None:
        """Ask for it, and perhaps before that whether it is meant."""

        if not do.grave and not do.asks:
            self.run(card, do.command, do.given)
            return

        def run(values: list[str]) -> Waits:
            return self.waits(card, do.command, " ".join([do.given, *(" ".join(values).split())]))

        Ask(
            self.window.overlays,
            self.window.look,
            f"{do.words}?",
            f"{entry.title}\n{entry.about}" if entry.about else entry.title,
            do.words,
            run,
            (Asked(do.asks),) if do.asks else (),
            danger=do.grave,
        )


class ListCard(Overlay):
    """`load(card)` gets the rows: `take` is called with them. `does(card, entry, do)`, `goes(place, id)`: what can be
    done with a row, and where it leads.
    """

    def __init__(
        self,
        overlays: Overlays,
        look: Look,
        title: str,
        sentence: str,
        empty: str,
        load: Callable[[ListCard], object],
        others: Sequence[tuple[str, Callable[[ListCard], object]]] = (),
    ) -> None:
        super().__init__(overlays, look, padding=20)
        self.empty, self.load, px = empty, load, look.px
        self.does: Callable[[ListCard, Entry, Do], object] = lambda card, entry, do: None
        self.goes: Callable[[str, str], object] = lambda place, id: None
        self.columnconfigure(0, weight=1)
        self.rowconfigure(2, weight=1)
        wide = min(px(WIDE), overlays.window.winfo_width() - px(24))
        look.label(self, look.fit(title, "dialog", wide - px(90)), "dialog", "ink", "raised").grid(
            row=0, column=0, sticky="w"
        )
        close = ttk.Button(self, image=look.icon("close", size=16), style="raised.Tool.TButton", command=self.close)
        close.grid(row=0, column=1)
        self.words = look.label(
            self, sentence, "small", "ink_2", "raised", justify="left", wraplength=wide - px(44), anchor="w"
        )
        self.words.grid(row=1, column=0, columnspan=2, sticky="ew", pady=(px(4), px(8)))
        held = Bar(self, "raised")
        held.grid(row=2, column=0, columnspan=2, sticky="nsew")
        self.rows: RowList[Entry] = RowList(held, look, ROW, "raised", self._paint, key=lambda row: row.key)
        held.hold_rows(self.rows)
        self.rows.opened = self._opened
        self.rows.menu = lambda place, x, y: self._menu(place, x, y)
        self.told = look.label(self.rows, "", "list", "ink_2", "raised", wraplength=wide - px(60), justify="left")
        self._foot(others)
        high = overlays.window.winfo_height() - px(24)
        self.place(relx=0.5, rely=0.5, anchor="center", width=wide, height=min(high, px(LEAST * ROW + 170)))
        self._high = high
        self._asking = ""
        self.open(self.rows)
        self.again()

    def _foot(self, others: Sequence[tuple[str, Callable[[ListCard], object]]]) -> None:
        look, px = self.look, self.look.px
        look.label(self, HELP, "tiny", "ink_3", "raised").grid(row=3, column=0, sticky="w", pady=(px(8), 0))
        if not others:
            return
        foot = tk.Frame(self, background=look.t["raised"])
        foot.grid(row=4, column=0, columnspan=2, sticky="w", pady=(px(10), 0))
        for column, (text, does) in enumerate(others):
            button = ttk.Button(foot, text=text, style="raised.TButton", command=lambda does=does: does(self))  # type: ignore[misc]
            button.grid(row=0, column=column, padx=(0, px(8)))

    # What it shows

    def again(self) -> None:
        """Ask for the rows."""
        if not self._asking:
            self._asking = self.overlays.window.after(GREY, self._grey)
        self.load(self)

    def _grey(self) -> None:
        self._asking = ""
        if self.winfo_exists() and not self.rows.rows:
            self._tell("Asking the server…")

    def take(self, found: Answer) -> None:
        """These rows, or why there are none."""
        if self._asking:
            self.overlays.window.after_cancel(self._asking)
            self._asking = ""
        if not self.winfo_exists():
            return
        self.rows.show(found.rows)
        if found.rows and self.rows.cursor < 0:
            self.rows.put(0)
        self._tell(found.problem or ("" if found.rows else self.empty), bad=bool(found.problem))
        px = self.look.px
        rows = max(LEAST, min(MOST, len(found.rows)))
        self.place_configure(height=min(self._high, px(rows * ROW + 170)))

    def _tell(self, words: str, *, bad: bool = False) -> None:
        self.told.configure(text=f"! {words}" if bad else words, foreground=self.look.t["bad_ink" if bad else "ink_2"])
        if words:
            self.told.place(x=self.look.px(12), y=self.look.px(14))
        else:
            self.told.place_forget()

    def say(self, words: str) -> None:
        """Why something was not done."""
        if self.winfo_exists():
            self.words.configure(text=f"! {words}", foreground=self.look.t["bad_ink"])

    # What is done with it

    def _opened(self, place: int) -> None:
        rows = self.rows
        y = (place + 1) * rows.row_height - rows.top
        self._menu(place, rows.winfo_rootx() + self.look.px(24), rows.winfo_rooty() + y)

    def _menu(self, place: int, x: int, y: int) -> None:
        entry = self.rows.rows[place]
        items = [Item("Show it there", lambda: self._go(entry))] if entry.goes else []
        items += [
            Item(do.words, lambda do=do: self.does(self, entry, do), danger=do.grave)  # type: ignore[misc]
            for do in entry.does
        ]
        items.append(Item("Copy", lambda: self._copy(entry)))
        Menu(self.overlays, self.look, items, x, y)

    def _go(self, entry: Entry) -> None:
        if entry.goes is not None:
            self.close()
            self.goes(*entry.goes)

    def _copy(self, entry: Entry) -> None:
        self.clipboard_clear()
        self.clipboard_append(f"{entry.title}\n{entry.about}" if entry.about else entry.title)

    def _paint(self, rows: RowList[Entry], row: Entry, y: int, state: set[str]) -> None:
        look, px = self.look, self.look.px
        if "cursor" in state:
            state.add("chosen")
        rows.ground(y, state, "active_ground", 0)
        wide = rows.winfo_width() - px(24)
        rows.word(px(12), y + px(17), look.fit(row.title, "list", wide))
        rows.word(px(12), y + px(36), look.fit(row.about, "tiny", wide), "tiny", "ink_2")
