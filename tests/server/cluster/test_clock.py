"""A clock that is set by hours while a machine decides changes no times, and is told of once."""

from __future__ import annotations

import pytest
from tests.support.told import told

from hubbub.server.cluster.clock import Steady

START = 1_700_000_000


def test_a_clock_that_is_set_is_told_of_and_not_followed(caplog: pytest.LogCaptureFixture) -> None:
    wall, boot = [START * 10**9], [50.0]
    clock = Steady(lambda: wall[0], lambda: boot[0])

    def later(seconds: float, *, set_by: float = 0.0) -> int:
        """What it says then, in milliseconds from the start."""
        boot[0] += seconds
        wall[0] += int((seconds + set_by) * 10**9)
        return clock() - START * 1000

    assert later(10) == 10_000
    assert later(10, set_by=2) == 22_000  # by so little that it is followed
    assert later(10, set_by=-4) == 28_000
    assert told(caplog) == []
    assert later(1, set_by=3 * 3600) == 29_000
    assert later(1) == 30_000
    assert told(caplog) == ["clock_set"]
    assert "3 h 0 min ahead of what it was" in caplog.text
    assert later(1, set_by=-3 * 3600) == 31_000
    assert later(1, set_by=-3 * 3600) == 32_000
    assert told(caplog) == ["clock_set", "clock_set"]
    assert later(1, set_by=3 * 3600) == 33_000


def test_a_machine_that_was_asleep_is_where_the_others_are() -> None:
    """Its clock has gone on, and so has the one that nobody sets."""
    wall, boot = [START * 10**9], [50.0]
    clock = Steady(lambda: wall[0], lambda: boot[0])
    wall[0] += 86_400 * 10**9
    boot[0] += 86_400
    assert clock() == (START + 86_400) * 1000
