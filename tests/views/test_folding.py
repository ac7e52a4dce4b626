"""Who came and went, in one sentence."""

from __future__ import annotations

from hubbub.views.folding import folded

from .making import happened


def test_two_are_named_and_the_others_counted() -> None:
    assert folded([happened("1", "joined", "a"), happened("2", "joined", "b")]) == "a and b joined"
    assert folded([happened(name, "joined", name) for name in "abc"]) == "a, b and 1 other joined"


def test_who_is_back_soon_was_never_away() -> None:
    quits = happened("1", "quit", "a", 0)
    assert folded([quits, happened("2", "joined", "a", 9)]) == ""
    assert folded([quits, happened("2", "joined", "a", 11)]) == "a joined"


def test_who_took_part_in_the_talk_is_named() -> None:
    gone = [happened(name, "left", name) for name in "abcd"]
    assert folded(gone, {"d", "c"}) == "c, d and 2 others left"


def test_new_names_are_followed() -> None:
    assert (
        folded([happened("1", "renamed", "b", before="a"), happened("2", "renamed", "c", before="b")]) == "a is now c"
    )
    assert folded([happened("1", "joined", "a"), happened("2", "renamed", "b", before="a")]) == "b joined"
