"""Long texts are split at words, and nothing is lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.each import each

from hubbub.typed.splitting import split_at_words

TEXTS = st.text(st.sampled_from("ab  é山🙂\u0301\u200d\ufe0f🏽"), max_size=60) | st.text(max_size=60)


@each(
    ("text", "limit", "parts"),
    [
        ("", 10, []),
        ("short", 10, ["short"]),
        ("one two three", 7, ["one two", "three"]),
        ("one two three", 8, ["one two", "three"]),
        ("one two three", 9, ["one two", "three"]),
        ("one  two", 5, ["one ", "two"]),
        ("abcdefgh", 4, ["abcd", "efgh"]),
        ("abcdefg hi", 4, ["abcd", "efg", "hi"]),
        ("ééééé", 4, ["éé", "éé", "é"]),
        ("🙂🙂", 7, ["🙂", "🙂"]),
        ("abce\u0301", 5, ["abc", "e\u0301"]),
        ("abc \u0301d", 4, ["abc", " \u0301d"]),
        ("a👩\u200d🔧", 11, ["a", "👩\u200d🔧"]),
        ("a👩\u200d🔧", 9, ["a", "👩\u200d", "🔧"]),
        ("👍🏽👍🏽", 12, ["👍🏽", "👍🏽"]),
        ("a\u0301\u0301\u0301\u0301", 5, ["a\u0301\u0301", "\u0301\u0301"]),
        ("line one\nline two", 12, ["line", "one\nline two"]),
    ],
)
def test_examples(text: str, limit: int, parts: list[str]) -> None:
    assert split_at_words(text, limit) == parts


@given(TEXTS, st.integers(4, 20))
def test_nothing_but_the_spaces_of_the_cuts_is_lost(text: str, limit: int) -> None:
    parts = split_at_words(text, limit)
    assert re.fullmatch(" ?".join([*map(re.escape, parts), ""]), text)


@given(TEXTS, st.integers(4, 20))
def test_every_part_fits_and_none_is_empty(text: str, limit: int) -> None:
    assert all(0 < len(part.encode()) <= limit for part in split_at_words(text, limit))


@given(st.lists(st.text("abcé山", min_size=1, max_size=3), max_size=20), st.integers(9, 30))
def test_words_that_fit_are_never_cut(words: list[str], limit: int) -> None:
    parts = split_at_words(" ".join(words), limit)
    assert " ".join(parts) == " ".join(words)


@given(st.text("a é\u0301", max_size=30))
def test_accents_stay_with_their_letters_where_they_fit(text: str) -> None:
    plain = "".join(letter for place, letter in enumerate(text) if letter != "\u0301" or text[place - 1 : place] == "a")
    assert not any(part.startswith("\u0301") for part in split_at_words(plain, 6))


def test_a_limit_that_no_character_may_fit_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least 4"):
        split_at_words("x", 3)
