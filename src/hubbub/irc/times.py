"""Times on the wire (IRCv3 server-time): milliseconds since 1970 <-> `2026-11-21T09:30:00.123Z`."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WRITTEN = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T(?!24)[0-9]{2}:[0-9]{2}:[0-9]{2})\.([0-9]{3})Z")


def format_time(at: int) -> str:
    """`at` in milliseconds since 1970 as server-time writes it. Raises OverflowError outside of the years 1 to 9999."""
    return f"{_second(at // 1000)}.{at % 1000:03d}Z"


@lru_cache(maxsize=256)
def _second(second: int) -> str:
    return (_EPOCH + timedelta(seconds=second)).isoformat()[:19]


def format_local(at: int, now: int) -> str:
    """`at` in milliseconds since 1970 as people write it, in this machine's time; the date unless it is today's."""
    then = datetime.fromtimestamp(at / 1000)
    today = then.date() == datetime.fromtimestamp(now / 1000).date()
    return f"[{then:%H:%M:%S}]" if today else f"[{then:%Y-%m-%d %H:%M:%S}]"


def parse_time(text: str) -> int:
    """The milliseconds since 1970 of a server-time, exactly as the specification writes one. Raises ValueError."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise ValueError(f"not a time: {text!r}")
    try:
        second = datetime.fromisoformat(found[1] + "+00:00")
    except ValueError as error:
        raise ValueError(f"not a time: {text!r}") from error
    return (second - _EPOCH) // timedelta(seconds=1) * 1000 + int(found[2])
