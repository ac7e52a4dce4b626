"""The lower half of the console: the log with its filter, and the line for commands; and at the side how to join."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from hubbub.console import sentences
from hubbub.console.desk import Desk
from hubbub.console.records import Line
from hubbub.tk.chunks import Chunks
from hubbub.tk.entry import Entry
from hubbub.tk.look import Look
from hubbub.tk.qr import code
from hubbub.tk.scrolled import Bar
from hubbub.tk.textlog import TextLog

SHOWN = 1000  # lines of the log
LEVELS = ("everything", "warnings", "errors")
CODE = 190  # pixels of a QR code
SIDE = 206

Numbered = tuple[int, Line]


class Log(ttk.Frame):
    """The last lines that are wanted; follows the end while that is in view."""

    def __init__(self, master: tk.Misc, look: Look, desk: Desk) -> None:
        super().__init__(master, style="ground.card.TFrame", padding=look.px(8))
        self.look, self.desk = look, desk
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        px, t = look.px, look.t
        held = Bar(self, "raised")
        held.grid(row=0, column=0, sticky="nsew")
        self.text: TextLog[Numbered] = TextLog(
            held, look, self._write, key=lambda row: row[0], surface="raised", font="log", tabs=(px(78), px(94)),
            takefocus=True,
        )  # fmt: skip
        held.hold(self.text)
        text = self.text
        text.tag_configure("time", foreground=t["ink_3"])
        text.tag_configure("row", lmargin2=px(94), spacing3=px(3))
        for ink in (*sentences.INKS.values(), "good_ink"):
            text.tag_configure(ink, foreground=t[ink])
        text.bind("<End>", lambda event: self._end())
        text.bind("<FocusIn>", lambda event: self.state(["focus"]))
        text.bind("<FocusOut>", lambda event: self.state(["!focus"]))

    def _end(self) -> str:
        self.text.see("end")
        return "break"

    def _write(self, row: Numbered, out: Chunks) -> None:
        clock, mark, words = sentences.log_line(row[1])
        ink = sentences.log_ink(row[1])
        out.put(clock, "row", "time")
        out.put(f"\t{mark}\t", "row", ink)
        out.put(f"{self.look.shown(words)}\n", "row", ink)

    def show(self) -> None:
        lines, taken = self.desk.lines(SHOWN), self.desk.state.taken
        known = {id(line): taken - n for n, line in enumerate(reversed(self.desk.state.lines))}
        self.text.show([(known.get(id(line), 0), line) for line in lines])


class LogHead(tk.Frame):
    """What of the log is shown; `changed` is told when that is another thing."""

    def __init__(self, master: tk.Misc, look: Look, desk: Desk) -> None:
        super().__init__(master, background=look.t["ground"])
        self.desk = desk
        self.changed: Callable[[], object] = lambda: None
        self.copy: Callable[[], object] = lambda: None
        self.columnconfigure(0, weight=1)
        px = look.px
        look.label(self, "Log", "listbold").grid(row=0, column=0, sticky="w")
        self.find = Entry(self, look, "Find in the log", width=18)
        self.find.grid(row=0, column=1, padx=(0, px(6)))
        self.find.bind("<KeyRelease>", lambda event: self._found(), add=True)
        self.level = ttk.Button(self, style="ground.Tool.TButton", command=self.turn)
        self.level.grid(row=0, column=2, padx=(px(4), 0))
        copy = ttk.Button(self, text="Copy", style="ground.Tool.TButton", command=lambda: self.copy())
        copy.grid(row=0, column=3, padx=(px(4), 0))
        for button in (self.level, copy):
            button.bind("<Return>", lambda event, button=button: button.invoke())  # type: ignore[misc]
        self.show()

    def _found(self) -> None:
        if self.desk.words != self.find.text():
            self.desk.words = self.find.text()
            self.changed()

    def turn(self) -> None:
        """Everything, only warnings and errors, only errors."""
        self.desk.level = LEVELS[(LEVELS.index(self.desk.level) + 1) % len(LEVELS)]
        self.show()
        self.changed()

    def show(self) -> None:
        self.level.configure(text=f"{self.desk.level.capitalize()} ▾")


class Command(Entry):
    """The line for commands: Enter, Tab completes, the arrows bring earlier ones."""

    def __init__(self, master: tk.Misc, look: Look, desk: Desk) -> None:
        super().__init__(master, look, "Type a command, such as: help", "log")
        self.desk = desk
        self.done: Callable[[], object] = lambda: None
        self.offered: Callable[[list[str]], object] = lambda words: None
        self._back = 0
        self.bind("<Return>", lambda event: self._enter())
        self.bind("<Tab>", lambda event: self._complete())
        self.bind("<Up>", lambda event: self._earlier(1))
        self.bind("<Down>", lambda event: self._earlier(-1))

    def _enter(self) -> str:
        typed = self.text()
        self.put("")
        self._back = 0
        self.desk.typed(typed)
        self.done()
        return "break"

    def _complete(self) -> str | None:
        if not self.text():
            return None  # on to the next widget
        found = self.desk.orders.complete(self.text(), self.desk.state)
        if len(found) == 1:
            self.put(f"{found[0]} ")
        elif found:
            begun = found[0]
            while not all(one.startswith(begun) for one in found):
                begun = begun[:-1]
            self.put(max(begun, self.text(), key=len))
            self.offered([one.rpartition(" ")[2] for one in found[:12]])
        return "break"

    def _earlier(self, step: int) -> str:
        typed = self.desk.orders.typed
        self._back = max(0, min(self._back + step, len(typed)))
        self.put(typed[-self._back] if self._back else "")
        return "break"


class Side(ttk.Frame):
    """How to join, for who stands before this machine; `copy` gets a link to be copied."""

    def __init__(self, master: tk.Misc, look: Look, desk: Desk) -> None:
        super().__init__(master, style="ground.card.TFrame", padding=look.px(16))
        self.look, self.desk = look, desk
        self.copy: Callable[[str], object] = lambda text: None
        self.invite: Callable[[], object] = lambda: None
        self.columnconfigure(0, minsize=look.px(SIDE))
        self._made_for: object = None
        self._row = 0
        self.picture: tk.PhotoImage | None = None

    def show(self) -> None:
        desk = self.desk
        running = desk.state.phase in ("running", "stopping") and desk.state.facts is not None
        made_for = (running or desk.state.phase, desk.state.facts if running else None, desk.link)
        if made_for == self._made_for:
            return
        self._made_for = made_for
        for child in self.winfo_children():
            child.destroy()
        self._row = 0
        self._put("Join this server", "listbold", "ink", 2)
        if not running or desk.state.facts is None:
            self._put(sentences.not_joinable(desk.state), "small", "ink_2")
            return
        self._show_link()
        self._show_code()
        for title, words in sentences.joining(desk.state.facts):
            self._put(title, "tinybold", "ink_2")
            self._line(words)
        if desk.state.facts.fingerprint:
            self._put("Certificate", "tinybold", "ink_2")
            for line in sentences.fingerprint(desk.state.facts):
                self._line(line, 0)

    def _show_link(self) -> None:
        desk, px = self.desk, self.look.px
        if not desk.link:
            self._button("Show a code…", self.invite)
            return
        self._put("Point a phone's camera here:", "small", "ink_2", 8)
        self.picture = code(self, desk.link, px(CODE))
        tk.Label(self, image=self.picture, background="#ffffff", borderwidth=0).grid(row=self._row, column=0)
        self._row += 1
        self._put(desk.invited, "tiny", "ink_2", 4, above=8)
        self._button("Copy the link", lambda: self.copy(desk.link))

    def _show_code(self) -> None:
        facts = self.desk.state.facts
        words = sentences.first_operator(facts) if facts else []
        if words:
            self._put(words[0], "small", "new_ink", 4)
            for line in words[1:]:
                self._line(line, 2)
            self._put("", "tiny", "ink", 6)

    def _put(self, text: str, font: str, ink: str, below: int = 0, above: int = 0) -> None:
        px = self.look.px
        label = self.look.label(self, text, font, ink, "raised", justify="left", wraplength=px(SIDE))
        label.grid(row=self._row, column=0, sticky="w", pady=(px(above), px(below)))
        self._row += 1

    def _line(self, text: str, below: int = 8) -> None:
        """Words to be typed elsewhere: they can be marked and copied."""
        look, t = self.look, self.look.t
        line = tk.Entry(
            self, font=look.fonts["log"], readonlybackground=t["raised"], foreground=t["ink"], relief="flat",
            borderwidth=0, highlightthickness=0, width=1, selectbackground=t["select"], selectforeground=t["ink"],
            takefocus=False,
        )  # fmt: skip
        line.insert(0, look.shown(text))
        line.configure(state="readonly")
        line.grid(row=self._row, column=0, sticky="ew", pady=(0, look.px(below)))
        self._row += 1

    def _button(self, text: str, does: Callable[[], object]) -> None:
        button = ttk.Button(self, text=text, style="raised.TButton", command=does)
        button.bind("<Return>", lambda event: button.invoke())
        button.grid(row=self._row, column=0, sticky="ew", pady=(self.look.px(6), self.look.px(14)))
        self._row += 1
