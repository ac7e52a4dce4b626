"""Cases that are one test are all tried, and the test says which of them failed."""

from __future__ import annotations

import pytest
from tests.support.each import each


def test_every_case_is_tried_and_those_that_fail_are_named_with_what_is_wrong() -> None:
    tried = []

    @each(("word", "letters"), [("one", 3), ("three", 3), ("four", 4), ("eleven", 5)])
    def check(word: str, letters: int) -> None:
        tried.append(word)
        assert len(word) == letters

    with pytest.raises(pytest.fail.Exception) as failed:
        check()
    said = str(failed.value)
    assert tried == ["one", "three", "four", "eleven"]
    assert said.startswith("2 of 4 cases")
    assert "1: 'three', 3\n" in said
    assert "3: 'eleven', 5\n" in said
    assert said.count("assert len(word) == letters") == 2
    assert "'one'" not in said


@each("trouble", [ValueError("broken"), pytest.fail.Exception("failed"), pytest.skip.Exception("skipped")])
def test_whatever_ends_a_case_is_its_failure(trouble: BaseException) -> None:
    @each("word", ["a", "b"], ids=["first", "second"])
    def check(word: str) -> None:
        if word == "a":
            raise trouble

    with pytest.raises(pytest.fail.Exception, match="1 of 2 cases\n\n0: first\n"):
        check()


def test_no_case_at_all_is_a_mistake() -> None:
    with pytest.raises(AssertionError, match="no case"):
        each("word", [])


def test_fixtures_are_for_tests_of_their_own() -> None:
    def check(word: str, tmp_path: str) -> None: ...

    with pytest.raises(AssertionError, match="no fixtures"):
        each("word", ["a"])(check)
