from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.each import each

from hubbub.irc.times import format_time, parse_time


def test_format() -> None:
    assert format_time(0) == "1970-01-01T00:00:00.000Z"
    assert format_time(1_795_253_400_123) == "2026-11-21T09:30:00.123Z"
    assert format_time(-1) == "1969-12-31T23:59:59.999Z"


@given(st.integers(-62_135_596_800_000, 253_402_300_799_999))
def test_parse_undoes_format(at: int) -> None:
    assert parse_time(format_time(at)) == at


@pytest.mark.parametrize("at", [253_402_300_800_000, -62_135_596_800_001, 10**30])
def test_years_outside_of_1_to_9999_are_refused(at: int) -> None:
    with pytest.raises(OverflowError):
        format_time(at)


@each(
    "text",
    [
        "",
        "2026-11-21",
        "2026-11-21T09:30:00Z",
        "2026-11-21T09:30:00.12Z",
        "2026-11-21T09:30:00.123",
        "2026-11-21T09:30:00.123+00:00",
        "2026-11-21 09:30:00.123Z",
        "2026-02-30T09:30:00.123Z",
        "2026-11-21T24:00:00.000Z",
        "2026-11-21T09:30:60.000Z",
        "0000-01-01T00:00:00.000Z",
        "\u0662026-11-21T09:30:00.123Z",
        " 2026-11-21T09:30:00.123Z",
        "2026-11-21T09:30:00.123Z\n",
    ],
)
def test_anything_else_is_no_time(text: str) -> None:
    with pytest.raises(ValueError, match="not a time"):
        parse_time(text)
