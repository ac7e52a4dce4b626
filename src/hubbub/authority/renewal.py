"""When a certificate is renewed, and when another attempt is made. Seconds since 1970; `chance` is between 0 and 1."""

from __future__ import annotations

PART = 2 / 3  # of its life after which it is renewed,
JITTER = 1 / 30  # and so much of its life later at most: not everybody comes at once
WAITS = (60.0, 600.0, 1800.0, 3600.0, 4 * 3600.0, 8 * 3600.0)  # after so many attempts that failed


def due(begins: float, ends: float, chance: float, window: tuple[float, float] | None = None) -> float:
    """The time to renew it: in the window that the authority would like, or else after two thirds of its life."""
    if window is not None:
        return window[0] + chance * max(0.0, window[1] - window[0])
    return begins + (ends - begins) * (PART + chance * JITTER)


def still(at: float, window: tuple[float, float] | None) -> bool:
    """Whether that time still is as the authority would like it."""
    return window is None or window[0] <= at <= window[1]


def again(failures: int, now: float, chance: float, not_before: float = 0.0) -> float:
    """The time of the next attempt after so many that failed: later each time, and never before the authority wants."""
    wait = WAITS[min(failures, len(WAITS)) - 1]
    return max(now + wait * (1 + chance / 10), not_before)
