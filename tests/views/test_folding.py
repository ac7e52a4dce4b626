"""Who came and went, in one sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.support.each import each

from hubbub.views.folding import Mentioned, folded, outcome

from .making import happened

CASES = json.loads((Path(__file__).parent.parent.parent / "spec/folding.json").read_text(encoding="utf-8"))


@each("case", CASES, ids=[case["name"] for case in CASES])
def test_cases_for_every_client(case: dict[str, Any]) -> None:
    items = [
        happened(str(number), kind, name, minutes, before="".join(before))
        for number, (kind, name, minutes, *before) in enumerate(case["items"])
    ]
    found = outcome(items, case.get("spoke", ()))
    for part, given in (("came", found.came), ("left", found.left), ("renamed", found.renamed)):
        expected = case.get(part, {})
        named = tuple(tuple(name) if isinstance(name, list) else name for name in expected.get("named", ()))
        assert given == Mentioned(named, expected.get("more", 0)), part


def test_two_are_named_and_the_others_counted() -> None:
    assert folded([happened("1", "joined", "a"), happened("2", "joined", "b")]) == "a and b joined"
    assert folded([happened(name, "joined", name) for name in "abc"]) == "a, b and c joined"
    assert folded([happened(name, "joined", name) for name in "abcd"]) == "a, b and 2 others joined"


def test_who_is_back_soon_was_never_away() -> None:
    quits = happened("1", "quit", "a", 0)
    assert folded([quits, happened("2", "joined", "a", 9)]) == ""
    assert folded([quits, happened("2", "joined", "a", 11)]) == "a joined"


def test_who_took_part_in_the_talk_is_named() -> None:
    gone = [happened(name, "left", name) for name in "abcd"]
    assert folded(gone, {"d", "c"}) == "c, d and 2 others left"


def test_new_names_are_followed() -> None:
    many = [happened(name, "renamed", f"{name}2", before=name) for name in "abcd"]
    assert folded(many) == "a is now a2  ·  b is now b2  ·  2 others have other names"
    assert (
        folded([happened("1", "renamed", "b", before="a"), happened("2", "renamed", "c", before="b")]) == "a is now c"
    )
    assert folded([happened("1", "joined", "a"), happened("2", "renamed", "b", before="a")]) == "b joined"
