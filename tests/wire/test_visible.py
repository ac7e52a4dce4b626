from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubbub.wire.visible import strip_formatting, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("hello there", "hello there"),
        ("a\tb", "a\tb"),
        ("\x1b[2J", "^[[2J"),
        ("\x1b]52;c;eA==\x07", "^[]52;c;eA==^G"),
        ("a\b\x7f\0", "a^H^?^@"),
        ("a\r\nb", "a^M^Jb"),
        ("\x9b2J", "<9b>2J"),
        ("\x85", "<85>"),
        ("gpj\u202eexe", "gpj<202e>exe"),
        ("\u2066a\u2069", "<2066>a<2069>"),
        ("a\u2028b", "a<2028>b"),
        ("\ud800", "<d800>"),
        ("שלום\u200f ‌👩\u200d💻 e\u0301\u00a0x", "שלום\u200f ‌👩\u200d💻 e\u0301\u00a0x"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text(st.characters(codec=None)))
def test_no_control_character_is_left(text: str) -> None:
    shown = visible(text)
    assert all(
        character == "\t" or unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp") for character in shown
    )
    assert visible(shown) == shown


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("\x02bold\x02 \x1ditalic\x0f", "bold italic"),
        ("\x034red\x03 \x0304,12both\x03 \x03,5", "red both ,5"),
        ("\x03123", "3"),
        ("\x031,x", ",x"),
        ("\x04ff0000red\x04 \x04FF0000,00FF00x", "red x"),
        ("\x11m\x16r\x1es\x1fu", "mrsu"),
        ("\x03\u0664x", "\u0664x"),
        ("none, 4", "none, 4"),
    ],
)
def test_strip_formatting(text: str, plain: str) -> None:
    assert strip_formatting(text) == plain
