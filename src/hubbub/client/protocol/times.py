"""Times as they are written for the server, whatever a server or a face has made of them."""

from __future__ import annotations

from hubbub.irc.times import format_time

LATEST = 253_402_300_799_999  # milliseconds: the end of the year 9999


def written(at: int) -> str:
    """Milliseconds since 1970 as server-time has them; what no calendar has is the nearest that one has."""
    return format_time(max(0, min(at, LATEST)))
