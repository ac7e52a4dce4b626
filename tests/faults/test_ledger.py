"""The checker itself: each promise, broken by hand, is named."""

from __future__ import annotations

import pytest
from tests.faults.ledger import Ledger, Stored, broken_promises, mark

A, B, C = mark("anna", 0), mark("anna", 1), mark("bert", 0)
KEPT = [Stored(1, 1, 9, "", ""), Stored(1, 2, 10, A, "#a"), Stored(1, 3, 11, B, "#a"), Stored(1, 4, 12, C, "#a")]


def ledger() -> Ledger:
    kept = Ledger()
    for one, id in ((A, "a"), (B, "b"), (C, "c")):
        kept.show(one, id)
        kept.accept(one)
        kept.hear("listener", "#a", one)
    return kept


def test_what_is_kept_is_not_complained_about() -> None:
    assert broken_promises(ledger(), KEPT) == []


@pytest.mark.parametrize(
    ("promises", "stored"),
    [
        (("G1", "G2"), KEPT[:-1]),  # the last is lost
        (("G1", "G2", "G3"), [*KEPT[:2], KEPT[3]]),  # one in the middle
        (("stored twice",), [*KEPT, Stored(1, 5, 13, C, "#a")]),
        (("G6",), [*KEPT, Stored(2, 1, 12, "", "#b")]),
        (("G4",), [KEPT[0], Stored(1, 2, 11, B, "#a"), Stored(1, 3, 10, A, "#a"), KEPT[3]]),
        (("G2",), [*KEPT[:3], Stored(1, 4, 13, C, "#a")]),  # under another id than it was shown with
    ],
)
def test_a_broken_promise_is_named(promises: tuple[str, ...], stored: list[Stored]) -> None:
    complaints = broken_promises(ledger(), stored)
    for promise in promises:
        assert any(promise in complaint for complaint in complaints), complaints


def test_a_hole_a_double_and_a_swap_that_a_listener_heard_are_named() -> None:
    for heard in ([A, C], [A, B, B, C], [B, A, C]):
        told = ledger()
        told.heard["another", "#a"] = heard
        assert [line[:7] for line in broken_promises(told, KEPT)] == ["G3, G12"]
