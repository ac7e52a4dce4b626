"""Many words go into as few lines as they fit, and none is cut or lost."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from hubbub.dialects.irc.packing import cut

words = st.lists(st.text(st.characters(codec="ascii", exclude_characters=" ,"), min_size=1, max_size=12), max_size=40)


@given(words=words, room=st.integers(1, 60), separator=st.sampled_from([" ", ","]))
def test_all_words_come_in_their_order_in_as_few_parts_as_they_fit(words: list[str], room: int, separator: str) -> None:
    parts = list(cut(separator.join(words).encode(), separator.encode(), room))
    assert separator.join(part.decode() for part in parts) == separator.join(words)
    assert all(len(part) <= room or separator.encode() not in part for part in parts)
    for part, after in pairwise(parts):
        assert len(part) + len(separator) + len(after.split(separator.encode())[0]) > room
