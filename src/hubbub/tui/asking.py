"""What the server is asked for one person's eyes: lists as panels, and what can be done with their rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hubbub.client.state.items import Note
from hubbub.irc import casemap
from hubbub.views import asking, lists
from hubbub.views.asking import Hears, Waits
from hubbub.views.lists import Do, Entry, Listed
from hubbub.views.notes import refusal

from .desk import Desk
from .overlays.ask import Ask, Confirm
from .overlays.listing import NEW, Listing
from .overlays.menu import Menu


class Asking(asking.Asking):
    """`begin` writes the beginning of a command into the field, `go_to` goes to a message."""

    def __init__(self, desk: Desk, begin: Callable[[str], None], go_to: Callable[[str, str], None]) -> None:
        super().__init__(desk.core.do, desk.core.typed, desk.pass_by)
        self.desk, self.begin, self.go_to = desk, begin, go_to

    def show(self, listed: Listed, more: str = "", begins: str = "") -> None:
        """That list. `more`: words of a row below it, which writes `begins` into the field."""
        panel = Listing(self.desk.talk.inks, listed, self._open, more)
        self.desk.open(panel, lambda key: self.begin(begins) if key == NEW else None)
        self._again(panel)

    def _again(self, panel: Listing) -> None:
        listed = panel.listed
        self.ask(listed.command, listed.words, lambda notes: panel.take(lists.answer(listed, notes, self.desk.hours)))

    def _open(self, panel: Listing, entry: Entry) -> None:
        """What can be done with that row."""
        rows = [("goes", "Show it there", "")] if entry.goes else []
        rows += [(str(place), do.words, "") for place, do in enumerate(entry.does)]

        def picked(key: str | None) -> None:
            if key == "goes" and entry.goes:
                panel.finish(None)
                self.go_to(casemap.lower(entry.goes[0]), entry.goes[1])
            elif key:
                self._do(panel, entry, entry.does[int(key)])

        if rows:
            self.desk.open(Menu(self.desk.talk.inks, entry.title, rows, entry.about), picked)

    def _do(self, panel: Listing, entry: Entry, do: Do) -> None:
        def waits(said: str) -> Waits:
            """For a question about it, above the panel."""
            words = " ".join([do.given, *said.split()])
            return lambda hears: self.ask(do.command, words, lambda notes: self._done(panel, notes, hears))

        def at_once(yes: bool | None = True) -> None:
            if yes:
                waits("")(lambda refused: False)

        inks, words = self.desk.talk.inks, f"{entry.title}\n{entry.about}" if entry.about else entry.title
        if do.asks:
            ask = Ask(inks, words, do.words.lower(), hint=f"{do.asks}? (may stay empty)", optional=True, does=waits)
            self.desk.open(ask)
        elif do.grave:
            self.desk.open(Confirm(inks, words, do.words, grave=True), at_once)
        else:
            at_once()

    def _done(self, panel: Listing, notes: Sequence[Note], hears: Hears) -> None:
        refused = refusal(notes)
        if not hears(refused) and refused:
            panel.say(refused)
        if not refused:
            self._again(panel)
