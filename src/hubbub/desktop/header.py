"""The line above a conversation: its name, its topic, and what can be done with it."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from hubbub.client.state.store import State
from hubbub.tk.hint import Hint
from hubbub.tk.look import Look
from hubbub.views.pieces import safe
from hubbub.views.places import PlaceRow, row

HIGH = 56
AWAY = {"online": "here", "away": "away", "offline": "not connected", "": ""}


class Header(tk.Frame):
    """`sides`, `find`, `members`, `more` are its buttons; `topic_menu`: the topic was clicked."""

    def __init__(self, master: tk.Misc, look: Look, hint: Hint) -> None:
        super().__init__(master, background=look.t["canvas"], height=look.px(HIGH))
        self.look, self._hint, px = look, hint, look.px
        self.sides: Callable[[], object] = lambda: None
        self.find: Callable[[], object] = lambda: None
        self.members: Callable[[], object] = lambda: None
        self.more: Callable[[int, int], object] = lambda x, y: None
        self.about: Callable[[], object] = lambda: None
        self.grid_propagate(False)
        self.columnconfigure(2, weight=1)
        self.rowconfigure(0, weight=1)
        self.menu_button = self._button("menu", lambda: self.sides(), 0, "Rooms and people")
        self.menu_button.grid_configure(padx=(px(8), 0))
        self.menu_button.grid_remove()
        self.name = look.label(self, "", "head", "ink", "canvas")
        self.name.grid(row=0, column=1, padx=(px(16), px(12)))
        self.topic = look.label(self, "", "list", "ink_2", "canvas", anchor="w", width=1, cursor="hand2")
        self.topic.grid(row=0, column=2, sticky="ew", padx=(0, px(12)))
        self.topic.bind("<Configure>", lambda event: self._fit())
        self.topic.bind("<Button-1>", lambda event: self.about())
        self._button("search", lambda: self.find(), 3, "Search")
        self.count = self._button("people", lambda: self.members(), 4, "Members")
        self.more_button = more = self._button("more", lambda: None, 5, "More")
        more.configure(command=lambda: self.more(more.winfo_rootx(), more.winfo_rooty() + more.winfo_height()))
        self._place: PlaceRow | None = None
        self._topic = self._count = ""

    def _button(self, icon: str, does: Callable[[], object], column: int, words: str) -> ttk.Button:
        button = ttk.Button(
            self, image=self.look.icon(icon), compound="left", style="canvas.Tool.TButton", command=does, takefocus=True
        )
        button.grid(row=0, column=column, padx=(0, self.look.px(6)))
        self._hint.about(button, words)
        return button

    def read(self, state: State) -> None:
        buffer = state.buffers.get(state.current or "")
        self._place = row(state, buffer) if buffer is not None else None
        if buffer is None:
            self._topic = self._count = ""
        elif buffer.kind == "room":
            self._topic = safe(" ".join(buffer.topic.text.split()))
            self._count = f"{len(buffer.members):,}" if buffer.members else ""
        else:
            person = state.people.get(buffer.key)
            words = AWAY[self._place.presence] if self._place else ""
            away = safe(person.away) if person is not None and person.away else ""
            self._topic, self._count = f"{words}: {away}" if away else words, ""

    def draw(self) -> None:
        place, look = self._place, self.look
        name = "" if place is None else f"# {place.name}" if place.kind == "room" else place.name
        self.name.configure(text=look.fit(name, "head", max(look.px(120), self.winfo_width() // 3)))
        self.count.configure(text=self._count)
        if place is not None and place.kind == "room":
            self.count.grid()
        else:
            self.count.grid_remove()
        self._fit()

    def _fit(self) -> None:
        self.topic.configure(
            text=self.look.fit(self._topic, "list", max(1, self.topic.winfo_width() - self.look.px(2)))
        )

    def narrow(self, narrow: bool) -> None:
        """Whether the list of rooms has to be asked for."""
        if narrow:
            self.menu_button.grid()
        else:
            self.menu_button.grid_remove()
