from __future__ import annotations

from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubbub.irc.masks import match


@pytest.mark.parametrize(
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
