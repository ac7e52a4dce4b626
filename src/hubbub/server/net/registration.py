"""Before somebody has a name: who they are may still turn out to be another than their first bytes told. No sockets."""

from __future__ import annotations

from typing import Literal

from hubbub.wire.lines import BadLine
from hubbub.wire.sniff import Opening, decide, looks_like_irc

MOST_LINES = 256

Verdict = Literal["go on", "irc", "http", "too many"]


class Registration:
    """`unsure`: any kind of client may come here, and a person may turn out to be an IRC client."""

    __slots__ = ("lines", "unsure")

    def __init__(self, *, unsure: bool) -> None:
        self.unsure = unsure
        self.lines = 0

    def look(self, line: str | BadLine, *, plain: bool) -> Verdict:
        """What the next line tells. `plain`: so far they are taken for a person."""
        self.lines += 1
        if self.lines > MOST_LINES:
            return "too many"
        if not plain or not isinstance(line, str):
            return "go on"
        if self.lines == 1 and decide(f"{line}\n".encode()) in (Opening.HTTP, Opening.PROXY):
            return "http"  # a slow browser is never a session, whatever the body of its request says
        return "irc" if self.unsure and looks_like_irc(line) else "go on"
