"""What people have reported to those who keep order."""

from __future__ import annotations

import msgspec

from hubbub.chat.party import Party

OPEN, TAKEN, CLOSED = "open", "taken", "closed"
QUOTED = 120  # bytes of a message that are shown in a line


class Report(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody reported somebody. `number`: 1, 2, 3 ... on this server. `log`, `room`: where it was; 0 and empty: not
    in a room, and for operators of the server alone.

    `quote`: the reported message as it was then, said at `said_at`, to be erased at `ends` (0: never); empty for none.
    `message`: its id, as long as it is quoted; 0 for none.
    `state`: OPEN, TAKEN or CLOSED, by `handler`, who left a `note`, at `changed_at`.
    """

    number: int
    at: int
    log: int
    room: str
    name: str  # who reports
    party: Party
    about: str  # who is reported
    about_party: Party
    why: str
    quote: str = ""
    said_at: int = 0
    state: str = OPEN
    handler: str = ""
    note: str = ""
    ends: int = 0
    changed_at: int = 0
    message: int = 0

    @property
    def told(self) -> str:
        """In one line, for those who may handle it."""
        where = f" in {self.room}" if self.room else ""
        quote = f' ("{shortened(self.quote)}")' if self.quote else ""
        return f"Report {self.number}: {self.name} reports {self.about}{where}: {self.why}{quote}."


def shortened(text: str, most: int = QUOTED) -> str:
    """At most so many bytes of it, in one line."""
    text = "".join(letter if letter.isprintable() else " " for letter in text)
    written = text.encode()
    return text if len(written) <= most else written[:most].decode(errors="ignore") + "..."


class Reports:
    """Those that are remembered, the oldest first."""

    def __init__(self) -> None:
        self.known: dict[int, Report] = {}
        self.last = 0  # the number of the last one ever made

    def add(self, report: Report) -> None:
        """A new one, or one that has changed."""
        self.known[report.number] = report
        self.last = max(self.last, report.number)
