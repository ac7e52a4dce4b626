"""Which known name a mistyped one may mean, found without looking at all of them.

Each name is kept under itself and under each text that is left when one of its letters is taken out. Two names share
such a text when they differ by a letter that is wrong, missing, too many, or changed places with its neighbour.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterator

from .confusables import fold

MOST = 4_000  # names known at once; those noted longest ago are forgotten
LONGEST = 40  # letters; a longer name has no closest one
SHORTEST = 3  # of shorter ones everything would be close to everything


class Spelling:
    """The names that may be meant. What is noted waits until somebody asks: names come often, and questions seldom."""

    def __init__(self) -> None:
        self._noted: deque[str] = deque(maxlen=MOST)
        self._names: OrderedDict[str, tuple[str, int]] = OrderedDict()  # folded -> as written, when by our count
        self._known: dict[str, dict[str, None]] = {}  # what is left of them -> folded names
        self._count = 0

    def note(self, name: str) -> None:
        """This name may be meant from now on."""
        self._noted.append(name)

    def closest(self, word: str) -> str | None:
        """The name that a mistyped one most likely means; of several the one noted last."""
        while self._noted:
            self._take(self._noted.popleft())
        typed = fold(word[: LONGEST + 1])
        near = {name for part in _parts(typed) for name in self._known.get(part, ()) if name != typed}
        return max((self._names[name] for name in near), key=lambda known: known[1])[0] if near else None

    def _take(self, name: str) -> None:
        folded = fold(name)
        if folded in self._names:
            self._names.move_to_end(folded)
        else:
            for part in _parts(folded):
                self._known.setdefault(part, {})[folded] = None
        self._count += 1
        self._names[folded] = (name, self._count)
        if len(self._names) > MOST:
            self._forget(next(iter(self._names)))

    def _forget(self, folded: str) -> None:
        del self._names[folded]
        for part in _parts(folded):
            names = self._known[part]
            del names[folded]
            if not names:
                del self._known[part]


def _parts(folded: str) -> Iterator[str]:
    """The name, and what is left without one letter of it; nothing for one that is too short or too long."""
    if SHORTEST <= len(folded) <= LONGEST:
        yield from {folded, *(folded[:at] + folded[at + 1 :] for at in range(len(folded)))}
