"""The card of settings: one column, each change at once."""

from __future__ import annotations

import sys
import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

import msgspec

from hubbub.tk.entry import Entry
from hubbub.tk.look import Look
from hubbub.tk.overlay import Overlay, Overlays
from hubbub.tk.scrollframe import ScrollFrame
from hubbub.uplink.settings import Settings
from hubbub.views.notices import quiet_hours

from . import systems

WIDE = 600
NO_NOTICES = "Nothing here shows notices: only the title of the window tells. " + (
    "notify-send shows them (Debian: libnotify-bin)." if sys.platform.startswith("linux") else ""
)


class Choice(msgspec.Struct, frozen=True):
    """A setting with a few values, each with its words."""

    key: str
    title: str
    values: tuple[tuple[object, str], ...]


class Switch(msgspec.Struct, frozen=True):
    key: str
    words: str


class Hours(msgspec.Struct, frozen=True):
    """Times of day, from `key`_from to `key`_until."""

    key: str
    title: str


TEXT_SIZES = (14, 15, 16, 18, 20)
SCALES = (0, 100, 125, 150, 200, 250)
ROWS: tuple[tuple[str, tuple[Choice | Switch | Hours, ...]], ...] = (
    (
        "Appearance",
        (
            Choice("theme", "Theme", (("system", "As the system"), ("light", "Light"), ("dark", "Dark"))),
            Switch("more_contrast", "More contrast"),
            Choice("text_size", "Size of messages", tuple((size, str(size)) for size in TEXT_SIZES)),
            Choice("density", "Lines", (("roomy", "Roomy"), ("compact", "Close together"))),
            Choice("scale", "Size of everything", tuple((n, f"{n} %" if n else "Screen") for n in SCALES)),
            Choice("clock", "Times", (("24", "14:02"), ("12", "2:02 pm"))),
        ),
    ),
    (
        "Conversations",
        (
            Choice(
                "come_and_go", "Who comes and goes", (("folded", "In one line"), ("all", "Each"), ("none", "Never"))
            ),
            Switch("send_typing", "Others see that I am writing"),
            Switch("send_markers", "My other devices know what I have read"),
        ),
    ),
    (
        "Notices",
        (
            Choice(
                "notices",
                "Tell me of",
                (("everything", "Every message"), ("mentions", "What is for me"), ("nothing", "Nothing")),
            ),
            Switch("notice_text", "Show what was said"),
            Switch("sound", "With a sound"),
            Hours("quiet", "Quiet hours, as in 22:30-7:00; empty: none"),
        ),
    ),
)


if sys.platform not in ("win32", "darwin"):
    ROWS += (("This computer", (Switch("start_at_login", "Start hubbub when I log in to this computer"),)),)


class SettingsCard(Overlay):
    """`changed(key, value)` is told of each change."""

    def __init__(self, overlays: Overlays, look: Look, now: Settings, changed: Callable[[str, object], object]) -> None:
        super().__init__(overlays, look, padding=20)
        self.now, self.changed, px = now, changed, look.px
        self.columnconfigure(0, weight=1)
        look.label(self, "Settings", "dialog", "ink", "raised").grid(row=0, column=0, sticky="w")
        close = ttk.Button(self, image=look.icon("close", size=16), style="raised.Tool.TButton", command=self.close)
        close.grid(row=0, column=1)
        self._row = 0
        self._variables: list[tk.Variable] = []
        self._switches: dict[str, tk.BooleanVar] = {}
        self.held = ScrollFrame(self, look, "raised")
        self.held.grid(row=1, column=0, columnspan=2, sticky="nsew")
        self.column = self.held.inside
        self.column.columnconfigure(0, weight=1)
        first: ttk.Widget | None = None
        for title, rows in ROWS:
            self._heading(title)
            if title == "Notices" and not systems.shows_notices():
                self._aside(NO_NOTICES)
            for row in rows:
                match row:
                    case Choice():
                        widget = self._choice(row)
                    case Switch():
                        widget = self._switch(row)
                    case Hours():
                        widget = self._hours(row)
                first = first or widget
        wide = min(px(WIDE), overlays.window.winfo_width() - px(24))
        self.held.fit(overlays.window.winfo_height() - px(110))
        self.place(relx=0.5, rely=0.5, anchor="center", width=wide)
        self.open(first)

    def turn(self, key: str, *, on: bool) -> None:
        """Show a switch as it is, when what it was for could not be done."""
        self._switches[key].set(on)

    def _aside(self, words: str) -> None:
        label = self.look.label(
            self.column, words, "small", "ink_2", "raised", wraplength=self.look.px(WIDE - 80), justify="left"
        )
        label.grid(row=self._row, column=0, columnspan=2, sticky="w", pady=(0, self.look.px(4)))
        self._row += 1

    def _heading(self, title: str) -> None:
        label = self.look.label(self.column, title, "listbold", "ink", "raised")
        label.grid(row=self._row, column=0, sticky="w", pady=(self.look.px(14), self.look.px(4)))
        self._row += 1

    def _choice(self, choice: Choice) -> ttk.Widget:
        look, px = self.look, self.look.px
        look.label(self.column, choice.title, "small", "ink_2", "raised").grid(row=self._row, column=0, sticky="w")
        line = tk.Frame(self.column, background=look.t["raised"])
        line.grid(row=self._row + 1, column=0, columnspan=2, sticky="w", pady=(0, px(6)))
        self._row += 2
        values = {str(value): value for value, _ in choice.values}
        chosen = tk.StringVar(self, str(getattr(self.now, choice.key)))
        self._variables.append(chosen)
        buttons = []
        for column, (value, words) in enumerate(choice.values):
            button = ttk.Radiobutton(
                line,
                text=f"  {words}",
                value=str(value),
                variable=chosen,
                style="raised.TRadiobutton",
                command=lambda: self.changed(choice.key, values[chosen.get()]),
            )
            button.grid(row=0, column=column, padx=(0, px(8)))
            buttons.append(button)
        return buttons[0]

    def _hours(self, hours: Hours) -> ttk.Widget:
        look, px = self.look, self.look.px
        look.label(self.column, hours.title, "small", "ink_2", "raised").grid(
            row=self._row, column=0, sticky="w", pady=(px(6), px(2))
        )
        entry = Entry(self.column, look, "none")
        begin, end = getattr(self.now, f"{hours.key}_from"), getattr(self.now, f"{hours.key}_until")
        entry.put(f"{begin}-{end}" if begin else "")
        entry.grid(row=self._row + 1, column=0, sticky="w", pady=(0, px(6)))
        self._row += 2

        def changed() -> None:
            found = quiet_hours(entry.text())
            entry.state(["invalid" if found is None else "!invalid"])
            if found is not None:
                self.changed(f"{hours.key}_from", found[0])
                self.changed(f"{hours.key}_until", found[1])

        entry.bind("<KeyRelease>", lambda event: changed(), add=True)
        return entry

    def _switch(self, switch: Switch) -> ttk.Widget:
        on = self._switches[switch.key] = tk.BooleanVar(self, bool(getattr(self.now, switch.key)))
        button = ttk.Checkbutton(
            self.column,
            text=f"  {switch.words}",
            variable=on,
            style="raised.TCheckbutton",
            command=lambda: self.changed(switch.key, on.get()),
        )
        button.grid(row=self._row, column=0, columnspan=2, sticky="w")
        self._row += 1
        return button
