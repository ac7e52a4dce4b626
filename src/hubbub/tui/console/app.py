"""The server console in a terminal: what is on the screen, and what keys do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.driver import Driver
from textual.geometry import Size
from textual.widgets import Input, Static

from hubbub.console import acts, sentences, tables
from hubbub.console.acts import Act, Field
from hubbub.console.desk import Desk
from hubbub.console.orders import Waits
from hubbub.tui.inks import Inks
from hubbub.tui.painting import keys_that_fit
from hubbub.tui.themes import theme_name, theme_of

from .cards import Answer, Ask, Card, Page
from .lines import Line
from .parts import LOW, NARROW, Head, Log, Side, Table, Tabs, Tiles

PAINT_EVERY = 0.1  # seconds
OLDER = 10.0  # seconds, after which times that are shown are others though nothing happens
KEYS = (
    ("1 2 3 4", "people, rooms, reports, bans"),
    ("↑ ↓ PgUp PgDn Home End", "another row"),
    ("w r k b t c l", "what can be done about the row; the line below the table says what"),
    ("/", "look for a name, an address, a word"),
    ("s", "order by the next column; S: the other way round"),
    ("i", "invite people, with a QR code"),
    ("a", "say something to everybody"),
    ("d", "lockdown: who may come in and speak"),
    (":", "type a command (help lists them); Tab completes, ↑ ↓ earlier ones, Esc back"),
    ("Ctrl L", "the log on the whole screen, and back; f: only warnings, only errors"),
    ("g", "graphs of a minute, an hour, a day"),
    ("F5", "start or stop the server"),
    ("Ctrl Q", "leave"),
)


class Console(App[int]):
    """`start`: start the server at once, else look for it; what was started here is asked about when one leaves."""

    ENABLE_COMMAND_PALETTE = False
    CSS = """
    Screen { background: $background; layers: base; }
    #head { height: 1; }
    #tiles { height: 4; margin: 1 0 0 0; }
    #body { height: 1fr; margin: 1 0 0 0; }
    #main { width: 1fr; }
    #tabs { height: 1; }
    #table { height: 2fr; min-height: 4; }
    #acts { height: 1; padding: 0 1; background: $surface; color: $ink-2; }
    #find { display: none; height: 1; border: none; padding: 0 1; background: $bar; }
    #find.shown { display: block; }
    #logname { height: 1; padding: 0 1; margin: 1 0 0 0; color: $ink-2; }
    #log { height: 1fr; min-height: 3; }
    #side { width: 32; margin: 0 0 0 1; }
    #command { height: 1; border: none; padding: 0 1; background: $bar; }
    #command:focus, #find:focus { border: none; }
    #keys { height: 1; padding: 0 1; color: $ink-2; }
    .low #tiles { height: 1; margin: 0; }
    .low #body { margin: 0; }
    .low #logname { margin: 0; }
    .narrow #side { display: none; }
    .whole #table, .whole #tabs, .whole #tiles, .whole #acts, .whole #side { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", show=False, priority=True),
        Binding("f5", "start_or_stop", show=False, priority=True),
        Binding("ctrl+q", "leave", show=False, priority=True),
        Binding("ctrl+l", "whole", show=False, priority=True),
        Binding("ctrl+c", "copy_log", show=False),
    ]

    def __init__(self, desk: Desk, inks: Inks, *, start: bool, driver_class: type[Driver] | None = None) -> None:
        super().__init__(driver_class=driver_class)
        self.desk, self.inks, self.start = desk, inks, start
        self.fault: BaseException | None = None
        self.table = Table(desk, inks, id="table")
        self.log_ = Log(desk, inks, id="log")
        self.painted = (
            Head(desk, inks, id="head"), Tiles(desk, inks, id="tiles"), Tabs(desk, inks, id="tabs"),
            Side(desk, inks, id="side"),
        )  # fmt: skip
        self._due = self._begun = False
        self._said: dict[str, list[tuple[str, str]]] = {}
        self._back = 0  # lines typed before, from the last one
        desk.made_link = self._show_link
        self.register_theme(theme_of(inks))
        self.theme = theme_name(inks)

    def compose(self) -> ComposeResult:
        head, tiles, tabs, side = self.painted
        yield head
        yield tiles
        with Horizontal(id="body"):
            with Vertical(id="main"):
                yield tabs
                yield Line(id="find", placeholder="Find a name, an address, a word")
                yield self.table
                yield Static("", id="acts", markup=False)
                yield Static("", id="logname", markup=False)
                yield self.log_
            yield side
        yield Line(id="command", placeholder="Type a command, such as: help")
        yield Static("", id="keys", markup=False)

    def on_mount(self) -> None:
        self.table.chosen = self.show_acts
        self.table.focus()
        self._begun = True
        self._fit(self.size)
        self.set_interval(OLDER, self.repaint)
        if self.start:
            self.desk.server.start(self.desk.host, self.desk.port)
        else:
            self.desk.server.attach()
        self.paint()

    def on_resize(self, event: events.Resize) -> None:
        self._fit(event.size)  # its own is still the one before
        self.repaint()

    def _fit(self, size: Size) -> None:
        self.screen_stack[0].set_class(size.width < NARROW, "narrow")
        self.screen_stack[0].set_class(size.height < LOW, "low")

    # what happens

    def told(self, told: Iterable[object]) -> None:
        """The server says something, or is another way."""
        if self.desk.told(told):
            self.repaint()

    def repaint(self) -> None:
        """Show everything as it is now, soon: many changes are one painting."""
        if self._begun and not self._due:
            self._due = True
            self.set_timer(PAINT_EVERY, self.paint)

    def paint(self) -> None:
        self._due = False
        for part in self.painted:
            part.paint()
        self.table.show()
        self.log_.show()
        self.show_acts()
        if isinstance(self.screen, Ask):
            self.screen.paint()
        if self.title != self.desk.title:
            self.title = self.desk.title
            self._write_title()
        word = {"everything": "everything", "warnings": "warnings", "errors": "errors"}[self.desk.level]
        below = f" · {self.log_.above} below, End" if self.log_.above else ""
        self._say("logname", [("Log", "bold $foreground"), (f"   {word}{below}", "$ink-2")])
        running = self.desk.state.phase in ("running", "starting", "lost")
        keys = [
            ("F1", "help"), ("F5", "stop" if running else "start"), ("1-4", "tabs"), ("/", "find"), ("i", "invite"),
            (":", "command"), ("^L", "log"), ("^Q", "leave"),
        ]  # fmt: skip
        self._say("keys", keys_that_fit(keys, self.size.width - 2, "  "))

    def _write_title(self) -> None:
        if self._driver is not None and not self.is_headless:
            safe = "".join(letter for letter in self.desk.title if letter.isprintable() and ord(letter) < 0x10000)
            self._driver.write(f"\x1b]2;{safe[:80]}\x07")

    def _say(self, name: str, parts: list[tuple[str, str]]) -> None:
        if self._said.get(name) == parts:
            return
        self._said[name] = parts
        self.screen_stack[0].query_one(f"#{name}", Static).update(Content.assemble(*parts))

    def show_acts(self) -> None:
        row = self.desk.chosen_row()
        if self.desk.state.phase in ("stopped", "failed"):
            where = self.desk.host or "all addresses"
            other = f", or {self.desk.standing.free} with F5" if self.desk.standing.free else ""
            taken = "   Enter: look at it" if self.desk.standing.taken else ""
            words = self.desk.state.why.splitlines()[-1:] or [f"F5 starts it on {where}, port {self.desk.port}{other}"]
            self._say(
                "acts", [(words[0], "$bad-ink" if self.desk.state.why else "$ink-2"), (taken, "bold $foreground")]
            )
            return
        if row is None:
            self._say("acts", [("", "")])
            return
        parts = [(f"{tables.about(row)}   ", "$ink-2")]
        for act in self.desk.acts():
            ink = "$bad-ink" if act.danger else "$foreground"
            parts += [(act.key, f"bold {ink}"), (f" {act.word.lower()}   ", "$ink-2")]
        self._say("acts", parts)

    # keys

    def on_key(self, event: events.Key) -> None:
        if len(self.screen_stack) > 1:
            return
        if isinstance(self.focused, Input):
            return
        does = self._plain_key(event.key, event.character or "")
        if does:
            event.stop()
            event.prevent_default()

    def _plain_key(self, key: str, letter: str) -> bool:
        page = max(1, self.table.size.height - 2)
        steps = {"up": -1, "down": 1, "pageup": -page, "pagedown": page, "home": -1_000_000, "end": 1_000_000}
        if key in steps:
            in_log = self.focused is self.log_ or self.screen_stack[0].has_class("whole")
            (self.log_.scroll_rows if in_log else self.table.move)(steps[key])
        elif letter in "1234" and letter:
            self.choose_tab(tables.TABS[int(letter) - 1])
        elif key == "enter" and self.desk.standing.taken:
            self.desk.server.attach()
        elif letter in self._letters:
            self._letters[letter]()
        else:
            act = next((act for act in self.desk.acts() if act.key == letter), None)
            if act is None:
                return False
            self._card(act)
        return True

    @property
    def _letters(self) -> dict[str, Callable[[], object]]:
        """What single letters do wherever nothing is typed."""
        return {
            "/": self._find,
            ":": lambda: self.query_one("#command", Input).focus(),
            "s": lambda: self._sort(1),
            "S": lambda: self._sort(0),
            "i": lambda: self._when_running(lambda: self._card(acts.invitation())),
            "a": lambda: self._when_running(lambda: self._card(acts.announcement())),
            "d": lambda: self._when_running(lambda: self._card(acts.lockdown(self.desk.state))),
            "f": self._next_level,
            "g": self._next_span,
        }

    def choose_tab(self, tab: str) -> None:
        """Show another table."""
        self.desk.tab = tab
        self.table.top = 0
        self.paint()

    def _sort(self, step: int) -> None:
        desk = self.desk
        now = desk.order_by[desk.tab]
        column = now if now >= 0 else -now - 1
        desk.order_by[desk.tab] = (column + 1) % len(tables.COLUMNS[desk.tab]) if step else -now - 1
        self.paint()

    def _next_level(self) -> None:
        levels = ("everything", "warnings", "errors")
        self.desk.level = levels[(levels.index(self.desk.level) + 1) % 3]
        self.paint()

    def _next_span(self) -> None:
        spans = sentences.SPANS
        self.desk.span = spans[(spans.index(self.desk.span) + 1) % len(spans)]
        self.paint()

    def _when_running(self, does: Callable[[], object]) -> None:
        if self.desk.state.phase == "running":
            does()

    def _find(self) -> None:
        line = self.query_one("#find", Input)
        line.add_class("shown")
        line.focus()

    # lines that are typed

    def on_line_pressed(self, event: Line.Pressed) -> None:
        """Keys that a field leaves to us, after what was typed before them."""
        line = event.line
        if event.key == "escape":
            self._leave_line(line)
        elif event.key == "tab":
            self._complete(line)
        else:
            self._earlier(line, 1 if event.key == "up" else -1)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self._entered(event.input)

    def _leave_line(self, line: Input) -> None:
        if line.id == "find":
            line.value = self.desk.find = ""
            line.remove_class("shown")
        self.table.focus()
        self.paint()

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input.id == "find":
            self.desk.find = event.value
            self.paint()

    def _entered(self, line: Input) -> None:
        if line.id == "find":
            line.remove_class("shown")
            self.table.focus()
            return
        typed, line.value, self._back = line.value, "", 0
        if typed.strip() in ("quit", "exit", "/quit", "/exit"):
            self.action_leave()
            return
        self.desk.typed(typed)
        self.paint()

    def _complete(self, line: Input) -> None:
        if line.id == "find":
            self.table.focus()
            return
        found = self.desk.orders.complete(line.value, self.desk.state)
        if len(found) == 1:
            line.value = f"{found[0]} "
        elif found:
            begun = _common(found)
            line.value = begun if len(begun) > len(line.value) else line.value
            self.notify("  ".join(one.rpartition(" ")[2] for one in found[:12]), markup=False, timeout=4)
        elif not line.value:
            self.table.focus()
        line.cursor_position = len(line.value)

    def _earlier(self, line: Input, step: int) -> None:
        typed = self.desk.orders.typed
        if line.id == "command" and typed:
            self._back = max(0, min(self._back + step, len(typed)))
            line.value = typed[-self._back] if self._back else ""
            line.cursor_position = len(line.value)

    # what keys with names do

    def action_help(self) -> None:
        if len(self.screen_stack) == 1:
            self.push_screen(Page("Keys", [f"{key:<24} {does}" for key, does in KEYS]))

    def action_whole(self) -> None:
        whole = self.screen_stack[0].toggle_class("whole").has_class("whole")
        (self.log_ if whole else self.table).focus()
        self.repaint()

    def action_copy_log(self) -> None:
        self.copy_to_clipboard("\n".join(sentences.copied(line) for line in self.desk.lines(1000)))
        self.notify("The log is copied.", timeout=3)

    def action_start_or_stop(self) -> None:
        if len(self.screen_stack) > 1:
            return
        phase = self.desk.state.phase
        if phase in ("stopped", "failed"):
            self._ask_where()
        elif phase in ("running", "lost"):
            stop = Answer("Stop the server", self.desk.stop, grave=True)
            self._ask_to_stop(stop, Answer("Keep it running", lambda: None))

    def _ask_to_stop(self, *answers: Answer) -> None:
        self.push_screen(Ask("Stop the server?", lambda: acts.stop_words(self.desk.state), answers))

    def _ask_where(self) -> None:
        desk = self.desk
        port = str(desk.standing.free or desk.port)
        fields = (Field("Address", "all: all of this machine", desk.host or "all"), Field("Port", "", port))
        act = Act("", "", "Start the server", "People can join at this address.", "Start", lambda typed: "", fields)
        self.push_screen(Card(act, lambda typed: desk.start(typed[0], typed[1])))

    def action_leave(self) -> None:
        """Ask, when the server was started here and runs."""
        if len(self.screen_stack) > 1:
            return
        if not self.start or self.desk.state.phase not in ("running", "starting"):
            self.exit(0)
            return
        self._ask_to_stop(
            Answer("Stop and close", self._stop_and_close, grave=True),
            Answer("Run on in the background", lambda: self.exit(0)),
            Answer("Keep it open", lambda: None),
        )

    def _stop_and_close(self) -> None:
        self.desk.stopped = lambda: self.exit(0)
        self.desk.stop()

    def _card(self, act: Act) -> None:
        self.push_screen(Card(act, lambda typed: self._act(act, typed)))

    def _act(self, act: Act, typed: list[str]) -> str | Waits:
        found = self.desk.act(act, typed)
        self.repaint()
        return found

    def _show_link(self) -> None:
        """When the card that asked for it is closed."""
        self.call_later(self.push_screen, Page(self.desk.invited, ["", self.desk.link], self.desk.link))

    def _handle_exception(self, error: Exception) -> None:
        """Something went wrong that is ours: end, so that it can be said on a terminal that works."""
        self.fault = self.fault or error
        self._return_code = 1
        self._close_messages_no_wait()


def _common(texts: list[str]) -> str:
    """What all of them begin with."""
    first = texts[0]
    for text in texts[1:]:
        while not text.startswith(first):
            first = first[:-1]
    return first
