"""What those who look after a room do with it: what holds there, bans, reports, invitations, what was done."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import TYPE_CHECKING

from hubbub.client.state.buffers import Buffer
from hubbub.client.state.items import Note
from hubbub.tk.ask import Ask, Asked
from hubbub.tk.entry import Entry
from hubbub.tk.overlay import Overlay
from hubbub.tk.qr import code
from hubbub.views import acts, lists
from hubbub.views.acts import Act
from hubbub.views.asking import Waits
from hubbub.views.lists import Answer
from hubbub.views.notes import why
from hubbub.views.pieces import safe

from .listing import ListCard

if TYPE_CHECKING:
    from hubbub.views.lists import Do
    from hubbub.views.lists import Entry as Row

    from .window import Window

WIDE, CODE, LEAST_CODE, BESIDE_CODE = 500, 200, 90, 270  # pixels of the design
FLAGS = (
    ("i", "Only who is invited comes in"),
    ("m", "Only voices write"),
    ("n", "Only members write"),
    ("t", "Only moderators set the topic"),
    ("s", "Hidden: not in the list of rooms"),
)
LENGTHS = (
    ("slow", "Everybody speaks only once in (30s, 5m; off)", "o"),
    ("expire", "New messages disappear after (1h, 1d; off)", "o"),
    ("retention", "Messages are erased when they are older than (30d; off)", "q"),
)


class Roomkeeping:
    """A method for each act of `views.acts.of_keeping`."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self._does: dict[str, Callable[[str], object]] = {
            "modes": lambda key: ModesCard(window, key),
            "rename_room": self._rename,
            "invite_link": lambda key: InvitationCard(window, key),
            "invitations": lambda key: window.lists.show(lists.invitations()),
            "bans": lambda key: window.lists.show(lists.bans(self._name(key))),
            "reports": lambda key: window.lists.show(lists.reports(self._name(key))),
            "audit": lambda key: window.lists.show(lists.acts(self._name(key))),
            "pins": self._pins,
        }

    def do(self, act: Act, key: str) -> None:
        self._does[act.name](key)

    def knows(self, act: Act) -> bool:
        return act.name in self._does

    def _name(self, key: str) -> str:
        with self.window.core.reading() as state:
            buffer = state.buffers.get(key)
            return buffer.name if buffer is not None else key

    def _rename(self, key: str) -> None:
        def rename(values: list[str]) -> str | Waits:
            name = values[0].strip()
            if not name.removeprefix("#") or " " in name:
                return "A room has a name without spaces."
            name = name if name.startswith("#") else f"#{name}"
            return self.window.lists.act("rename_room", buffer=key, name=name, reason=values[1].strip())

        now = safe(self._name(key).removeprefix("#"))
        fields = (Asked("Name", now), Asked("Why (others see it)"))
        Ask(self.window.overlays, self.window.look, f"Another name for {now}", "Everybody who is in it stays in it.",
            "Rename it", rename, fields)  # fmt: skip

    def _pins(self, key: str) -> None:
        window = self.window

        def load(card: ListCard) -> None:
            with window.core.reading() as state:
                buffer = state.buffers.get(key)
                may = buffer is not None and acts.may_pin(state, buffer)
                found = () if buffer is None else lists.pins(state, key, may_unpin=may, hours=window.choices.hours)
            card.take(Answer(found))

        def unpin(card: ListCard, row: Row, do: Do) -> None:
            window.core.do("unpin", buffer=key, id=do.given)
            card.close()

        words = "What those who look after the room hold up to everybody."
        card = ListCard(window.overlays, window.look, "Pinned messages", words, "Nothing is pinned here.", load)
        card.does, card.goes = unpin, window.acting.jump_to


class ModesCard(Overlay):
    """What holds in a room; each change at once."""

    def __init__(self, window: Window, key: str) -> None:
        look = window.look
        super().__init__(window.overlays, look, padding=20)
        self.window, self.key, px = window, key, look.px
        with window.core.reading() as state:
            buffer = state.buffers[key]
            modes, name = set(buffer.modes), safe(buffer.name.removeprefix("#"))
            may = [row for row in LENGTHS if acts.rank(state, buffer, state.me.name) >= acts.LADDER.index(row[2])]
        wide = min(px(WIDE), window.overlays.window.winfo_width() - px(24))
        self.columnconfigure(0, weight=1)
        look.label(self, look.fit(f"What holds in {name}", "dialog", wide - px(90)), "dialog", "ink", "raised").grid(
            row=0, column=0, sticky="w", pady=(0, px(10))
        )
        close = ttk.Button(self, image=look.icon("close", size=16), style="raised.Tool.TButton", command=self.close)
        close.grid(row=0, column=1, sticky="ne")
        self._variables: list[tk.BooleanVar] = []
        flags = [self._flag(letter, words, letter in modes, n) for n, (letter, words) in enumerate(FLAGS, 1)]
        for place, (command, words, _) in enumerate(may):
            self._length(command, words, len(FLAGS) + 1 + 2 * place)
        self.place(relx=0.5, rely=0.5, anchor="center", width=wide)
        self.open(flags[0])

    def _flag(self, letter: str, words: str, now: bool, row: int) -> ttk.Checkbutton:
        on = tk.BooleanVar(self, now)
        self._variables.append(on)
        button = ttk.Checkbutton(
            self,
            text=f"  {words}",
            variable=on,
            style="raised.TCheckbutton",
            command=lambda: self._set(f"{'+' if on.get() else '-'}{letter}"),
        )
        button.grid(row=row, column=0, columnspan=2, sticky="w")
        return button

    def _set(self, words: str) -> None:
        self.window.core.do("modes", buffer=self.key, words=words)

    def _length(self, command: str, words: str, row: int) -> None:
        look, px = self.look, self.look.px
        look.label(self, words, "small", "ink_2", "raised").grid(
            row=row, column=0, columnspan=2, sticky="w", pady=(px(10), px(3))
        )
        line = tk.Frame(self, background=look.t["raised"])
        line.grid(row=row + 1, column=0, columnspan=2, sticky="w")
        entry = Entry(line, look, "as it is", width=12)
        entry.grid(row=0, column=0)

        def send() -> None:
            if entry.text().strip():
                self.window.core.typed(f"/{command} {entry.text().strip()}", self.key)

        button = ttk.Button(line, text="Set", style="raised.TButton", command=send)
        button.grid(row=0, column=1, padx=(px(8), 0))
        entry.bind("<Return>", lambda event: send())


class InvitationCard(Overlay):
    """A link by which others come in, and its picture for a phone's camera; made when it is asked for."""

    def __init__(self, window: Window, key: str) -> None:
        look = window.look
        super().__init__(window.overlays, look, padding=20)
        self.window, px = window, look.px
        with window.core.reading() as state:
            buffer: Buffer = state.buffers[key]
            self.room = buffer.name
        self.wide = min(px(WIDE), window.overlays.window.winfo_width() - px(24))
        self.columnconfigure(0, weight=1)
        title = look.fit(f"Invite into {safe(self.room.removeprefix('#'))}", "dialog", self.wide - px(90))
        look.label(self, title, "dialog", "ink", "raised").grid(row=0, column=0, sticky="w")
        close = ttk.Button(self, image=look.icon("close", size=16), style="raised.Tool.TButton", command=self.close)
        close.grid(row=0, column=1, sticky="ne")
        self.words = look.label(self, "", "list", "ink_2", "raised", wraplength=self.wide - px(40), justify="left")
        self.words.grid(row=1, column=0, columnspan=2, sticky="w", pady=(px(8), px(8)))
        self.picture: tk.PhotoImage | None = None
        self.code = tk.Label(self, background="#ffffff", borderwidth=0)
        self.link = ""
        self._how()
        self.copy = ttk.Button(self, text="Copy the link", style="raised.Accent.TButton", command=self._copy)
        self.place(relx=0.5, rely=0.5, anchor="center", width=self.wide)
        self.open(close)
        self.make()

    def _how(self) -> None:
        """For how many, and for how long."""
        look, px = self.look, self.look.px
        line = tk.Frame(self, background=look.t["raised"])
        line.grid(row=3, column=0, columnspan=2, sticky="w", pady=(px(10), 0))
        self.uses, self.days = Entry(line, look, "10", width=5), Entry(line, look, "7", width=5)
        parts = (("For", self.uses), ("people, for", self.days), ("days", None))
        for column, (words, entry) in enumerate(parts):
            look.label(line, words, "list", "ink_2", "raised").grid(row=0, column=2 * column, padx=(0, px(6)))
            if entry is not None:
                entry.grid(row=0, column=2 * column + 1, padx=(0, px(6)))
                entry.bind("<Return>", lambda event: self.make())
        again = ttk.Button(line, text="Make another", style="raised.TButton", command=self.make)
        again.grid(row=0, column=6, padx=(px(8), 0))

    def make(self) -> None:
        """Ask for one as it is wanted."""
        uses, days = (entry.text().strip() or usual for entry, usual in ((self.uses, "10"), (self.days, "7")))
        self.window.lists.ask("INVITE-LINK", f"ROOM {self.room} USES {uses} DAYS {days}", self._made)

    def _made(self, notes: tuple[Note, ...]) -> None:
        if not self.winfo_exists():
            return
        made = lists.record(notes, "invitation")
        link = made.get("link") if made is not None else None
        if made is None or not isinstance(link, str):
            words = why(notes, "The server makes no invitation.")
            self.words.configure(text=f"! {words}", foreground=self.look.t["bad_ink"])
            return
        px, good = self.look.px, lists.good_for(made, self.window.choices.hours)
        self.words.configure(
            text=f"{good}; shown only now. Point a phone's camera at it, or send the link.",
            foreground=self.look.t["ink_2"],
        )
        self.link = link
        room = self.overlays.window.winfo_height() - px(BESIDE_CODE)
        self.picture = code(self, link, max(px(LEAST_CODE), min(px(CODE), room)))
        self.code.configure(image=self.picture)
        self.code.grid(row=2, column=0, columnspan=2)
        self.copy.grid(row=4, column=0, columnspan=2, sticky="e", pady=(px(14), 0))
        self.copy.focus_set()

    def _copy(self) -> None:
        self.clipboard_clear()
        self.clipboard_append(self.link)
        self.window.strip.tell("Copied.")
