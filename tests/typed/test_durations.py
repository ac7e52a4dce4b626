from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.support.each import each

from hubbub.typed.durations import LONGEST, UNITS, is_mistyped, milliseconds, moment, spelt


@each(
    ("text", "length"),
    [
        ("10s", 10_000), ("30m", 1_800_000), ("2h", 7_200_000), ("1d12h", 129_600_000), ("2W", 1_209_600_000),
        ("1w2d3h4m5s", 788_645_000), ("999999999w", LONGEST),
        ("10min", 600_000), ("1minute", 60_000), ("2Hours", 7_200_000), ("1hr30mins", 5_400_000),
        ("1day12hours", 129_600_000), ("3weeks", 1_814_400_000), ("5sec", 5_000), ("1month", 0), ("10mi", 0),
        ("", 0), ("0h", 0), ("2", 0), ("2x", 0), ("h", 0), ("1h2d", 0), ("1h1h", 0), ("-1h", 0), ("1 h", 0),
        ("\u0661h", 0), ("1\u017f", 0), ("1h\n", 0),
    ],
)  # fmt: skip
def test_a_time_is_numbers_with_units_the_longest_first(text: str, length: int) -> None:
    assert milliseconds(text) == length


@each(
    "text",
    [
        "2h30",
        "0h",
        "1h2d",
        "1h1h",
        "0min",
        "10m5",
        "1month",
        "2y",
        "1year",
        "1.5h",
        "1,5h x",
        "2 hours",
        "2  d of spam",
        "0h x",
        "-3d",
        "+2h loud",
        "-3 days",
    ],
)
def test_what_was_meant_to_be_a_time_is_no_reason(text: str) -> None:
    assert is_mistyped(text)


@each(
    "text",
    [
        "2h",
        "10min",
        "",
        "3rd",
        "2",
        "100%",
        "2x",
        "5days!",
        "h",
        "2h 3 d",
        "2 many",
        "4 times",
        "5years!",
        "2 ",
        "x 2h30",
    ],
)
def test_a_reason_may_begin_with_a_number(text: str) -> None:
    assert not is_mistyped(text)


def test_a_length_is_read_in_words() -> None:
    assert spelt(129_660_000) == "1 day 12 hours 1 minute"
    assert spelt(2 * UNITS["week"]) == "2 weeks"
    assert spelt(30 * UNITS["day"]) == "30 days"
    assert spelt(999) == "0 seconds"


@given(st.text())
def test_any_text_is_a_time_that_has_an_end(text: str) -> None:
    assert 0 <= milliseconds(text) <= LONGEST
    assert moment(1_760_000_000_000 + milliseconds(text)).endswith(" UTC")
