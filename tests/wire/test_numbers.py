"""What counts as a whole number."""

from __future__ import annotations

from tests.support.each import each

from hubbub.wire.numbers import LARGEST, ordinal, whole


@each("text, number", [("0", 0), ("10", 10), ("007", 7), ("0" * 30 + "1", 1), (str(LARGEST), LARGEST)])
def test_digits_are_a_number(text: str, number: int) -> None:
    assert whole(text, LARGEST) == number


@each("text", ["", " 5", "5 ", "+5", "-5", "1_0", "1e2", "5.0", "0x5", "\u0663", "\u00b2", "\uff15", "5\n"])
def test_nothing_else_is_one(text: str) -> None:
    assert whole(text) is None


@each("text", ["101", "1" * 5000, str(LARGEST + 1)])
def test_what_is_too_large_is_the_most(text: str) -> None:
    assert whole(text, 100) == 100


@each("text, number", [("7", 7), (str(LARGEST - 1), LARGEST - 1), (str(LARGEST), None), ("9" * 40, None), ("x", None)])
def test_what_nothing_can_have_is_no_number_of_something(text: str, number: int | None) -> None:
    assert ordinal(text) == number
