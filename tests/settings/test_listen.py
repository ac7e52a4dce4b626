"""Addresses to listen on, as typed."""

from __future__ import annotations

import pytest
from tests.support.each import each

from hubbub.settings import Listen, Listener, listeners, parse_listener


@each(
    ("text", "expected"),
    [
        ("127.0.0.1:7000", Listener("any", "127.0.0.1", 7000)),
        ("any://127.0.0.1:7000", Listener("any", "127.0.0.1", 7000)),
        ("plain://:23", Listener("plain", "", 23)),
        ("irc://*:6667", Listener("irc", "", 6667)),
        ("http://[::]:80", Listener("http", "::", 80)),
        ("[::1]:0", Listener("any", "::1", 0)),
        ("localhost:0", Listener("any", "localhost", 0)),
        ("chat.example:65535", Listener("any", "chat.example", 65535)),
        ("unix:/run/chat.sock", Listener("any", "", 0, "/run/chat.sock")),
        ("http://unix:/run/a:b.sock", Listener("http", "", 0, "/run/a:b.sock")),
    ],
)
def test_good_addresses(text: str, expected: Listener) -> None:
    assert parse_listener(text) == expected
    assert parse_listener(str(expected)) == expected


@each(
    ("text", "complaint"),
    [
        ("", "not of the form"),
        ("7777", "not of the form"),
        ("::1:7777", "not of the form"),
        ("127.0.0.1:", '"" is not a port number'),
        ("127.0.0.1:70000", "there is no port 70000"),
        ("127.0.0.1:-1", '"-1" is not a port number'),
        ("127.0.0.1:\u0667", "is not a port number"),
        ("127.0.0.1:99999999999", "is not a port number"),
        ("1.2.3.256:1", '"1.2.3.256" is not an address'),
        ("[1.2.3.4]:1", "is not an IPv6 address"),
        ("[]:1", "is not an IPv6 address"),
        ("a b:1", "is not an address or a host name"),
        ("-a:1", "is not an address or a host name"),
        ("ftp://127.0.0.1:1", '"ftp" is no kind of listener'),
        ("://127.0.0.1:1", '"" is no kind of listener'),
        ("0.0.0.0:0", "port 0 .* loopback"),
        ("*:0", "port 0 .* loopback"),
        ("unix:chat.sock", "must be a whole path"),
        (f"unix:/{'x' * 100}", "of at most 100 bytes"),
        ("ftp://unix:/run/a", '"ftp" is no kind of listener'),
    ],
)
def test_bad_addresses(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        parse_listener(text)


def test_the_one_port_comes_first() -> None:
    listen = Listen(host="127.0.0.1", port=7000, addresses=("plain://127.0.0.1:7001",))
    assert [str(listener) for listener in listeners(listen)] == ["127.0.0.1:7000", "plain://127.0.0.1:7001"]


@each(("host", "loopback"), [("127.8.0.1", True), ("::1", True), ("", False), ("::", False)])
def test_what_only_this_machine_can_reach(host: str, loopback: bool) -> None:
    assert Listener("any", host, 1).loopback is loopback
