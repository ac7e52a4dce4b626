"""How much is shown at once, and what waits until it is asked for: for who listens, and wants to hear less."""

from __future__ import annotations

import re
from collections import deque
from typing import Any, Literal, get_args

from hubbub.client import changes as c
from hubbub.client import events as e
from hubbub.client.session import Client

from .lines import Line, Style

Verbosity = Literal["all", "mine", "nothing"]
LEVELS: tuple[Verbosity, ...] = get_args(Verbosity)
MOST = 1000  # lines that wait; the history has all of them
COMMANDS = {  # of this face alone, where somebody sits at it
    "read": ("/read", "hear what was not shown when it came"),
    "verbosity": ("/verbosity [all|mine|nothing]", "choose what is shown when it comes"),
}
_MEANT = {
    "all": "Everything is shown when it comes.",
    "mine": "What is meant for you is shown when it comes; for the rest, type /read",
    "nothing": "Only what you do and ask for is shown; for the rest, type /read",
}
_TYPED = re.compile(r"/(help +/?)?(read|verbosity)(?: +(\w+))? *", re.IGNORECASE)


class Reading:
    """`mine` is what is meant for the person: private messages, mentions, answers, invitations."""

    def __init__(self, client: Client) -> None:
        self.verbosity: Verbosity = "all"
        self.waiting: deque[Line] = deque(maxlen=MOST)
        self._client = client

    def now(self, event: object, lines: list[Line]) -> list[Line]:
        """What is to be shown of an event's lines; the rest waits."""
        if LEVELS.index(self._concerns(event)) >= LEVELS.index(self.verbosity):
            return lines
        self.waiting += lines
        return []

    def _concerns(self, event: object) -> Verbosity:
        """Who wants to see it: who wants to see `all`, or what is theirs, or `nothing` but what they did."""
        match event:
            case c.MessageAdded(message=message):
                return "nothing" if message.own else "mine" if message.mention else "all"
            case c.MessageChanged(change="failed" | "unsure"):
                return "nothing"
            case c.MessageChanged(by=by, message=message):
                mine = message is not None and (message.own or message.mention)
                return "nothing" if self._client.state.is_me(by) else "mine" if mine else "all"
            case c.HappeningAdded(happening=happening):
                return "nothing" if happening.own else "all"
            case e.NameChanged(own=own):
                return "nothing" if own else "all"
            case e.PersonGone():
                return "all"
            case c.InvitationsChanged():
                return "mine"
        return "nothing"

    def typed(self, text: str) -> list[Line] | None:
        """What a line that was typed shows, if it is one of these commands."""
        found = _TYPED.fullmatch(text.strip())
        if found is None:
            return None
        asked, command, word = found[1], found[2].lower(), (found[3] or "").lower()
        if asked:
            return [Line("  ".join(COMMANDS[command]))]
        if command == "read":
            return self._read()
        if word in LEVELS:
            self.verbosity = word
        elif word:
            return [Line("! " + COMMANDS["verbosity"][0])]
        return [Line(_MEANT[self.verbosity]), *self._wait()]

    def _read(self) -> list[Line]:
        lines = list(self.waiting)
        self.waiting.clear()
        return lines or [Line("Nothing waits to be read.")]

    def _wait(self) -> list[Line]:
        waiting = len(self.waiting)
        return [Line(f"{waiting} {'line waits' if waiting == 1 else 'lines wait'} for /read")] if waiting else []

    # Over a restart

    def began(self) -> list[Line]:
        """What there is to say of it at the start."""
        return [Line(_MEANT[self.verbosity]), *self._wait()] if self.verbosity != "all" or self.waiting else []

    def kept(self) -> dict[str, Any]:
        return {"verbosity": self.verbosity, "waiting": [[line.text, line.style] for line in self.waiting]}

    def restore(self, data: dict[str, Any]) -> None:
        """Raises KeyError, TypeError or ValueError for what was not kept by us."""
        lines = [Line(str(text), style) for text, style in data["waiting"] if style in get_args(Style)]
        if data["verbosity"] in LEVELS:
            self.verbosity = data["verbosity"]
        self.waiting.extend(lines)
