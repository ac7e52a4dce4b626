"""The first page: where to, and under which name. Problems stand under the field that they are about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import msgspec
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from hubbub.tui.inks import Inks
from hubbub.tui.lists import Ink, ListRow, RowList
from hubbub.views.pieces import safe

from .frame import Overlay

LINES = "With a screen reader, start hubbub chat --line."
ACCOUNT = "Ctrl P: I have an account"


class Known(msgspec.Struct, frozen=True):
    """A server one has been to: what is written into the fields."""

    server: str
    name: str
    title: str = ""


class Door(Overlay[None]):
    """`reads` says what is wrong with an address, '' for nothing; `join` is called with server, name and password, ''
    for guests. `begins` is the field where one begins to write.
    """

    CSS = """
    Door { align: center middle; background: $background; }
    Door #panel { width: 62; max-width: 100%; height: auto; max-height: 100%; padding: 1 2; background: $surface; }
    Door .label { color: $ink-2; height: 1; margin: 1 0 0 0; }
    Door .bad { color: $bad-ink; height: auto; }
    Door .hint { color: $ink-2; height: auto; margin: 1 0 0 0; }
    Door Input { border: none; height: 1; padding: 0 1; background: $bar; }
    Door Input:focus { border: none; border-left: outer $primary; }
    Door #mark { text-style: bold; height: 1; }
    Door #password, Door #password-label, Door #password-problem { display: none; }
    Door.account #password, Door.account #password-label, Door.account #password-problem { display: block; }
    Door RowList { margin: 1 0 0 0; max-height: 6; }
    """

    CLOSES = False

    def __init__(
        self,
        inks: Inks,
        server: str,
        name: str,
        known: Sequence[Known] = (),
        *,
        reads: Callable[[str], str],
        join: Callable[[str, str, str], None],
        begins: Literal["server", "name"] = "server",
    ) -> None:
        super().__init__(inks)
        self.server, self.named, self.known = server, name, known
        self.reads, self.join, self.begins = reads, join, begins
        self.busy = False

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield Static(Content("hubbub"), id="mark", markup=False)
            yield Static(Content("Server"), classes="label", markup=False)
            yield Input(self.server, id="server")
            yield Static("", classes="bad", id="server-problem", markup=False)
            yield Static(Content("Your name there"), classes="label", markup=False)
            yield Input(self.named, id="name")
            yield Static("", classes="bad", id="name-problem", markup=False)
            yield Static(Content("Password of the account"), classes="label", id="password-label", markup=False)
            yield Input(password=True, id="password")
            yield Static("", classes="bad", id="password-problem", markup=False)
            yield Static(Content(f"Enter: join   {ACCOUNT}   Ctrl Q: leave"), classes="hint", id="hint", markup=False)
            yield Static(Content(LINES), classes="hint", markup=False)
            if self.known:
                yield RowList(self.inks, "canvas", id="known")

    def fill(self) -> None:
        self.query_one(f"#{self.begins}", Input).focus()
        if self.known:
            rows = self.query_one(RowList)
            rows.picked = lambda key, menu: self._take(self.known[int(key)])
            rows.styles.height = min(6, len(self.known))
            rows.show(
                [
                    ListRow(
                        str(place), Ink(safe(known.title or known.server)), None, (Ink(f" {known.name} ", "ink_2"),)
                    )
                    for place, known in enumerate(self.known)
                ]
            )

    def press(self, key: str) -> bool:
        if key == "ctrl+p":
            self.toggle_class("account")
            self.query_one("#password" if self.has_class("account") else "#name", Input).focus()
        elif key in ("down", "up") and isinstance(self.focused, Input):
            (self.focus_next if key == "down" else self.focus_previous)()
        else:
            return super().press(key)
        return True

    def enter(self) -> None:
        server, name = (self.query_one(f"#{part}", Input).value.strip() for part in ("server", "name"))
        problem = self.reads(server)
        self.say("server", problem)
        self.say("name", "" if name and " " not in name else "A name has no spaces." if name else "Which name?")
        if problem or not name or " " in name:
            self.query_one("#server" if problem else "#name", Input).focus()
        elif not self.busy:
            self.busy = True
            password = self.query_one("#password", Input).value if self.has_class("account") else ""
            self.query_one("#hint", Static).update(Content("Connecting…"))
            self.join(server, name, password)

    def say(self, part: str, problem: str) -> None:
        """Something is wrong with that field."""
        self.query_one(f"#{part}-problem", Static).update(Content(problem))

    def again(self, part: str, problem: str) -> None:
        """It did not work: say why, and let the person try something else."""
        self.busy = False
        for other in ("server", "name", "password"):
            self.say(other, problem if other == part else "")
        if part == "password":
            self.add_class("account")
            self.query_one("#password", Input).value = ""
        self.query_one("#hint", Static).update(Content(f"Enter: join   {ACCOUNT}   Ctrl Q: leave"))
        self.query_one(f"#{part}", Input).focus()

    def _take(self, known: Known) -> None:
        """One of those one has been to."""
        self.query_one("#server", Input).value = known.server
        self.query_one("#name", Input).value = known.name
        self.query_one("#name", Input).focus()
