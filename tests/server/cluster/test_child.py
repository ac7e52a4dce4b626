"""When a decider is started again."""

from __future__ import annotations

from hubbub.server.cluster.child import AGAIN, LATER, pause


def test_one_that_had_begun_is_followed_at_once_and_one_that_cannot_begin_less_and_less_often() -> None:
    """Or deciders that are killed every half a minute would leave their machine without one for as long."""
    waits = [AGAIN / 2]
    for lived in (0.5, 2.0, 0.5, 0.5, 0.5, 0.5):
        waits.append(pause(waits[-1], lived))
    assert waits[1:] == [1, 2, 4, 8, 16, LATER]
    assert pause(LATER, 8.0) == AGAIN
