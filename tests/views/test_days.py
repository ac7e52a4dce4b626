"""Times in words."""

from __future__ import annotations

from datetime import UTC, date, timedelta, timezone

from hubbub.views.days import clock, day, day_label, full, moment

AT = 1_763_992_920_000  # 24 November 2025, 14:02 UTC


def test_clocks() -> None:
    assert clock(AT, 24, UTC) == "14:02"
    assert clock(AT, 12, UTC) == "2:02 pm"
    assert clock(AT - 14 * 3_600_000, 12, UTC) == "12:02 am"


def test_days_begin_at_the_readers_midnight() -> None:
    nepal = timezone(timedelta(hours=5, minutes=45))
    late = AT + 4 * 3_600_000 + 13 * 60_000  # 18:15 UTC: midnight there
    assert day(late - 1, nepal) == date(2025, 11, 24)
    assert day(late, nepal) == date(2025, 11, 25)


def test_labels() -> None:
    today = date(2025, 11, 24)
    assert day_label(today, today) == "Today"
    assert day_label(date(2025, 11, 23), today) == "Yesterday"
    assert day_label(date(2025, 3, 1), today) == "Saturday 1 March"
    assert day_label(date(2024, 3, 1), today) == "Friday 1 March 2024"
    assert full(AT, 24, UTC) == "Monday 24 November 2025, 14:02"


def test_impossible_times_are_shown_as_something() -> None:
    assert moment(-(10**18), UTC).year == 1970
    assert moment(10**18, UTC).year == 9999
    assert clock(10**30, 24, UTC) == "00:00"
