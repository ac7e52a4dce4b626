"""Who is mentioned in a text, and which names need not be looked for."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from hubbub.irc.mentions import first_word, mentions, words_of

SIGNS = "aB1_-^[|`*\x02\x03\x04\x0f ,.:/@ä́ß😀\u200d"


@given(st.text(SIGNS, min_size=1, max_size=6), st.text(SIGNS, max_size=12), st.text(SIGNS, max_size=12))
@example("a", "\x0304", "")
@example("[x]", "", "")
@example("^^", "", "")
@example("a", "`b`", "https://b")
def test_whoever_is_mentioned_has_a_word_of_the_text(name: str, before: str, behind: str) -> None:
    text = f"{before}{name}{behind}"
    if mentions(text, [name]):
        assert first_word(name) in words_of(text)


def test_most_names_are_not_in_a_text() -> None:
    words = words_of("Hello \x0304alice\x03, have you seen `bob` and [x]-y?")
    assert {"alice", "hello", "x", "y"} <= words
    assert [first_word(name) for name in ("Alice", "[x]-y", "^^", "Ünal", "a_b-c")] == ["alice", "x", "", "Ünal", "a_b"]
    assert first_word("carol") not in words
