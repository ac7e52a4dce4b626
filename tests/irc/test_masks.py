from __future__ import annotations

from fnmatch import fnmatchcase

from hypothesis import given
from hypothesis import strategies as st
from tests.support.each import each

from hubbub.irc.masks import Mask, match


@each(
    ("mask", "text", "fits"),
    [
        ("", "", True),
        ("", "a", False),
        ("*", "", True),
        ("*", "a\nb", True),
        ("?", "", False),
        ("a?c", "abc", True),
        ("a*c", "ac", True),
        ("a*c", "abcb", False),
        ("*!*@*.example.org", "n!u@a.example.org", True),
        ("*!*@*.example.org", "n!u@example.org", False),
        ("ab*ab", "ab", False),
        ("ab*ab", "abab", True),
        ("*a*a", "a", False),
        ("*ab*b", "ab", False),
        ("a.c", "abc", False),
        ("[a]", "a", False),
        ("a\\*", "a*", True),
        ("a\\*", "ab", False),
        ("a\\?\\\\", "a?\\", True),
        ("a\\b", "a\\b", True),
        ("a\\", "a\\", True),
        ("ü?", "ü👩", True),
        ("A", "a", False),
    ],
)
def test_match(mask: str, text: str, fits: bool) -> None:
    assert match(mask, text) is fits


@given(st.text("ab*?", max_size=10), st.text("ab", max_size=14))
def test_it_agrees_with_fnmatch(mask: str, text: str) -> None:
    assert match(mask, text) == fnmatchcase(text, mask)


def test_many_stars_end() -> None:
    """With backtracking over the stars this would outlast the universe."""
    assert not match("*a" * 60 + "*b", "a" * 5000)
    assert match("*a" * 60 + "*b", "a" * 5000 + "b")


@given(st.text("ab*?\\", max_size=10), st.lists(st.text("ab*?\\", max_size=14), min_size=1))
def test_one_mask_answers_about_many_texts_as_each_time_anew(mask: str, texts: list[str]) -> None:
    made = Mask(mask)
    assert [made.fits(text) for text in texts] == [match(mask, text) for text in texts]


@given(st.text("ab*\\", max_size=10), st.text("ab*\\", max_size=14))
def test_masks_without_question_marks_fit_as_those_with_them(mask: str, text: str) -> None:
    """The two are matched in different ways."""
    assert match(mask, text) is match("?" + mask, "a" + text)
