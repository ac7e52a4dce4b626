"""Cases that are one test are all tried, and the test says which of them failed."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest
from tests.support.each import each

WORDS = [("one", 3), ("three", 3), ("four", 4), ("eleven", 5)]


def test_every_case_is_tried_and_those_that_fail_are_named_with_what_is_wrong() -> None:
    tried = []

    @each(("word", "letters"), WORDS)
    def check(word: str, letters: int) -> None:
        tried.append(word)
        assert len(word) == letters

    with pytest.raises(pytest.fail.Exception) as failed:
        check()
    said = str(failed.value)
    assert tried == ["one", "three", "four", "eleven"]
    assert said.startswith("2 failed")
    assert "1: 'three', 3\n" in said
    assert "3: 'eleven', 5\n" in said
    assert said.count("assert len(word) == letters") == 2
    assert "'one'" not in said


async def test_they_share_what_the_test_is_given_and_may_wait(tmp_path: Path) -> None:
    tried = []

    @each("word, letters", WORDS)
    async def check(tmp_path: Path, word: str, letters: int) -> None:
        tried.append(tmp_path)
        assert len(word) == letters

    assert [*inspect.signature(check).parameters] == ["tmp_path"]
    with pytest.raises(pytest.fail.Exception, match="2 failed"):
        await check(tmp_path=tmp_path)
    assert tried == [tmp_path] * 4


@each("trouble", [ValueError("broken"), pytest.fail.Exception("failed"), pytest.skip.Exception("skipped")])
def test_whatever_ends_a_case_is_its_failure(trouble: BaseException) -> None:
    @each("word", ["a", "b"], ids=["first", "second"])
    def check(word: str) -> None:
        if word == "a":
            raise trouble

    with pytest.raises(pytest.fail.Exception, match="1 failed\n\n0: first\n"):
        check()


def test_nothing_is_tried_when_the_time_is_over() -> None:
    tried = []

    @each("word", ["a", "b"])
    def check(word: str) -> None:
        tried.append(word)
        pytest.fail("Timeout (>120.0s) from pytest-timeout.")

    with pytest.raises(pytest.fail.Exception, match="0: 'a'\n"):
        check()
    assert tried == ["a"]


def test_no_case_at_all_is_a_mistake() -> None:
    with pytest.raises(AssertionError, match="no case"):
        each("word", [])
