"""What may be very much is done in parts, in order, and others have their turn in between."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from hubbub.server.core import in_parts
from hubbub.server.core.in_parts import InParts


def work(name: str, steps: int, done: list[str]) -> Iterator[None]:
    for step in range(steps):
        done.append(f"{name}{step}")
        yield


async def _until_done(parts: InParts) -> None:
    """It takes one turn of the loop for each part, at most."""
    for _ in range(20):
        await asyncio.sleep(0)
    assert not parts


async def test_what_is_long_lets_others_have_their_turn_and_nothing_overtakes_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(in_parts, "PART", 0.0)
    done = list[str]()
    parts = InParts(asyncio.get_running_loop(), lambda: done.append("("))
    parts.do(work("a", 2, done))
    assert done == ["(", "a0"]
    parts.do(work("b", 1, done))
    asyncio.get_running_loop().call_soon(done.append, "other")
    await _until_done(parts)
    assert done == ["(", "a0", "(", "a1", "other", "(", "(", "b0", "("]


async def test_what_is_short_is_done_at_once_or_in_the_next_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_parts, "PART", 1e9)
    done = list[str]()
    parts = InParts(asyncio.get_running_loop())
    parts.do(work("a", 3, done))
    assert (done, bool(parts)) == (["a0", "a1", "a2"], False)
    parts.do_soon(work("b", 2, done))
    parts.do(work("c", 1, done))
    assert len(done) == 3
    await _until_done(parts)
    assert done[3:] == ["b0", "b1", "c0"]


async def test_no_part_is_begun_while_it_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_parts, "LATER", 0.0)
    done, waiting = list[str](), [True]
    parts = InParts(asyncio.get_running_loop(), waits=lambda: waiting[0])
    parts.do_soon(work("a", 2, done))
    for _ in range(5):
        await asyncio.sleep(0)
    assert (done, bool(parts)) == ([], True)
    waiting[0] = False
    await _until_done(parts)
    assert done == ["a0", "a1"]


async def test_what_waits_is_done_all_the_same_when_all_is_to_be_done() -> None:
    done = list[str]()
    parts = InParts(asyncio.get_running_loop(), waits=lambda: True)
    parts.do_soon(work("a", 2, done))
    parts.do_all()
    assert (done, bool(parts)) == (["a0", "a1"], False)


async def test_all_that_waits_is_done_at_once_or_never() -> None:
    done = list[str]()
    parts = InParts(asyncio.get_running_loop())
    for name in ("a", "b"):
        parts.do_soon(work(name, 2, done))
    parts.do_all()
    assert done == ["a0", "a1", "b0", "b1"]
    parts.do_soon(work("c", 2, done))
    parts.clear()
    await asyncio.sleep(0)
    assert len(done) == 4


async def test_a_step_that_fails_does_not_hold_up_what_comes_behind_it() -> None:
    """The loop is told of it."""
    told, done, loop = list[str](), list[str](), asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: told.append(str(context["exception"])))
    parts, fallen = InParts(loop), [1, 2, 3]
    parts.do_soon(map(fallen.pop, iter([0, 9, 0])))
    parts.do_soon(work("b", 1, done))
    await _until_done(parts)
    assert (told, done) == (["pop index out of range"], ["b0"])
