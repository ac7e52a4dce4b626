"""Names that were in use before: when each was last, and who had it."""

from __future__ import annotations

from collections import OrderedDict, deque
from itertools import takewhile

from hubbub.chat import names
from hubbub.chat.events import seen_that_day
from hubbub.chat.names.spelling import Spelling
from hubbub.typed.durations import DAY

from .users import Departed

DEPARTED = 1000  # names given up that WHOWAS knows of
SEEN_NAMES = 100_000
SEEN_MS = 91 * DAY
"""90 days, and one: a guest who comes back on the same day is not noted again (docs/decisions/0052)."""


class WhoWas:
    """The names of the last 90 days, at least, with their last use, and who gave one up since the server started."""

    def __init__(self) -> None:
        self.used: OrderedDict[str, tuple[str, int]] = OrderedDict()  # folded name -> name, when; oldest first
        self.spelling = Spelling()
        self.departed: deque[Departed] = deque(maxlen=DEPARTED)  # the latest is the last

    def came(self, name: str, at: int) -> None:
        """Remember that a guest has come, if it is not known that the name was in use that day."""
        if not seen_that_day(self.used.get(names.fold(name)), name, at):
            self.note(name, at)

    def note(self, name: str, at: int) -> None:
        """Remember that somebody used this name; the oldest names are forgotten."""
        self.spelling.note(name)
        fold = names.fold(name)
        self.used[fold] = (fold if name == fold else name, at)  # most are written so: one text for both
        self.used.move_to_end(fold)
        while len(self.used) > SEEN_NAMES:
            self.used.popitem(last=False)

    def used_by(self, now: int) -> None:
        """What was used at a time that is still to come, the latest ones, was used by then."""
        late = takewhile(lambda one: one[1][1] > now, reversed(self.used.items()))
        for fold, (name, _) in list(late):
            self.used[fold] = (name, now)

    def was_seen(self, name: str, now: int) -> str | None:
        """The name as it was written by who used it in the last 90 days, or the day before."""
        known = self.used.get(names.fold(name))
        return known[0] if known and now - known[1] < SEEN_MS else None

    def who_was(self, name: str) -> list[Departed]:
        """Who had this name before, the latest first."""
        fold = names.fold(name)
        return [one for one in reversed(self.departed) if one.fold == fold]
