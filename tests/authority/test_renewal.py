from __future__ import annotations

import pytest

from hubbub.authority.renewal import again, due, still

DAY = 86_400


def test_after_two_thirds_of_its_life_and_not_everybody_at_once() -> None:
    assert due(0, 90 * DAY, 0) == 60 * DAY
    assert due(0, 90 * DAY, 1) == 63 * DAY
    assert due(0, 6 * DAY, 0) == 4 * DAY


def test_in_the_window_that_the_authority_would_like() -> None:
    assert due(0, 90 * DAY, 0.5, (10.0, 20.0)) == 15
    assert due(0, 90 * DAY, 0.5, (20.0, 10.0)) == 20
    assert still(15, (10.0, 20.0))
    assert not still(60 * DAY, (10.0, 20.0))
    assert still(15, None)


def test_each_attempt_comes_later_and_never_before_the_authority_wants() -> None:
    waits = [again(failures, 1000, 0) - 1000 for failures in range(1, 9)]
    assert waits == sorted(waits)
    assert waits[0] == 60
    assert waits[-1] == 8 * 3600
    assert again(1, 1000, 1) == pytest.approx(1066)
    assert again(1, 1000, 0, not_before=5000) == 5000
