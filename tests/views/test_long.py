"""How much of a long message is in view at first."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.support.each import each

from hubbub.views.long import BEGUN, LONG, WIDTH, begun, words

CASES = json.loads((Path(__file__).parent.parent.parent / "spec/long.json").read_text(encoding="utf-8"))


@each("case", CASES, ids=[case["name"] for case in CASES])
def test_cases_for_every_client(case: dict[str, Any]) -> None:
    text = "".join(piece * times for piece, times in case["text"])
    assert (begun(text) or len(text)) == case["shown"]
    opens = {kind: f"Show all {n:,} {kind}" for kind, n in case["opens"].items()}
    assert bool(opens) == bool(begun(text))
    assert not opens or words(text) in opens.values()


def test_a_line_of_8_kb_folds_at_a_space_and_one_without_spaces_where_24_lines_end() -> None:
    text = ("word " * 1700)[:8192]
    cut = begun(text)
    assert text[cut] == " "
    assert BEGUN * WIDTH - 5 <= cut <= BEGUN * WIDTH
    assert words(text) == "Show all 8,192 letters"
    assert begun("x" * 8192) == BEGUN * WIDTH


def test_what_fits_in_40_lines_stays_whole_and_long_lines_count_as_many() -> None:
    assert begun("x" * LONG * WIDTH) == 0
    assert begun("\n".join("x" * LONG)) == 0
    assert begun("x\n" * LONG) == len("x\n" * BEGUN) - 1
    halves = "\n".join(["x" * WIDTH * 15] * 3)
    assert begun(halves) == WIDTH * BEGUN + 1  # the line feed between the two
    assert words(halves) == f"Show all {len(halves):,} letters"


@each("letter", ["\u8a9e", "\U0001f469\u200d\U0001f467", "e\u0301", "\U0001f44d\U0001f3fd"])
def test_wide_letters_count_twice_and_none_is_parted(letter: str) -> None:
    text = letter * 4000
    cut = begun(text)
    assert 0 < cut <= BEGUN * WIDTH
    assert cut % len(letter) == 0


@given(st.lists(st.text("ab \u0301\u200d", max_size=400), max_size=90).map("\n".join))
def test_the_beginning_is_never_nothing_and_never_all(text: str) -> None:
    cut = begun(text)
    assert cut == 0 or 0 < cut < len(text)
    assert cut or len(text) < 2 * LONG * WIDTH
