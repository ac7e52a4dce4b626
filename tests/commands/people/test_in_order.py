"""No command "holds the loop longer than 10 ms whatever its arguments": lists are put in order in steps."""

from __future__ import annotations

import pytest

from hubbub.commands.people import in_order
from hubbub.commands.people.in_order import InOrder

MANY = [f"{number * 7 % 100:02}" for number in range(100)]


def test_very_many_are_looked_at_and_put_in_order_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_order, "ORDERED", 30)
    looked_at = list[str]()

    def are(one: str) -> bool:
        looked_at.append(one)
        return one < "90"

    some = InOrder(MANY, str).that(are)
    counts = [len(looked_at) for _ in some.steps()]
    assert counts == [30, 60, 90]
    assert (some.most, len(some), list(some)) == (100, 90, sorted(MANY)[:90])
    assert len(looked_at) == 100


def test_what_was_not_put_in_order_before_is_when_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_order, "ORDERED", 30)
    some = InOrder(MANY, str)
    next(some.steps())
    assert list(some) == sorted(MANY)
    assert list(InOrder(MANY, str).in_parts(40)) == [[], [], [], *(sorted(MANY)[n : n + 40] for n in (0, 40, 80))]


def test_the_first_ones_are_had_without_the_others_in_order() -> None:
    some = InOrder(MANY, str).that(lambda one: one > "10").that(lambda one: one > "20")
    assert some.first(2) == (["21", "22"], 79)
    assert InOrder[str]([], str).first(2) == ([], 0)
