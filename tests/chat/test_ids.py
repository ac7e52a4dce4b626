"""Message ids: rising, never used twice, and the same read as written."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.support.each import each

from hubbub.chat.ids import Ids, msgid, read_msgid


def test_ids_rise_and_a_later_start_goes_on_above() -> None:
    first, second = Ids(5), Ids(6)
    given_out = [first() for _ in range(1000)]
    assert given_out == sorted(set(given_out))
    assert second() > given_out[-1]


def test_a_copy_started_twice_within_a_second_gives_other_ids() -> None:
    """Rule: a copy that is put back twice is the same generation both times, and must not give the same ids."""
    once, again, next_second = Ids(5, 1_700_000_000_000), Ids(5, 1_700_000_000_001), Ids(6, 1_700_000_001_000)
    first = [once() for _ in range(1000)]
    second = [again() for _ in range(1000)]
    assert not set(first) & set(second)
    assert Ids(5, 1_700_000_000_999)() < next_second()


@given(st.integers(1, 2**63 - 1))
def test_an_id_is_read_as_it_was_written(id: int) -> None:
    assert read_msgid(msgid(id)) == id


@given(st.text(max_size=20))
def test_whatever_is_read_would_be_written_so(text: str) -> None:
    id = read_msgid(text)
    assert id is None or msgid(id) == text


@each("text", ["", "0", "-1", "01", "A", "0x1", "1_0", " 1", "g", "٣", f"{2**63:x}", "f" * 5000])
def test_what_no_id_looks_like_is_none(text: str) -> None:
    assert read_msgid(text) is None
