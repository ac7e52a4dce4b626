"""Telnet in raw bytes: what its client sends, what is text, and what is answered (RFC 854, 857, 858, 860, 1073,
1143)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.support.each import each

from hubbub.wire.telnet import (
    BINARY,
    DO,
    DONT,
    ECHO,
    IAC,
    MOST,
    NAWS,
    SB,
    SE,
    SUPPRESS_GO_AHEAD,
    WILL,
    WONT,
    Option,
    State,
    Telnet,
    rubbed_out,
)

TERMINAL_TYPE, LINEMODE = 24, 34
ASKS_FOR_SIZE = bytes((IAC, DO, NAWS))


def fed(*parts: bytes) -> tuple[bytes, bytes, Telnet]:
    """The text, the answers, and the telnet that they came from."""
    telnet = Telnet()
    text = b"".join(map(telnet.feed, parts)) + telnet.finish()
    return text, bytes(telnet.answers), telnet


@given(st.binary(max_size=200).filter(lambda data: not any(byte >= SE for byte in data)))
def test_who_never_speaks_telnet_sees_not_one_byte_of_it(data: bytes) -> None:
    """ "A plain `nc` client that never sends IAC sees not one byte of negotiation"."""
    text, answers, telnet = fed(data)
    assert (answers, telnet.spoken) == (b"", False)
    assert text == data.replace(b"\r\0", b"\n") or data.endswith(b"\r")


def test_a_letter_of_another_encoding_is_none_of_telnet() -> None:
    """0xFF is a letter in Latin-1; it stays in the line, which is refused for not being UTF-8."""
    assert fed("ÿes\r\n".encode("latin-1"))[:2] == (b"\xffes\r\n", b"")


def test_ctrl_c_ends_the_line_that_was_begun_and_its_timing_mark_is_answered() -> None:
    """ "Ctrl-C (`ff f4 ff fd 06`)": without WILL TIMING-MARK the client throws away all output that follows."""
    text, answers, telnet = fed(b"half a line\xff\xf4\xff\xfd\x06after\r\n")
    assert rubbed_out(text.decode().removesuffix("\r\n")) == "after"
    assert b"\xff\xfb\x06" in answers
    assert telnet.interrupted


@each(
    ("asked", "answered"),
    [
        ((DO, ECHO), (WONT, ECHO)),
        ((DO, SUPPRESS_GO_AHEAD), (WONT, SUPPRESS_GO_AHEAD)),
        ((WILL, ECHO), (DONT, ECHO)),
        ((WILL, TERMINAL_TYPE), (DONT, TERMINAL_TYPE)),
        ((WILL, LINEMODE), (DONT, LINEMODE)),
        ((DO, BINARY), (WILL, BINARY)),
        ((WILL, BINARY), (DO, BINARY)),
        ((WONT, TERMINAL_TYPE), None),
        ((DONT, ECHO), None),
    ],
)
def test_options_are_agreed_to_or_refused(asked: tuple[int, int], answered: tuple[int, int] | None) -> None:
    text, answers, _ = fed(bytes((IAC, *asked)) + b"hi\r\n")
    assert text == b"hi\r\n"
    assert answers == ASKS_FOR_SIZE + (bytes((IAC, *answered)) if answered else b"")


def test_agreeing_is_never_answered_again() -> None:
    """RFC 854: "if a party receives what appears to be a request to enter some mode it is already in, the request
    should not be acknowledged. This non-response is essential to prevent endless loops in the negotiation." """
    _, answers, _ = fed(bytes((IAC, WILL, BINARY)) * 5 + bytes((IAC, DO, BINARY)) * 5)
    assert answers == ASKS_FOR_SIZE + bytes((IAC, DO, BINARY, IAC, WILL, BINARY))


def test_the_window_tells_its_width() -> None:
    text, answers, telnet = fed(bytes((IAC, WILL, NAWS, IAC, SB, NAWS, 0, 132, 0, IAC, IAC, IAC, SE)) + b"x\r\n")
    assert (text, telnet.width) == (b"x\r\n", 132)
    assert answers == ASKS_FOR_SIZE, "their WILL is the answer to our DO"


def test_lines_end_with_cr_nul_as_with_cr_lf() -> None:
    assert fed(b"one\r\0two\r\nthree\r", b"\0four\r")[0] == b"one\ntwo\r\nthree\nfour\n"


def test_erase_character_and_line_and_are_you_there() -> None:
    text, answers, _ = fed(b"bad\xff\xf8goox\xff\xf7d\xff\xf6\r\n")
    assert rubbed_out(text.decode().removesuffix("\r\n")) == "good"
    assert b"[Yes]" in answers


@given(st.data())
def test_it_may_come_in_any_parts(data: st.DataObject) -> None:
    pieces = st.sampled_from(
        [b"text", b"\xc3\xa4", b"\r\n", b"\r\0", b"\xff\xf4", b"\xff\xfd\x06", b"\xff\xfb\x1f", b"\xff\xfe\r",
         b"\xff\xfa\x1f\x00\x50\x00\x18\xff\xf0", b"\xff\xff", b"\xff\xf9", b"\x7f", b"\xff"]
    )  # fmt: skip
    whole = b"\xff\xf1" + b"".join(data.draw(st.lists(pieces, max_size=12)))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=5)))
    parts = [whole[start:end] for start, end in zip([0, *cuts], [*cuts, len(whole)], strict=True)]
    once, parted = fed(whole), fed(*parts)
    assert parted[:2] == once[:2]
    assert parted[2].width == once[2].width


@each("cut", range(1, 30))
def test_who_goes_on_reading_loses_nothing(cut: int) -> None:
    """A hand-over between any two bytes."""
    data = b"\xff\xfb\x1f\xff\xfa\x1f\0\x28\0\x18\xff\xf0he\xff\xffllo\xff\xf6\r\0you\xff\xf8\r"
    first = Telnet()
    text = first.feed(data[:cut])
    then = Telnet(first.heard)
    assert (text + then.feed(data[cut:] + b"\0"), then.spoken, then.width) == (b"he\xffllo\nyou\x15\n", True, 40)


@given(st.binary(max_size=300))
def test_nothing_grows_and_nothing_breaks(data: bytes) -> None:
    telnet = Telnet()
    for byte in data:
        telnet.feed(bytes((byte,)))
    telnet.feed(bytes((IAC, SB)) + b"x" * 1000)
    assert len(telnet.feed(b"y" * 1000)) in (999, 1000)


def test_commands_without_end_are_not_answered() -> None:
    """A stranger's 64 KB of options would hold the loop for 30 ms, again and again."""
    _, answers, telnet = fed(*[b"\xff\xfd\x01" * 1000] * 3)
    assert telnet.excessive
    assert len(answers) <= 3 * (MOST + 4)
    _, _, patient = fed(*[b"\xff\xf4\xff\xfd\x06hello\r\n"] * 1000)
    assert not patient.excessive


def test_our_own_wishes_wait_for_the_answer_before() -> None:
    """RFC 1143: while an answer is awaited nothing is sent, and what is wanted by then is asked for."""
    option = Option(DO, DONT, agree=True)
    assert option.want() == DO
    assert option.want_no() is None
    assert option.hear_yes() == DONT
    assert option.want() is None
    assert option.hear_no() == DO
    assert option.hear_yes() is None
    assert option.state is State.YES


@each(
    ("typed", "read"),
    [
        ("thexx\b\bre", "there"),
        ("hä\x7fallo", "hallo"),
        ("ok👍\x7f\x7f\x7f\x7fyes", "yes"),
        ("e\u0301\x7fa", "a"),
        ("👍🏽\x7fok", "ok"),
        ("a👩\u200d👩\u200d👧\x7fb", "ab"),
        ("🏳\ufe0f\u200d🌈\x7fb", "b"),
        ("x🇩🇪🇫🇷\x7fy", "x🇩🇪y"),
        ("🇩🇪🇫\x7fy", "🇩🇪y"),
        ("1\ufe0f\u20e3\x7fa", "a"),
        ("अक्षि\x7fक", "अक"),
        ("अक्ष्य\x7f", "अ"),
        ("क्षक\x7f", "क्ष"),
        ("\u1112\u1161\u11ab\u1100\x7fa", "\u1112\u1161\u11aba"),
        ("한\u1112\u1161\u11ab\x7fa", "한a"),
        ("น้ำ\x7fa", "a"),
        ("🏴\U000e0067\U000e0062\U000e007f\x7fa", "a"),
        ("\u0915\u093f\x7fa", "a"),
        ("漢字\bx", "漢x"),
        ("\u200d\b\bx", "x"),
        ("wrong\x15right", "right"),
        ("one two  \x17three", "one three"),
        ("one\x17\x17two", "two"),
        ("as it is", "as it is"),
    ],
)
def test_keys_edit_within_the_line(typed: str, read: str) -> None:
    """ "Backspace and Delete within a line"."""
    assert rubbed_out(typed) == read


@each("size", [1, 2, 3, 63, 64, 65, 5000])
@each(
    ("data", "text", "width"),
    [
        (b"\xff\xfa\x18" + b"x" * 61 + b"hello\r\n", b"hello\r\n", 0),
        (b"\xff\xfa\x18" + b"x" * 59 + b"\xff\xf0hello\r\n", b"hello\r\n", 0),
        (b"\xff\xfa\x1f\xff\xff\xf0\0\x18\xff\xf0hello\r\n", b"hello\r\n", 0xFFF0),
        (b"\xff\xfa\x1f\0\0\0\0\xff\xf0hello\r\n", b"hello\r\n", 0),
        (b"\xff\xed\xff\xef\xff\xechello\r\n", b"hello\r\n", 0),
    ],
)
def test_what_never_ends_mutes_nobody_however_it_comes(data: bytes, text: bytes, width: int, size: int) -> None:
    """A subnegotiation without its end was text or not by the pieces in which it came; Suspend as the first command
    was a letter."""
    telnet = Telnet()
    read = b"".join(telnet.feed(data[at : at + size]) for at in range(0, len(data), size))
    assert (read, telnet.width) == (text, width)
