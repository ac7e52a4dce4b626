from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.each import each

from hubbub.wire import sniff
from hubbub.wire.sniff import Opening, decide, looks_like_irc

METHODS = ["CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"]


@each("method", METHODS)
def test_a_method_and_a_space_is_http_as_soon_as_it_is_there(method: str) -> None:
    for size in range(len(method) + 1):
        assert decide(method[:size].encode()) is Opening.MORE
    assert decide(f"{method} ".encode()) is Opening.HTTP
    assert decide(f"{method} / HTTP/1.1\r\nHost: a\r\n\r\nNICK x\r\n".encode()) is Opening.HTTP
    assert decide(f"{method}\r\n".encode()) is Opening.PERSON


@each(
    "line",
    [
        "NICK x",
        "nick x",
        "NICK :x y",
        "USER a b c :d e",
        "CAP LS",
        "CAP LS 302",
        "CAP REQ :batch server-time",
        "cap req " + "a" * 600,
        "PASS secret",
        "PING 1",
        "AUTHENTICATE PLAIN",
        "WEBIRC secret gateway host 1.2.3.4",
        "@a=b NICK x",
        ":x NICK y",
        "PRIVMSG #a :x",
        "CAP FOO",
        "CAP NEW :x",
        "NICK a b c",
        "USER one",
        "WEBIRC secret",
        "webirc secret gateway",
        "WebIrc secret gateway host 1.2.3.4",
        "Authenticate PLAIN",
        "Privmsg #a :x",
        "WEBIRC secret gateway host 1.2.3.4 a b c",
        "\ufeffNICK x",
    ],
)
def test_an_irc_command_with_its_parameters_is_irc(line: str) -> None:
    assert decide(line.encode()) is Opening.MORE
    for end in ("\n", "\r\n"):
        assert decide(f"{line}{end}USER a b c d\r\n".encode()) is Opening.IRC


@each(
    "line",
    [
        "",
        "alice",
        "Nick",
        "nick",
        "NICK",
        "QUIT",
        "GET",
        "Nick Cave",
        "nick cave was here",
        "Pass on",
        "user one",
        "cap it",
        "hello everybody",
        "/help",
        "@bob: hi",
        "@bob hi",
        ":-)",
        "PROXY",
        "ü",
        "\t",
    ],
)
def test_anything_else_is_a_person(line: str) -> None:
    assert decide(f"{line}\r\n".encode()) is Opening.PERSON
    assert not looks_like_irc(line)


@each(
    "line",
    [
        "PRI * HTTP/2.0", "PROPFIND / HTTP/1.1", "get / HTTP/1.0", "BREW /pot HTTP/1.1", "GET / HTTP/3",
        "get / http/1.1", "BREW /pot HTCPCP/1.0", "OPTIONS rtsp://a/ RTSP/1.0", "INVITE sip:a@b SIP/2.0",
        "M-SEARCH * HTTP/1.1",
    ],
)  # fmt: skip
def test_a_line_that_ends_with_a_version_of_http_is_http(line: str) -> None:
    """HTTP/2's first line, PROPFIND and a verb in lower case must not become people in the lobby."""
    assert decide(f"{line}\r\n".encode()) is Opening.HTTP
    assert decide(f"{line} said bob\r\n".encode()) in (Opening.PERSON, Opening.HTTP)


@each("line", ["JOIN #x", "JOIN #x key", "MODE me +i", "NOTICE * :hi", "@a=b TAGMSG #x", "PONG :x"])
def test_what_programs_say_later_is_irc_in_capitals_alone(line: str) -> None:
    assert decide(f"{line}\r\n".encode()) is Opening.IRC
    assert decide(f"{line.lower()}\r\n".encode()) is Opening.PERSON


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_an_empty_line_before_a_request_is_passed_over(end: str) -> None:
    """ "SHOULD ignore at least one empty line (CRLF) received prior to the request-line" (RFC 9112, 2.2)."""
    assert decide(f"{end}GET / HTTP/1.1\r\n".encode()) is Opening.HTTP
    assert decide(end.encode()) is Opening.PERSON
    assert decide(f"{end}GETTING\r\n".encode()) is Opening.PERSON


def test_a_person_may_send_bytes_that_are_no_text() -> None:
    assert decide(b"\xff\xfe\n") is Opening.PERSON


def test_tls_shows_in_its_first_byte() -> None:
    assert decide(b"\x16") is Opening.TLS
    assert decide(b"\x16\x03\x01") is Opening.TLS


@pytest.mark.parametrize(
    "header", [b"PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n", b"PROXY UNKNOWN\r\n", b"\r\n\r\n\0\r\nQUIT\n\x21"]
)
def test_a_proxy_header(header: bytes) -> None:
    assert decide(header) is Opening.PROXY


def test_nothing_yet_is_undecided() -> None:
    assert decide(b"") is Opening.MORE
    assert decide(b"\r") is Opening.MORE


def test_a_flood_without_a_line_end_is_decided() -> None:
    assert decide(b"x" * 9 * 1024) is Opening.MORE
    assert decide(b"x" * (9 * 1024 + 1)) is Opening.PERSON


@given(st.binary(max_size=40).map(lambda drawn: drawn + b"\n"))
def test_a_whole_line_always_decides(line: bytes) -> None:
    assert decide(line) is not Opening.MORE


@given(st.from_regex(sniff._NEARLY_ALWAYS, fullmatch=True), st.binary(max_size=20))
def test_how_nearly_all_programs_begin_is_what_the_long_way_finds(line: bytes, rest: bytes) -> None:
    assert decide(line + rest) is sniff._decided(line + rest) is Opening.IRC
