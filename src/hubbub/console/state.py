"""What a console knows of its server: the records as they came, put together."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Literal

import msgspec

from .records import Answer, Ban, Bans, Facts, Level, Line, People, Person, Rates, Report, Reports, Room, Rooms, Said

Phase = Literal["stopped", "starting", "running", "stopping", "lost", "failed"]
Part = Literal["facts", "people", "rooms", "reports", "bans", "rates", "log", "phase"]


class ServerStatus(msgspec.Struct, frozen=True):
    """How the server is from now on. `why`: for people; `free`: a port that could be used instead of a taken one;
    `taken`: a server runs on this folder already."""

    phase: Phase
    why: str = ""
    free: int = 0
    taken: bool = False


LINES = 5000  # of the log
SECONDS, MINUTES = 600, 1440  # of each figure
GRAPHS = ("online", "messages", "connections", "commit")


class Series:
    """One figure over time: by seconds, and the highest of each minute."""

    def __init__(self) -> None:
        self.seconds: deque[float] = deque(maxlen=SECONDS)
        self.minutes: deque[float] = deque(maxlen=MINUTES)
        self._in_minute = 0

    def add(self, value: float) -> None:
        """The value of one more second."""
        self.seconds.append(value)
        if self._in_minute:
            self.minutes[-1] = max(self.minutes[-1], value)
        else:
            self.minutes.append(value)
        self._in_minute = (self._in_minute + 1) % 60

    def last(self, span: str) -> list[float]:
        """Of the last `minute`, `hour` or `day`, up to now."""
        if span == "minute":
            return list(self.seconds)[-60:]
        return list(self.minutes)[-60:] if span == "hour" else list(self.minutes)


class State:
    """All that is known. `phase` says how the server is, `why` what there is to say of that."""

    def __init__(self) -> None:
        self.phase: Phase = "stopped"
        self.why = ""
        self.facts: Facts | None = None
        self.people: dict[str, Person] = {}
        self.rooms: dict[int, Room] = {}
        self.reports: tuple[Report, ...] = ()
        self.bans: dict[str, Ban] = {}
        self.rates: Rates | None = None
        self.series = {name: Series() for name in GRAPHS}
        self.lines: deque[Line] = deque(maxlen=LINES)
        self.taken = 0  # lines of the log ever

    def enter(self, phase: Phase, why: str = "") -> set[Part]:
        """The server is in another phase."""
        self.phase, self.why = phase, why
        if phase in ("stopped", "failed", "starting", "lost"):
            self.people, self.rooms, self.reports, self.bans, self.rates = {}, {}, (), {}, None
            return {"phase", "people", "rooms", "reports", "bans", "rates"}
        return {"phase"}

    def take(self, record: Said) -> set[Part]:
        """One more record; what it changed."""
        match record:
            case Facts():
                if record.anew:
                    self.people, self.rooms, self.bans = {}, {}, {}
                same, self.facts = self.facts, record
                return {"facts", "people", "rooms", "bans"} if same != record or record.anew else set()
            case People():
                self.people.update((one.key, one) for one in record.now)
                for key in record.gone:
                    self.people.pop(key, None)
                return {"people"}
            case Rooms():
                self.rooms.update((one.key, one) for one in record.now)
                for number in record.gone:
                    self.rooms.pop(number, None)
                return {"rooms"}
            case Reports():
                self.reports = record.all
                return {"reports"}
            case Bans():
                self.bans.update((one.key, one) for one in record.now)
                for mask in record.gone:
                    self.bans.pop(mask, None)
                return {"bans"}
            case Rates():
                self._rate(record)
                return {"rates"}
            case Line():
                return self._line(record)
            case Answer():
                return set()

    def note(self, at: int, text: str, level: Level = "info", event: str = "console") -> set[Part]:
        """A line of the console itself: what was typed, and what there is to say of it."""
        return self._line(Line(at=at, level=level, event=event, text=text))

    def person(self, name: str) -> Person | None:
        """Who is here under that name."""
        return next((one for one in self.people.values() if one.name.lower() == name.lower()), None)

    def open_reports(self) -> Iterator[Report]:
        """Those that somebody still has to look at."""
        return (report for report in self.reports if report.state != "closed")

    def _line(self, line: Line) -> set[Part]:
        if line.event != "console" and line in self.lines:  # told again after a gap
            return set()
        self.lines.append(line)
        self.taken += 1
        return {"log"}

    def _rate(self, rates: Rates) -> None:
        before, self.rates = self.rates, rates
        seconds = max(1.0, (rates.at - before.at) / 1000) if before else 1.0
        said = max(0, rates.messages - before.messages) / seconds if before else 0.0
        values = (rates.online, said, sum(rates.connections.values()), rates.p99)
        for name, value in zip(GRAPHS, values, strict=True):
            self.series[name].add(value)
