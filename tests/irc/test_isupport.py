from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.support.each import each

from hubbub.irc.isupport import TRAILING, Value, parameter_lists, token
from hubbub.wire.message import format_message


@each(
    ("name", "value", "written"),
    [
        ("UTF8ONLY", None, "UTF8ONLY"),
        ("NICKLEN", 32, "NICKLEN=32"),
        ("EXCEPTS", "", "EXCEPTS="),
        ("NETWORK", "my net", "NETWORK=my\\x20net"),
        ("X", "a=b\\c\r\n", "X=a\\x3Db\\x5Cc\\x0D\\x0A"),
        ("PREFIX", "(ov)@+", "PREFIX=(ov)@+"),
        ("NETWORK", "zürich", "NETWORK=zürich"),
    ],
)
def test_token(name: str, value: Value, written: str) -> None:
    assert token(name, value) == written


def test_thirteen_tokens_a_line() -> None:
    first, second = parameter_lists({f"T{number}": None for number in range(14)}, 30)
    assert first == [*(f"T{number}" for number in range(13)), TRAILING]
    assert second == ["T13", TRAILING]


def test_no_tokens_no_lines() -> None:
    assert parameter_lists({}, 30) == []


@given(st.dictionaries(st.from_regex("[A-Z]{1,20}", fullmatch=True), st.text("ab ü", max_size=60), max_size=30))
def test_lines_hold_all_tokens_and_fit(tokens: dict[str, Value]) -> None:
    source, nick = "irc.example.org", "alice"
    overhead = len(f":{source} 005 {nick} ")
    lists = parameter_lists(tokens, overhead)
    assert [written for line in lists for written in line[:-1]] == [token(*item) for item in tokens.items()]
    for line in lists:
        assert len(line) <= 14
        assert len(format_message("005", [nick, *line], source)) + 2 <= 512


def test_a_line_is_filled_to_the_last_byte() -> None:
    room = 512 - 30 - len(f" :{TRAILING}\r\n")
    name = "A" * (room - 4)
    assert len(parameter_lists({name: None, "BCD": None}, 30)) == 1
    assert len(parameter_lists({name: None, "BCDE": None}, 30)) == 2
