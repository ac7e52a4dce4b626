"""By how much the time of day has leapt ahead of the time that has passed, as long as nobody need believe it.

A clock that is wrong for a while must not be what old rooms, messages and bans end by, for they do not come back.
"""

from __future__ import annotations

from typing import NamedTuple

from hubbub.chat.ports.state import START_DOUBT_MS
from hubbub.typed.durations import DAY

LEAST = 60_000  # milliseconds: less is a clock that is kept right


class Leap(NamedTuple):
    """`length` is in milliseconds; it is believed at `until`, by the clock of time that has passed. `known` says that
    this process was there, and no such time has passed; at a start the server may have been off for as long. What began
    later than `before`, by the time of day, began when it had leapt."""

    until: int
    length: int
    known: bool
    before: int = 0


class Leaps:
    """All times are in milliseconds. Those of before are handed on, so that an upgrade is no way to be believed."""

    def __init__(self) -> None:
        self.ahead: int | None = None  # of the time of day, when somebody looked last
        self.doubted: list[Leap] = []  # in the order in which they are believed
        self.undone: list[tuple[int, int]] = []  # taken back since somebody asked: the time before one, and its length

    def begin(self, now: int, passed: int, kept_at: int) -> None:
        """The first look, when the latest thing that is kept is of that time (0: there is none)."""
        self.ahead = now - passed
        if kept_at and now - kept_at >= START_DOUBT_MS:
            self.doubted.insert(0, Leap(passed + START_DOUBT_MS, now - kept_at, known=False, before=kept_at))

    def look(self, now: int, passed: int) -> None:
        """The time of day, and the clock of time that has passed."""
        if self.ahead is None:
            self.begin(now, passed, 0)
            return
        leap = now - passed - self.ahead
        self.ahead += leap
        if leap >= LEAST:
            self.doubted.append(Leap(passed + DAY, leap, known=True, before=now - leap))
        elif leap <= -LEAST:
            self._take_back(-leap)
        while self.doubted and self.doubted[0].until <= passed:
            del self.doubted[0]

    def _take_back(self, length: int) -> None:
        """The clock was set back: the latest leaps are undone, as far as it goes."""
        while self.doubted and length > 0:
            last = self.doubted.pop()
            self.undone.append((last.before, min(last.length, length)))
            if last.length > length:
                self.doubted.append(last._replace(length=last.length - length))
            length -= last.length

    def length(self, *, known: bool = False, since: int = 0) -> int:
        """All that is not believed, or what this process knows to be no time that has passed; of what came since then,
        by the time of day."""
        return sum(leap.length for leap in self.doubted if (leap.known or not known) and leap.before >= since)

    @property
    def befores(self) -> list[int]:
        """The times of day before each of those that are not believed, in their order."""
        return sorted(leap.before for leap in self.doubted)
