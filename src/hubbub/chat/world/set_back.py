"""What the time of day that was set back makes of what happened at a time that is to come again."""

from __future__ import annotations


def happened(at: int, now: int, after: int, by: int) -> int:
    """When it happened by the time of day that was set back to `now`, by so much for all that came later than `after`
    (0: nobody can tell)."""
    return at if at <= after else min(now, at - by)
