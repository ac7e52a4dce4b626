""" "Any character that Python, but not the protocol, takes for a line end is data"; BOMs, UTF-16, Ctrl-Z."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.each import each

from hubbub.terminal.decoding import Decoder, is_text

ODD_ENDS = "a\x0bb\x0cc\x1cd\x1de\x1ef\x85g\u2028h\u2029i\rj"  # str.splitlines makes ten lines of these


def decoded(*pieces: bytes) -> list[str]:
    decoder = Decoder()
    return [line for piece in pieces for line in decoder.feed(piece)] + decoder.end()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_only_a_line_feed_ends_a_line(end: str) -> None:
    assert decoded(f"{ODD_ENDS}{end}two{end}{end}four".encode()) == [ODD_ENDS, "two", "", "four"]


@each(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
        (b"", "utf-8"),
    ],
)
@each("size", [1, 2, 3, 1000])
def test_marks_and_encodings(mark: bytes, encoding: str, size: int) -> None:
    data = mark + "hü\r\n\N{GRINNING FACE}\ufeffx\n".encode(encoding)
    pieces = [data[start : start + size] for start in range(0, len(data), size)]
    assert decoded(*pieces) == ["hü", "\N{GRINNING FACE}\ufeffx"]


@each("line", [b"a\0b", b"a\0bc", b"\0ab", b"\0abc", b"a\0", b"ab\0c"])
def test_a_zero_byte_alone_makes_no_other_letters_of_a_line(line: bytes) -> None:
    """What was piped is said as it is, or not at all: `a\\0b` was said as letters of Gurmukhi."""
    assert decoded(line + b"\nc\n") == [line.decode(), "c"]
    assert decoded(*[bytes([byte]) for byte in line + b"\nc\n"]) == [line.decode(), "c"]


def test_ctrl_z_at_the_very_end_is_the_end_of_a_text_of_dos() -> None:
    assert decoded(b"one\r\n\x1a") == ["one"]
    assert decoded(b"one\x1a") == ["one"]
    assert decoded(b"o\x1ane\n") == ["o\x1ane"]


@each("data", [b"", b"\n", b"a", b"\xef\xbb\xbf", b"\xff\xfe", b"\xff", b"\xef\xbb"])
def test_hardly_anything(data: bytes) -> None:
    assert len(decoded(data)) <= 1


@given(st.lists(st.binary(max_size=8)))
def test_the_pieces_do_not_matter(pieces: list[bytes]) -> None:
    assert decoded(*pieces) == decoded(b"".join(pieces))


@each("data", [b"caf\xe9", b"/join #\xff", b"\xff\xfea\0\0\xd8b\0", b"\xed\xa0\x80", b"a\xc0\x80", b"\xf0\x9f\x98"])
def test_what_cannot_be_decoded_is_no_text(data: bytes) -> None:
    """ "What is not UTF-8 is refused, never cut or replaced": it was said with replacement characters."""
    (line,) = decoded(data)
    assert not is_text(line)
    assert all(map(is_text, decoded(b"caf\xc3\xa9\n\xef\xbf\xbd")))
