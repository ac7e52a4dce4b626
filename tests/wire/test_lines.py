from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from tests.support.each import each

from hubbub.wire.lines import LINE_LIMIT, BadLine, BadLineCode, LineReader, check_line, check_message, command_of


def feed(*chunks: bytes) -> Sequence[str | BadLine]:
    reader = LineReader()
    return [line for chunk in chunks for line in reader.feed(chunk)]


def test_lf_and_crlf_end_a_line() -> None:
    assert feed(b"a\r\nb\n\r\n\nc") == ["a", "b", "", ""]


def test_a_line_may_come_in_pieces() -> None:
    reader = LineReader()
    assert reader.feed(b"NICK al") == []
    assert reader.buffered == 7
    assert reader.feed(b"ice\r") == []
    assert reader.feed(b"\nUSER") == ["NICK alice"]
    assert reader.buffered == 4


@each(
    ("line", "code"),
    [
        (b"PRIVMSG #a :x\ry", "CARRIAGE_RETURN"),
        (b"PRIVMSG #a :x\r", "CARRIAGE_RETURN"),  # the second of two before LF
        (b"PRIVMSG #a :x\0y", "INVALID_CHARACTER"),
        (b"PRIVMSG #a :\xff", "INVALID_UTF8"),
        (b"PRIVMSG #a :\xc0\xaf", "INVALID_UTF8"),  # overlong
        (b"PRIVMSG #a :\xe0\x80\xaf", "INVALID_UTF8"),  # overlong
        (b"PRIVMSG #a :\xed\xa0\x80", "INVALID_UTF8"),  # surrogate
        (b"PRIVMSG #a :\xf4\x90\x80\x80", "INVALID_UTF8"),  # past U+10FFFF
        (b"PRIVMSG #a :\xc3", "INVALID_UTF8"),  # cut off by the end of the line
        (b"PRIVMSG #a :" + b"x" * LINE_LIMIT, "TOO_LONG"),
        (b"PRIVMSG #a :" + "ü".encode() * (LINE_LIMIT // 2), "TOO_LONG"),
    ],
)
def test_a_bad_line_spoils_only_itself(line: bytes, code: str) -> None:
    before, bad, after = feed("schön\n".encode() + line + b"\r\nlater\n")
    assert (before, after) == ("schön", "later")
    assert isinstance(bad, BadLine)
    assert (bad.code, bad.command) == (code, "PRIVMSG")


def test_the_limit_itself_is_allowed() -> None:
    assert LineReader(5).feed(b"12345\r\n123456\r\n1\n") == ["12345", BadLine("TOO_LONG", "123456"), "1"]


def test_many_short_lines_in_one_chunk_are_not_too_long() -> None:
    assert LineReader(10).feed(b"0123456789\n" * 50) == ["0123456789"] * 50


def test_overfull_when_more_waits_than_a_line_may_be_long() -> None:
    reader = LineReader(10)
    reader.feed(b"done\n0123456789")
    assert not reader.overfull
    reader.feed(b"x")
    assert reader.overfull


def test_a_byte_order_mark_is_refused_in_front_of_any_line() -> None:
    """What comes may be several texts, one behind the other: a command behind a mark was said to the room."""
    bom = b"\xef\xbb\xbf"
    assert feed(bom + b"NICK a\r\nNICK b\n") == [BadLine("BOM", "NICK"), "NICK b"]
    assert feed(bom[:2], bom[2:] + b"x\n", bom + b"y\n") == [BadLine("BOM", "X"), BadLine("BOM", "Y")]


def test_the_end_of_a_text_of_dos_is_no_line() -> None:
    reader = LineReader()
    assert (reader.feed(b"hi\r\n\x1a"), reader.finish()) == (["hi"], [])
    assert (reader.feed(b"hi\x1a"), reader.finish()) == ([], ["hi"])


def test_what_looks_like_a_line_end_elsewhere_is_text() -> None:
    assert feed("a\x0bb\x0cc\x85d\u2028e\n".encode()) == ["a\x0bb\x0cc\x85d\u2028e"]


@each(
    ("line", "command"),
    [
        (b"privmsg #a :\xff", "PRIVMSG"),
        (b"@a=b;c  :src!u@h  user x", "USER"),
        (b"A" * 4000, "A" * 16),
        (b"", "*"),
        (b"\xff\xfe", "*"),
        (b"@tags", "*"),
        (b"PRIV\0MSG x", "PRIV"),
    ],
)
def test_the_command_for_the_refusal(line: bytes, command: str) -> None:
    assert command_of(line) == command


@each(
    ("message", "code"),
    [
        (b"NICK a\r", "CARRIAGE_RETURN"),
        (b"NICK a\nQUIT", "LINE_END"),
        (b"NICK a\r\n", "LINE_END"),
        (b"\xef\xbb\xbfNICK a", "BOM"),
        (b"NICK a\0", "INVALID_CHARACTER"),
    ],
)
def test_a_message_is_one_line_without_its_end(message: bytes, code: BadLineCode) -> None:
    assert check_message(b"NICK a") == "NICK a"
    assert check_message(message) == BadLine(code, "NICK")


pieces = st.lists(
    st.sampled_from([b"\r", b"\n", b"\r\n", b"\0", b"\xef\xbb\xbf", b"\xc3", b"\xbc", b"\xed\xa0\x80", b"a", b"NICK b"])
    | st.binary(max_size=30),
    max_size=30,
).map(b"".join)


@given(pieces, st.lists(st.integers(0, 300), max_size=12))
def test_lines_are_the_same_however_the_bytes_are_cut(data: bytes, cuts: list[int]) -> None:
    whole, cut = LineReader(20), LineReader(20)
    places = [0, *sorted(cuts), len(data)]
    lines = [line for start, end in pairwise(places) for line in cut.feed(data[start:end])]
    assert lines == whole.feed(data)
    assert cut.buffered == whole.buffered == len(data) - (data.rfind(b"\n") + 1)


@given(pieces)
def test_one_byte_at_a_time_gives_the_same_lines(data: bytes) -> None:
    reader = LineReader(20)
    lines = [line for place in range(len(data)) for line in reader.feed(data[place : place + 1])]
    assert lines == LineReader(20).feed(data)


@given(pieces)
def test_every_line_end_gives_one_line_and_nothing_unsafe_passes(data: bytes) -> None:
    lines = LineReader(20).feed(data)
    assert len(lines) == data.count(b"\n")
    for line in lines:
        if isinstance(line, str):
            assert len(line.encode()) <= 20
            assert not set("\r\n\0") & set(line)


def test_a_label_with_a_character_that_no_line_may_hold_is_none() -> None:
    """It comes back in the refusal, and there is no way to write a NUL."""
    assert check_line(b"@label=a\0 PING x") == BadLine("INVALID_CHARACTER", "PING", typed="@label=a\0 PING x")
    assert check_line(b"@label=a;x=\0 PING x") == BadLine("INVALID_CHARACTER", "PING", "a", "@label=a;x=\0 PING x")
