"""Slow mode: who said something in which room, and when, by a clock that never goes back."""

from __future__ import annotations

from hubbub.chat.party import Party


class SlowMode:
    """Of rooms in slow mode alone. Clocks are in milliseconds. `spoken`: by log of the room and party when they spoke,
    the latest last."""

    def __init__(self) -> None:
        self.spoken: dict[int, dict[Party, int]] = {}

    def spoke(self, log: int, party: Party, clock: int, pace: int) -> None:
        """Somebody said something there; those who may speak again are forgotten."""
        spoke = self.spoken.setdefault(log, {})
        spoke.pop(party, None)
        spoke[party] = clock
        while clock - spoke[oldest := next(iter(spoke))] >= pace:
            del spoke[oldest]

    def wait(self, log: int, party: Party, clock: int, pace: int) -> int:
        """The milliseconds until they may speak there again, never more than `pace`; 0: now."""
        at = self.spoken.get(log, {}).get(party)
        return 0 if at is None else max(0, at + pace - clock)

    def became(self, before: Party, party: Party) -> None:
        """Who was one party is another now, and waits as before."""
        for spoke in self.spoken.values():
            if before in spoke:
                spoke[party] = max(spoke[before], spoke.pop(party, 0))

    def forget(self, log: int) -> None:
        """The room is no more."""
        self.spoken.pop(log, None)

    def waiting(self, log: int) -> int:
        """How many of a room are remembered."""
        return len(self.spoken.get(log, ()))
