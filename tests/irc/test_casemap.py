from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.support.each import each

from hubbub.irc.casemap import lower


@each(("name", "folded"), [("AliceZ", "alicez"), ("ÄÖAß", "ÄÖaß"), ("[]\\^{}", "[]\\^{}"), ("K\u212a", "k\u212a")])
def test_only_ascii_is_folded(name: str, folded: str) -> None:
    assert lower(name) == folded


@given(st.text())
def test_folding_twice_changes_nothing_and_keeps_the_length(name: str) -> None:
    assert lower(lower(name)) == lower(name)
    assert len(lower(name)) == len(name)
