"""Texts that are shortened."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hubbub.wire.truncate import cut


@given(st.text(), st.integers(0, 40))
def test_as_many_whole_characters_as_fit(text: str, limit: int) -> None:
    kept = cut(text, limit)
    assert text.startswith(kept)
    assert len(kept.encode()) <= limit
    rest = text[len(kept) : len(kept) + 1]
    assert not rest or len((kept + rest).encode()) > limit
