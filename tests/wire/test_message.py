from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.each import each

from hubbub.wire.message import BadMessage, LineTooLong, Message, NoCommand, beginning, format_message, parse


@each(
    ("line", "message"),
    [
        ("PRIVMSG #a :hello there", Message(None, None, "PRIVMSG", ["#a", "hello there"])),
        ("privmsg  #a   :  x : y ", Message(None, None, "PRIVMSG", ["#a", "  x : y "])),
        ("NICK alice  ", Message(None, None, "NICK", ["alice"])),
        ("TOPIC #a :", Message(None, None, "TOPIC", ["#a", ""])),
        ("TOPIC #a ::)", Message(None, None, "TOPIC", ["#a", ":)"])),
        ("MODE a:b c", Message(None, None, "MODE", ["a:b", "c"])),
        (":op!u@h PRIVMSG #a :x", Message(None, "op!u@h", "PRIVMSG", ["#a", "x"])),
        ("@a=b;+c  :s   PING :1 2", Message({"a": "b", "+c": ""}, "s", "PING", ["1 2"])),
        ("@ NICK x", Message(None, None, "NICK", ["x"])),
        ("  NICK x", Message(None, None, "NICK", ["x"])),
        (" :s NICK x", Message(None, "s", "NICK", ["x"])),
        (": NICK x", Message(None, None, "NICK", ["x"])),
        ("001 a", Message(None, None, "001", ["a"])),
        ("QUIT", Message(None, None, "QUIT", [])),
        ("nıck x", Message(None, None, "nıck", ["x"])),
        ("A\tB", Message(None, None, "A\tB", [])),
        ("A" + " p" * 30, Message(None, None, "A", ["p"] * 30)),
        ("A " + " " * 500, Message(None, None, "A", [])),
    ],
)
def test_parse(line: str, message: Message) -> None:
    assert parse(line) == message


@each("line", ["", " ", " " * 500, "@a=b", "@a=b ", "@a=b :src", ":src", ":src  ", ":src :x", "@a  :x :"])
def test_no_command(line: str) -> None:
    with pytest.raises(NoCommand):
        parse(line)


@pytest.mark.parametrize("fill", ["x", "ü", "𝄞"])
def test_the_body_is_measured_in_bytes(fill: str) -> None:
    start = "PRIVMSG #a :"
    room = 510 - len(start)
    line = start + fill * (room // len(fill.encode()))
    line += "x" * (510 - len(line.encode()))
    assert parse(line).command == "PRIVMSG"
    with pytest.raises(LineTooLong) as failure:
        parse(line + "x")
    assert failure.value.part == "body"
    assert parse(line + "x", limited=False).params[1].endswith("x")


@pytest.mark.parametrize("fill", ["x", "ü"])
def test_tag_data_is_measured_apart(fill: str) -> None:
    data = "a=" + fill * (4092 // len(fill.encode()))
    body = "PRIVMSG #a :".ljust(510, "x")
    assert parse(f"@{data} {body}").tags == {"a": data[2:]}
    with pytest.raises(LineTooLong) as failure:
        parse(f"@{data}x {body}")
    assert failure.value.part == "tags"
    assert parse(f"@{data}x {body}", limited=False).command == "PRIVMSG"


def test_a_long_command_is_a_command() -> None:
    assert parse("a" * 510).command == "A" * 510


@each(
    ("command", "params", "line"),
    [
        ("PING", ["x"], b"PING x"),
        ("QUIT", [], b"QUIT"),
        ("JOIN", ["#a"], b"JOIN #a"),
        ("PRIVMSG", ["#a", "hi"], b"PRIVMSG #a :hi"),  # ii finds the text by its colon
        ("PART", ["#a"], b"PART #a"),
        ("001", ["al", "hello al"], b"001 al :hello al"),
        ("332", ["al", "#a", ""], b"332 al #a :"),
        ("332", ["al", "#a", ":)"], b"332 al #a ::)"),
    ],
)
def test_format(command: str, params: list[str], line: bytes) -> None:
    assert format_message(command, params) == line


def test_format_with_source_and_tags() -> None:
    line = format_message("PRIVMSG", ["#a", "zürich ruft"], "a!b@c", {"time": "t", "+x": "1 2"})
    assert line == "@time=t;+x=1\\s2 :a!b@c PRIVMSG #a :zürich ruft".encode()


@each(
    ("command", "params", "source"),
    [
        ("", [], None),
        ("A B", [], None),
        (":A", [], None),
        ("@A", [], None),
        ("A", ["", "x"], None),
        ("A", ["a b", "x"], None),
        ("A", [":a", "x"], None),
        ("A", ["a\nQUIT"], None),
        ("A", ["a\rb"], None),
        ("A", ["x", "a\0b"], None),
        ("A", ["\ud800"], None),
        ("A", [], "a b"),
        ("A", [], "a\r\nQUIT"),
    ],
)
def test_what_cannot_be_written_is_refused(command: str, params: list[str], source: str | None) -> None:
    with pytest.raises(ValueError, match=r"not a word|no spaces|inside|like tags|surrogates"):
        format_message(command, params, source)


def test_a_tag_cannot_end_the_line() -> None:
    assert format_message("A", tags={"a": "x\r\ny"}) == b"@a=x\\r\\ny A"
    with pytest.raises(ValueError, match="NUL"):
        format_message("A", tags={"a": "x\0y"})


text = st.text(st.characters(exclude_characters="\r\n\0", exclude_categories=["Cs"]), max_size=40)
word = text.map(lambda drawn: drawn.replace(" ", "_").lstrip(":")).filter(bool)
messages = st.builds(
    Message,
    tags=st.none()
    | st.dictionaries(
        st.from_regex(r"\+?([a-z.]{1,5}/)?[A-Za-z0-9-]{1,8}", fullmatch=True),
        st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
        min_size=1,
    ),
    source=st.none() | word,
    command=st.text(string.ascii_uppercase + string.digits, min_size=1, max_size=12)
    | st.sampled_from(["PRIVMSG", "NICK"]),
    params=st.tuples(st.lists(word, max_size=5), st.lists(text, max_size=1)).map(lambda drawn: drawn[0] + drawn[1]),
)


@given(messages)
def test_parse_undoes_format(message: Message) -> None:
    line = format_message(message.command, message.params, message.source, message.tags)
    assert parse(line.decode(), limited=False) == message


@given(st.text() | st.text("@: ;=\\a#ü\t", max_size=80), st.booleans())
def test_parse_takes_any_text(line: str, limited: bool) -> None:
    try:
        message = parse(line, limited=limited)
    except BadMessage:
        return
    assert message.command
    assert all(word and " " not in word for word in message.params[:-1])


@given(
    st.sampled_from(("PRIVMSG", "NOTICE")), st.text("#a:,é", min_size=1, max_size=9), st.text("a :#,é\1", max_size=80)
)
def test_all_that_follows_a_beginning_is_the_text(command: str, target: str, text: str) -> None:
    target = "#" + target
    assert parse(beginning(command, target) + text) == Message(None, None, command, [target, text])
