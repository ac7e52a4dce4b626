"""Lines that wait: for commands, replies, and those who talk too fast."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from hubbub.server.core.rate_limit import TokenBucket
from hubbub.server.net.intake import Intake


def handled(intake: Intake) -> list[object]:
    """All that can be handled now."""
    lines: list[object] = []
    while intake.lines and not intake.holds:
        lines.append(intake.lines.pop())
    return lines


def test_lines_wait_while_anything_holds_them() -> None:
    intake = Intake(None)
    intake.add(["one", "two"])
    assert handled(intake) == ["one", "two"]
    intake.hold(2)
    intake.add(["three"])
    assert handled(intake) == []
    intake.release()
    assert handled(intake) == []
    intake.release()
    assert handled(intake) == ["three"]


def test_it_is_done_when_nothing_comes_nothing_waits_and_nothing_is_at_work() -> None:
    intake = Intake(None)
    intake.ended = True
    seen = [intake.is_done]
    intake.hold()
    seen.append(intake.is_done)
    intake.add(["one"])
    intake.release()
    seen.append(intake.is_done)
    intake.lines.pop()
    assert [*seen, intake.is_done] == [True, False, False, True]


def test_a_line_that_is_put_back_is_next() -> None:
    intake = Intake(None)
    intake.add(["one", "two"])
    intake.put_back(intake.lines.pop())
    assert handled(intake) == ["one", "two"]


def test_lines_that_are_handled_with_one_take_as_much_as_if_each_were_asked_about() -> None:
    for many, cost, burst, other in (
        (7, 1, 5, 4),
        (7, 1, 20, 3),
        (3, 1, 9, 9),
        (2, 0.5, 1.7, 9),
        (3, 9, 4, 5),
        (0, 1, 5, 5),
    ):
        own, shared = TokenBucket(burst, 1), TokenBucket(other, 1)
        together, each = Intake(own), Intake(TokenBucket(burst, 1))
        theirs = TokenBucket(other, 1)
        assert together.wait(1.0, cost, shared) == each.wait(1.0, cost, theirs) == 0
        taken = together.take_more(many, cost, shared)
        assert [each.wait(1.0, cost, theirs) > 0 for _ in range(many)] == [place >= taken for place in range(many)]
        assert (own.left, shared.left) == (each.allowance.left if each.allowance else None, theirs.left)


def test_what_the_shared_allowance_refuses_is_not_taken_from_the_own_one() -> None:
    own, shared = TokenBucket(2, 1), TokenBucket(1, 1)
    intake = Intake(own)
    assert intake.wait(100.0, 1, shared) == 0
    assert intake.wait(100.0, 1, shared) == 1
    assert own.left == 1
    assert intake.flooding(103.0) == 3  # by the shared one
    assert intake.wait(100.0, 1, None) == 0


def test_without_an_allowance_nothing_waits() -> None:
    intake = Intake(None)
    assert intake.wait(1.0, 1000, TokenBucket(1, 1)) == 0
    assert intake.flooding(1.0) == 0


@given(some.lists(some.sampled_from(["say", "hold", "release", "work"]), max_size=40))
def test_every_line_is_handled_once_and_in_order(steps: list[str]) -> None:
    intake, said, done, holds = Intake(None), 0, [], 0
    for step in [*steps, *["release"] * 40, "work"]:
        if step == "say":
            intake.add([str(said)])
            said += 1
        elif step == "hold":
            intake.hold()
            holds += 1
        elif step == "release" and holds:
            intake.release()
            holds -= 1
        elif step == "work":
            some_done = handled(intake)
            assert not (holds and some_done)
            done += some_done
    assert done == [str(number) for number in range(said)]
