"""The window of the server console: its parts, what changes show again, what keys and buttons do."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from functools import partial

from hubbub.console import acts
from hubbub.console.acts import Act
from hubbub.console.desk import Desk
from hubbub.console.orders import Waits
from hubbub.console.sentences import copied
from hubbub.console.state import Part
from hubbub.desktop import systems, wake
from hubbub.desktop.memory import Memory
from hubbub.tk.ask import Ask, Asked
from hubbub.tk.look import Look
from hubbub.tk.menu import Item, Menu
from hubbub.tk.overlay import Overlays
from hubbub.uplink import faults, sentences
from hubbub.uplink.thread import Network
from hubbub.views import emoji

from .head import Head, Tiles
from .lower import Command, Log, LogHead, Side
from .table import Table, Tabs

START, LEAST, WIDE = (1160, 780), (820, 560), 1060  # pixels of the design; under WIDE the side goes
PAINT_EVERY = 50  # milliseconds
END = 1.0  # seconds in which the program is gone
KEYS = (
    ("F1", "these keys"),
    ("F5", "start or stop the server"),
    ("Ctrl 1 to Ctrl 4", "people, rooms, reports, bans"),
    ("Ctrl F", "find in the table"),
    ("Ctrl N", "invite people"),
    ("Ctrl E", "type a command; Tab completes, the arrows bring earlier ones"),
    ("Ctrl L", "the log"),
    ("↑ ↓, then w r k b t c l", "what can be done about a row; the Menu key lists it"),
    ("Ctrl Q", "close"),
)


class Console:
    """`start`: start the server at once, else look for it; what was started here is asked about when one leaves."""

    def __init__(
        self, root: tk.Tk, network: Network, memory: Memory, desk: Desk, *, start: bool, theme: str = ""
    ) -> None:
        self.root, self.network, self.desk, self.start = root, network, desk, start
        self.memory = memory
        self.look = look = Look(root, memory.wishes(theme), emoji.spelled)
        self._due: set[Part] = set()
        self._timer = ""
        self._fault: Ask | None = None
        self._stopping: Ask | None = None  # the card that asks whether the server is to stop
        self._interrupted = False
        root.report_callback_exception = self._caught
        root.protocol("WM_DELETE_WINDOW", self.close)
        t = look.t
        root.iconphoto(True, *look.icons())
        systems.darken_title(root, not look.wishes.theme.startswith("light"))
        memory.place(root, look, START, LEAST)
        self.page = tk.Frame(root, background=t["ground"])
        self.page.pack(fill="both", expand=True)
        self.overlays = Overlays(self.page, lambda: self.table.rows.focus_set())
        self._build()
        self._keys()
        desk.made_link = lambda: self.show({"facts"})
        wake.listen(root, network)

    def _build(self) -> None:
        page, look, desk, px = self.page, self.look, self.desk, self.look.px
        page.columnconfigure(0, weight=1)
        page.rowconfigure(3, weight=3)
        page.rowconfigure(5, weight=2)
        edge = px(20)
        self.head = Head(page, look, desk)
        self.head.grid(row=0, column=0, columnspan=2, sticky="ew", padx=edge, pady=(px(16), px(12)))
        self.tiles = Tiles(page, look, desk)
        self.tiles.grid(row=1, column=0, sticky="ew", padx=edge)
        self.tabs = Tabs(page, look, desk)
        self.tabs.grid(row=2, column=0, sticky="ew", padx=edge, pady=(px(14), px(6)))
        self.table = Table(page, look, desk)
        self.table.grid(row=3, column=0, sticky="nsew", padx=edge)
        self.log_head = LogHead(page, look, desk)
        self.log_head.grid(row=4, column=0, sticky="ew", padx=edge, pady=(px(12), px(4)))
        self.log = Log(page, look, desk)
        self.log.grid(row=5, column=0, sticky="nsew", padx=edge)
        self.command = Command(page, look, desk)
        self.command.grid(row=6, column=0, sticky="ew", padx=edge, pady=(px(8), px(16)))
        self.side = Side(page, look, desk)
        self.side.grid(row=1, column=1, rowspan=6, sticky="nsew", padx=(0, edge), pady=(0, px(16)))
        page.bind("<Configure>", self._fit)
        self.head.stop, self.head.invite = self.ask_to_stop, self.invite
        self.side.invite, self.side.copy = self.invite, self.copy
        self.tabs.chosen = lambda: self.show({"people"})
        self.table.act, self.table.menu = self.ask, self._menu
        self.log_head.changed, self.log_head.copy = self.log.show, self._copy_log
        self.command.done = lambda: self.show({"log"})
        self.command.offered = lambda words: self._note("   ".join(words))

    def _fit(self, event: tk.Event[tk.Misc]) -> None:
        if event.widget is not self.page:
            return
        if event.width < self.look.px(WIDE):
            self.side.grid_remove()
        else:
            self.side.grid()

    def run(self) -> bool:
        """Until the window is closed; whether it was by Ctrl-C, which does nothing to the server."""
        wake.on_interrupt(self.network, self._interrupt)
        if self.start:
            self.desk.server.start(self.desk.host, self.desk.port)
        else:
            self.desk.server.attach()
        self._second()
        self.root.mainloop()
        return self._interrupted

    def _interrupt(self, told: object) -> None:
        if not self._interrupted:
            self._interrupted = True
            self.end()

    # What is shown

    def told(self, told: list[object]) -> None:
        """What the server says, in the window's thread."""
        self.show(self.desk.told(told))

    def show(self, parts: set[Part]) -> None:
        """These parts again, soon: many changes are one painting."""
        self._due |= parts
        if self._due and not self._timer:
            self._timer = self.root.after(PAINT_EVERY, self.paint)

    def paint(self) -> None:
        self._timer = ""
        parts, self._due = self._due, set()
        if parts & {"phase", "facts"}:
            self.root.title("".join(letter for letter in self.desk.title if ord(letter) < 0x10000)[:80])
        if parts & {"phase", "facts", "rates"}:
            self.head.show()
            if self.root.state() != "iconic":
                self.tiles.show()
            if self._stopping is not None:
                self._stopping.reword(acts.stop_words(self.desk.state))
        if parts & {"phase", "facts", "people", "rooms", "reports", "bans"}:
            self.tabs.show()
            self.table.show()
        if parts & {"phase", "facts"}:
            self.side.show()
        if "log" in parts:
            self.log.show()

    def _second(self) -> None:
        """Times grow older."""
        self.show({"rates", "people"})
        self.root.after(10_000, self._second)

    def _note(self, words: str) -> None:
        self.show(self.desk.note(words))

    # What is asked

    def ask(self, act: Act) -> None:
        """The card of something that can be done."""
        fields = [Asked(field.title, field.text, field.hint, choices=field.choices) for field in act.fields]
        Ask(
            self.overlays, self.look, self.look.shown(act.title), act.sentence, act.button,
            lambda typed: self._act(act, typed), fields, danger=act.danger,
        )  # fmt: skip

    def _act(self, act: Act, typed: list[str]) -> str | Waits:
        found = self.desk.act(act, typed)
        self.show({"log"})
        return found

    def _menu(self, x: int, y: int) -> None:
        """What can be done about the row, and about everything."""
        running = self.desk.state.phase == "running"
        whole = [acts.announcement(), acts.lockdown(self.desk.state)] if running else []
        items = [self._item(act) for act in self.desk.acts()]
        items += [Item(f"{act.title}…", lambda act=act: self.ask(act)) for act in whole]  # type: ignore[misc]
        if items:
            Menu(self.overlays, self.look, items, x, y)

    def _item(self, act: Act) -> Item:
        return Item(act.title, lambda: self.ask(act), hint=act.key, letter=act.key, danger=act.danger)

    def invite(self) -> None:
        if self.desk.state.phase == "running":
            self.ask(acts.invitation())

    def ask_to_stop(self) -> None:
        self._ask_to_stop("Stop the server", lambda typed: self.desk.stop(), "Keep it running")

    def _ask_to_stop(
        self,
        button: str,
        does: Callable[[list[str]], None],
        cancel: str,
        others: Sequence[tuple[str, Callable[[], object]]] = (),
    ) -> None:
        """Who is online then is counted while it is open."""
        words = acts.stop_words(self.desk.state)
        self._stopping = card = Ask(
            self.overlays, self.look, "Stop the server?", words, button, does,
            danger=True, cancel=cancel, careful=True, others=others,
        )  # fmt: skip
        card.closed = self._asked_to_stop

    def _asked_to_stop(self) -> None:
        self._stopping = None

    def start_or_stop(self) -> None:
        phase = self.desk.state.phase
        if self.overlays.top() is not None:
            return
        if phase in ("running", "lost"):
            self.ask_to_stop()
        elif phase in ("stopped", "failed"):
            self.head.begin()

    def copy(self, text: str) -> None:
        self.root.clipboard_clear()
        self.root.clipboard_append(text)

    def _copy_log(self) -> None:
        self.copy("\n".join(copied(line) for line in self.desk.lines(5000)))

    def help(self) -> None:
        words = "\n".join(f"{key}: {does}" for key, does in KEYS)
        Ask(self.overlays, self.look, "Keys", words, "Close", lambda typed: None, cancel="")

    # Keys

    def _keys(self) -> None:
        bind = self.root.bind
        keys: list[tuple[str, Callable[[], object]]] = [
            ("<F1>", self.help),
            ("<F5>", self.start_or_stop),
            ("<Control-q>", self.close),
            ("<Control-f>", self.tabs.find.focus_set),
            ("<Control-n>", self.invite),
            ("<Control-e>", self.command.focus_set),
            ("<Control-l>", self.log.text.focus_set),
        ]
        for n, tab in enumerate(self.tabs.tabs, 1):
            keys.append((f"<Control-Key-{n}>", partial(self._to_tab, tab)))
        for key, does in keys:
            bind(key, lambda event, does=does: self._press(does))  # type: ignore[misc]

    def _press(self, does: Callable[[], object]) -> str:
        if self.overlays.top() is None:
            does()
        return "break"

    def _to_tab(self, tab: str) -> None:
        self.tabs.choose(tab)
        self.table.rows.focus_set()

    # The end

    def close(self) -> None:
        """Ask, when the server was started here and runs."""
        if not self.start or self.desk.state.phase not in ("running", "starting"):
            self.end()
            return
        if self.overlays.top() is not None:
            self.overlays.close_all()
        self._ask_to_stop(
            "Stop and close",
            lambda typed: self._stop_and_close(),
            "Keep it open",
            (("Run on in the background", self.end),),
        )

    def _stop_and_close(self) -> None:
        self.desk.stopped = lambda: self.root.after_idle(self.end)
        self.desk.stop()

    def end(self) -> None:
        """Be gone; the server is not touched."""
        self.desk.server.leave()
        self.memory.keep(geometry=self.memory.keep_geometry(self.root))
        self.root.withdraw()
        wake.stop(self.root, self.network)
        self.network.close(END)
        self.root.destroy()

    def _caught(self, kind: object, error: BaseException, trace: object) -> None:
        """Of a callback of Tk: written down, said in a sentence; the window goes on."""
        words = sentences.of(faults.note(error))
        if self._fault is None:
            self._fault = Ask(
                self.overlays, self.look, "Something went wrong here", words, "Go on", lambda typed: None,
                others=(("Copy", lambda: self.copy(words)),),
            )  # fmt: skip
            self._fault.closed = self._forget_fault

    def _forget_fault(self) -> None:
        self._fault = None
