"""What one console shows and does: the state, the chosen tab and row, what was asked for. Faces draw it.

The server itself is behind `Server`, which the edge has (`hubbub.uplink.serving`).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from itertools import takewhile
from typing import Protocol

from hubbub.wire.numbers import whole
from hubbub.wire.sanitize import visible

from . import acts, sentences, tables
from .acts import Act
from .orders import Hears, Orders, Waits
from .records import Answer, Level, Line, Order
from .state import Part, ServerStatus, State
from .tables import Cells, Row

DEFAULT_PORT = 7777
EVERYWHERE = ("", "all", "*")


class Server(Protocol):
    """What looks after the server."""

    def start(self, host: str, port: int) -> None: ...

    def attach(self) -> None: ...

    def order(self, order: Order) -> bool: ...

    def stop(self, number: int) -> None: ...

    def leave(self) -> None: ...


class Desk:
    """`now`: milliseconds since 1970. `host`, `port`: where the server is started; empty: all addresses."""

    def __init__(
        self, server: Server, now: Callable[[], int], folder: str, host: str = "", port: int = DEFAULT_PORT
    ) -> None:
        self.server, self.now, self.folder = server, now, folder
        self.host, self.port = host, port
        self.state = State()
        self.orders = Orders()
        self.standing = ServerStatus("stopped")
        self.tab = "people"
        self.find = ""
        self.order_by = dict.fromkeys(tables.TABS, 0)
        self.chosen: dict[str, Hashable] = {}
        self.level, self.words = "everything", ""
        self.span = "minute"
        self.link, self.invited = "", ""  # the last invitation that was made, and what there is to say of it
        self.made_link: Callable[[], object] = lambda: None
        self.stopped: Callable[[], object] = lambda: None  # is called when the server has stopped

    # what happens

    def told(self, told: Iterable[object]) -> set[Part]:
        """What the server says, and how it is; which parts of the screen that changes."""
        parts: set[Part] = set()
        for one in told:
            if isinstance(one, ServerStatus):
                parts |= self._stands(one)
            elif isinstance(one, Answer):
                self.orders.answered(one)
                parts.add("log")
            else:
                parts |= self.state.take(one)  # type: ignore[arg-type]
        return parts

    def _stands(self, standing: ServerStatus) -> set[Part]:
        before, self.standing = self.state.phase, standing
        parts = self.state.enter(standing.phase, standing.why)
        if standing.phase != "stopping":
            self.orders.forget()
        if standing.phase == "running":
            self._send("help", self.orders.learn)
        else:
            self.link = self.invited = ""
        level: Level = "error" if standing.phase == "failed" else "warning" if standing.phase == "lost" else "info"
        words = standing.why or (SAID[standing.phase] if standing.phase != before else "")
        said = words.splitlines()
        lately = {line.text for line in takewhile(_is_no_start, reversed(self.state.lines))}  # which is no news now
        for place, text in enumerate(said):
            if not place or text not in lately:
                parts |= self.note(text, level)
        if standing.phase in ("stopped", "failed") and before != standing.phase:
            self.stopped()
        return parts

    def note(self, text: str, level: Level = "info") -> set[Part]:
        """A line of the console itself in the log."""
        return self.state.note(self.now(), text, level)

    # what is asked for

    def start(self, host: str, port: str) -> str:
        """Start the server where somebody typed; a sentence when that cannot be."""
        number = whole(port.strip()) or 0
        if not 0 < number < 65536:
            return "A port is a number from 1 to 65535, such as 7777."
        if len(host.split()) > 1:
            return "An address is one word, such as 127.0.0.1; all: all of this machine."
        self.host, self.port = "" if host.strip().lower() in EVERYWHERE else host.strip(), number
        self.server.start(self.host, self.port)
        return ""

    def stop(self) -> None:
        """Stop the server, which says goodbye to everybody."""
        self.orders.last += 1
        self.server.stop(self.orders.last)

    def typed(self, line: str) -> None:
        """A command as somebody typed it; it and its answer stand in the log."""
        line = " ".join(line.splitlines()).strip().removeprefix("/")
        if not line:
            return
        self.orders.keep(line)
        if line == "stop":
            self.stop()
        else:
            self.do(line)

    def do(self, command: str, hears: Hears = lambda refused: False) -> None:
        """Have something done; what comes of it stands in the log, and a card hears of it."""
        self.note(f"> {visible(command)}")
        if not self._send(command, lambda answer: self._answered(answer, hears)):
            self.note(NOT_RUNNING, "warning")
            hears(NOT_RUNNING)

    def act(self, act: Act, typed: list[str]) -> str | Waits:
        """What a card asks for, to be begun and waited for; or a sentence when something is missing there."""
        try:
            command = act.command(typed)
        except acts.Unfinished as error:
            return str(error)
        return lambda hears: self.do(command, hears)

    def _send(self, command: str, then: Callable[[Answer], object]) -> bool:
        return self.server.order(self.orders.make(command, then))

    def _answered(self, answer: Answer, hears: Hears) -> None:
        refused = " ".join(text.removeprefix("! ") for text in answer.lines)
        hears("" if answer.done else refused or "The server has not done that.")
        link = acts.link_of(answer.lines) if answer.done else ""
        made = answer.lines[0].partition(" It is shown")[0] if link else ""
        lines = (made, answer.lines[-1]) if link else answer.lines  # the code stays out of the log
        for text in lines:
            self.note(text.removeprefix("! "), "info" if answer.done else "warning")
        if link:
            self.link, self.invited = link, made
            self.made_link()

    # what is shown

    def rows(self) -> list[Cells]:
        """Of the chosen tab."""
        return tables.rows(self.state, self.tab, self.find, self.order_by[self.tab], self.now())

    def chosen_row(self) -> Row | None:
        """The row that acts are about."""
        key = self.chosen.get(self.tab)
        return next((cells.row for cells in self.rows() if cells.key == key), None) if key is not None else None

    def acts(self) -> list[Act]:
        """What can be done about it."""
        row = self.chosen_row()
        return acts.acts(row, self.state) if row is not None and self.state.phase == "running" else []

    def sort(self, column: int) -> None:
        """Order the rows by a column; again: the other way round."""
        now = self.order_by[self.tab]
        self.order_by[self.tab] = -column - 1 if now == column else column

    def lines(self, most: int) -> list[Line]:
        """The last lines of the log that are wanted."""
        wanted = [line for line in self.state.lines if sentences.is_wanted(line, self.level, self.words)]
        return wanted[-most:]

    @property
    def title(self) -> str:
        return sentences.title(self.state, self.folder)

    @property
    def words_of_standing(self) -> str:
        return sentences.standing(self.state, self.now())


def _is_no_start(line: Line) -> bool:
    """Whether the server had begun before that line."""
    return line.event != "console" or line.text != SAID["starting"]


NOT_RUNNING = "The server does not run: nothing was done."
SAID = {
    "stopped": "the server is stopped",
    "starting": "the server starts",
    "running": "the server runs",
    "stopping": "the server says goodbye to everybody and stops",
    "lost": "the server cannot be reached; looking for it again and again",
    "failed": "",
}
