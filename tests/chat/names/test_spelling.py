"""Which known name a mistyped one means."""

from __future__ import annotations

import pytest
from tests.support.each import each

from hubbub.chat.names import spelling
from hubbub.chat.names.spelling import Spelling


def knowing(*names: str) -> Spelling:
    known = Spelling()
    for name in names:
        known.note(name)
    return known


@each(
    ("word", "expected"),
    [
        ("zedd", "zed"),
        ("alcie", "Alice"),
        ("alic", "Alice"),
        ("alixe", "Alice"),
        ("ALICEE", "Alice"),
        ("xylophone", None),
        ("", None),
        ("a", None),
        ("x" * 10_000, None),
    ],
)
def test_one_wrong_letter_is_understood(word: str, expected: str | None) -> None:
    assert knowing("bob", "zed", "Alice").closest(word) == expected


def test_of_several_the_latest_is_meant() -> None:
    assert knowing("anna", "anne", "anni").closest("annx") == "anni"
    assert knowing("anna", "anne", "anna").closest("annx") == "anna"


def test_only_so_many_names_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spelling, "MOST", 2)
    known = knowing("alice", "robert")
    assert known.closest("alicee") == "alice"
    known.note("carol")
    assert known.closest("alicee") is None
    assert known.closest("carrol") == "carol"
