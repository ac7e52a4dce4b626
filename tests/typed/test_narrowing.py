"""What narrows a search, against spec/narrowing.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.support.each import each

from hubbub.typed.narrowing import narrowed

CASES = json.loads((Path(__file__).parents[2] / "spec" / "narrowing.json").read_text(encoding="utf-8"))


@each(("text", "meant"), CASES)
def test_every_case_has_its_meaning(text: str, meant: dict[str, Any]) -> None:
    found = {name: value for name, value in narrowed(text)._asdict().items() if value or name == "words"}
    assert {name: str(value) for name, value in found.items()} == meant


@given(st.text(st.sampled_from('ab: "#@-0123456789\tfromafteri')))
def test_any_text_has_one_and_no_word_is_lost(text: str) -> None:
    found = narrowed(text)
    assert not (set(found.words) - set(text) - {" "})
    if not (found.place or found.sender or found.after or found.before):
        assert found.words.split() == text.split()
