"""Message ids: never used twice, whatever the clock does (G6)."""

from __future__ import annotations

COUNTER_BITS = 30


class Ids:
    """Gives out rising numbers: the generation of this start, which no start before had, and a counter.

    The counter begins with the millisecond of the start (`now`, since 1970), in its upper bits: a copy that is put back
    and started twice within a second, which then is the same generation, gives other ids the second time.
    """

    __slots__ = ("last",)

    def __init__(self, generation: int, now: int = 0) -> None:
        self.last = (generation << COUNTER_BITS) + (now % 1000 << COUNTER_BITS - 10)

    def __call__(self) -> int:
        self.last = last = self.last + 1
        return last

    def take(self, many: int) -> int:
        """So many of them, which follow one another: the first."""
        first = self.last + 1
        self.last += many
        return first


def msgid(id: int) -> str:
    """The id as clients see it."""
    return f"{id:x}"


def read_msgid(text: str) -> int | None:
    """The id that `msgid` wrote as `text`; None when it cannot have."""
    try:
        id = int(text, 16)
    except ValueError:
        return None
    return id if 0 < id < 1 << 63 and msgid(id) == text else None
