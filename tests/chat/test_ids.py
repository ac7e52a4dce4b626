"""Message ids: rising, never used twice, and the same read as written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubbub.chat.ids import Ids, msgid, read_msgid


def test_ids_rise_and_a_later_start_goes_on_above() -> None:
    first, second = Ids(5), Ids(6)
    given_out = [first() for _ in range(1000)]
    assert given_out == sorted(set(given_out))
    assert second() > given_out[-1]


@given(st.integers(1, 2**63 - 1))
def test_an_id_is_read_as_it_was_written(id: int) -> None:
    assert read_msgid(msgid(id)) == id


@given(st.text(max_size=20))
def test_whatever_is_read_would_be_written_so(text: str) -> None:
    id = read_msgid(text)
    assert id is None or msgid(id) == text


@pytest.mark.parametrize("text", ["", "0", "-1", "01", "A", "0x1", "1_0", " 1", "g", "٣", f"{2**63:x}", "f" * 5000])
def test_what_no_id_looks_like_is_none(text: str) -> None:
    assert read_msgid(text) is None
