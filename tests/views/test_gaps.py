"""Gaps near the view: which is filled, from which side, and behind which one reads."""

from __future__ import annotations

from hubbub.views.gaps import ends_in_gap, nearest, read_from, reads_down
from hubbub.views.rows import Row

ROWS = [Row("gap" if number in (3, 7) else "message", str(number)) for number in range(10)]


def above(place: int, top: int = 0) -> float:
    """Ten rows fill the view; `top` is the first of them."""
    return (place - top) / 10


def test_who_comes_from_above_wants_what_comes_next() -> None:
    assert reads_down(ROWS, 7, above(7), at_end=False)
    assert not reads_down(ROWS, 3, above(3), at_end=False)
    assert not reads_down(ROWS, 3, -1, at_end=False), "it is above the view"
    assert reads_down(ROWS, 7, 2, at_end=False), "it is below"


def test_at_the_end_what_is_last_is_read_but_a_gap_there_is_come_to_from_above() -> None:
    assert not reads_down(ROWS, 7, above(7), at_end=True)
    rows = [*ROWS, Row("gap", "10")]
    assert reads_down(rows, 10, above(1), at_end=True)
    assert ends_in_gap(rows)
    assert ends_in_gap([*rows, Row("note", "11")]), "words for oneself alone are no newer messages"
    assert reads_down([*rows, Row("note", "11")], 10, above(1), at_end=True)
    assert not ends_in_gap(ROWS)
    assert not ends_in_gap([])


def test_the_nearest_is_filled_first() -> None:
    assert nearest(ROWS, range(10), lambda place: above(place, -1)) == "3"
    assert nearest(ROWS, range(10), lambda place: above(place, 3)) == "7"
    assert nearest(ROWS, range(4, 7), above) is None


def test_one_reads_behind_the_last_gap_in_the_upper_half() -> None:
    assert read_from(ROWS, ((place, above(place)) for place in range(10))) == 3
    assert read_from(ROWS, ((place, above(place, 4)) for place in range(4, 10))) == 7
    assert read_from(ROWS, ((place, above(place)) for place in range(3))) == -1
