"""Times as people read them, in the reader's time zone: clocks, days, full dates. All from milliseconds since 1970."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_FIRST, _LAST = 0, 253_402_214_400_000  # 1970, and the last day of 9999: servers may say anything


def moment(at: int, zone: tzinfo | None = None) -> datetime:
    """That time; `zone` None is the machine's own. Impossible times become the nearest possible one."""
    return datetime.fromtimestamp(max(_FIRST, min(at, _LAST)) / 1000, zone)


@lru_cache(4096)
def _minute(minute: int, hours: int, zone: tzinfo | None) -> str:
    then = moment(minute * 60_000, zone)
    if hours == 24:
        return f"{then.hour:02}:{then.minute:02}"
    return f"{then.hour % 12 or 12}:{then.minute:02} {'am' if then.hour < 12 else 'pm'}"


def clock(at: int, hours: int = 24, zone: tzinfo | None = None) -> str:
    """`14:02`, or `2:02 pm`."""
    return _minute(at // 60_000, hours, zone)


@lru_cache(4096)
def _day_of_hour(quarter: int, zone: tzinfo | None) -> date:
    return moment(quarter * 900_000, zone).date()


def day(at: int, zone: tzinfo | None = None) -> date:
    """The day of that time. (No zone's midnight is elsewhere than at a quarter of an hour.)"""
    return _day_of_hour(at // 900_000, zone)


def day_label(then: date, today: date) -> str:
    """`Today`, `Yesterday`, `Monday 23 November`, and the year where it is another one."""
    if then == today:
        return "Today"
    if then == today - timedelta(days=1):
        return "Yesterday"
    label = f"{DAYS[then.weekday()]} {then.day} {MONTHS[then.month - 1]}"
    return label if then.year == today.year else f"{label} {then.year}"


def full(at: int, hours: int = 24, zone: tzinfo | None = None) -> str:
    """`Monday 23 November 2026, 14:02`."""
    then = moment(at, zone)
    return f"{DAYS[then.weekday()]} {then.day} {MONTHS[then.month - 1]} {then.year}, {clock(at, hours, zone)}"
