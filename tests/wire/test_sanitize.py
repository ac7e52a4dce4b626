from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from tests.support.each import each

from hubbub.wire.sanitize import strip_formatting, visible


@each(
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


@each(
    ("text", "shown"),
    [
        ("a" + "\u0301" * 500 + "b", "a" + "\u0301" * 12 + "…b"),
        ("\u200d".join("👩" * 10_000) + " x", "\u200d".join("👩" * 6) + "\u200d… x"),
        ("👩" + "\ufe0f" * 500, "👩" + "\ufe0f" * 11 + "…"),
        ("e" + "\u0301\u20dd" * 500, "e" + "\u0301\u20dd" * 6 + "…"),
    ],
    ids=["marks", "joined", "selectors", "two kinds"],
)
def test_towers_and_chains_are_clipped(text: str, shown: str) -> None:
    """Row 71: nothing covers the lines above and below, or takes a terminal seconds to draw."""
    assert visible(text) == shown
    assert visible(shown) == shown


@each(
    "text",
    [
        "x" * 10_240,
        "👩" * 10_000,
        "。、" * 100,
        "👩🏽\u200d❤\ufe0f\u200d💋\u200d👨🏿" * 50,
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f" * 20,
        "क्षत्रिय" * 50,
        "שָׁלוֹם עֲלֵיכֶם",
    ],
    ids=["one word", "emoji", "punctuation", "couple", "flag", "hindi", "hebrew"],
)
def test_what_people_write_is_not_clipped(text: str) -> None:
    """Row 71: a word without an end is the terminal's to wrap."""
    assert visible(text) == text


@each(
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
