"""What people write where an address is asked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.each import each

from hubbub.uplink.addresses import Address, is_loopback, read
from hubbub.uplink.trouble import Trouble

CODE = "ABCD-EFGH-IJKL-MN27"
PIN = ":".join(["AB"] * 31 + ["0F"])
SHORT = "q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urqw8"


@each(
    ("text", "address"),
    [
        ("chat.example.org", Address("chat.example.org")),
        (" Chat.Example.ORG/ \n", Address("chat.example.org")),
        ("\ufeffchat.example.org", Address("chat.example.org")),
        ("chat.example.org:7000", Address("chat.example.org", 7000)),
        ("chat.example.org 7000", Address("chat.example.org", 7000)),
        ("192.0.2.1:7000", Address("192.0.2.1", 7000)),
        ("2001:db8::1", Address("2001:db8::1")),
        ("[2001:db8::1]", Address("2001:db8::1")),
        ("[2001:db8::1]:7000", Address("2001:db8::1", 7000)),
        ("fe80::1%eth0", Address("fe80::1%eth0")),
        ("bücher.example", Address("bücher.example")),
        ("ircs://chat.example.org", Address("chat.example.org", 6697, tls=True)),
        ("irc://chat.example.org/garden", Address("chat.example.org", 6667, tls=False, room="#garden")),
        ("ircs://[2001:db8::1]:7777/#tea%20room", Address("2001:db8::1", 7777, tls=True, room="#tea room")),
        ("wss://chat.example.org", Address("chat.example.org", 443, "ws", True)),
        ("ws://localhost:7777/", Address("localhost", 7777, "ws", False)),
        ("https://example.org/chat/?x=1#tea", Address("example.org", 443, "ws", True, "/chat/?x=1", "#tea")),
        ("http://192.0.2.1:7777", Address("192.0.2.1", 7777, "ws", False)),
        ("hubbub://chat.example.org", Address("chat.example.org")),
        ("hubbub://chat.example.org:7000/garden", Address("chat.example.org", 7000, room="#garden")),
        (f"hubbub://h:7000/invite#{CODE}", Address("h", 7000, code=CODE)),
        (f"hubbub://h/invite#{CODE}.{SHORT}", Address("h", 7777, tls=True, code=CODE, pin=PIN)),
        (f"http://192.0.2.1:7777/invite#{CODE}", Address("192.0.2.1", 7777, code=CODE)),
        (f"http://h:7777/invite#{CODE}.{SHORT}", Address("h", 7777, tls=True, code=CODE, pin=PIN)),
        (f"https://h/invite#{CODE.lower()}", Address("h", 443, "ws", True, code=CODE)),
        (f"https://h/chat/invite#{CODE}", Address("h", 443, "ws", True, "/chat/", code=CODE)),
        (f"http://h:8080/chat/invite#{CODE}", Address("h", 8080, "ws", path="/chat/", code=CODE)),
    ],
)
def test_each_form_is_understood(text: str, address: Address) -> None:
    assert read(text) == address


@each(
    ("text", "reason"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("h:0", "port"),
        ("h:70000", "port"),
        ("h:7777x", "port"),
        ("h:\u0667", "port"),
        ("h 7777 x", "port"),
        ("[::1]x", "port"),
        ("ircs://h:70000", "port"),
        ("ircs://h:0", "port"),
        ("ftp://h", "scheme"),
        ("javascript://h", "scheme"),
        ("ircs://alice:secret@h", "user"),
        ("ircs://", "host"),
        ("a/b", "host"),
        ("alice@h", "host"),
        ("h\x1b[2J", "host"),
        ("[nothing]", "host"),
        ("https://h/invite", "link"),
        (f"hubbub://h/invite#{CODE[:-1]}", "link"),
    ],
)
def test_what_is_no_address_says_why(text: str, reason: str) -> None:
    with pytest.raises(Trouble) as caught:
        read(text)
    assert (caught.value.code, caught.value.details["reason"]) == ("bad-address", reason)


def test_a_port_that_is_given_apart_counts_where_none_is_named() -> None:
    assert read("h", 7000).port == 7000
    assert read("h:7001", 7000).port == 7001
    assert read("ircs://h", 7000).port == 6697


@each("text", ["h:7777", "[2001:db8::1]:7", "ircs://h:6697", "irc://h:6667", "wss://h:443/x?y=1", "ws://h:80/"])
def test_what_is_written_is_read_again(text: str) -> None:
    assert str(read(text)) == text
    assert read(str(read(text))) == read(text)


@given(st.text(max_size=40))
def test_any_text_is_an_address_or_a_trouble(text: str) -> None:
    try:
        address = read(text)
    except Trouble:
        return
    assert read(str(address)) == address._replace(room="", code="", pin="")


@each("host", ["localhost", "127.0.0.9", "::1", "chat.localhost"])
def test_hosts_that_are_this_machine(host: str) -> None:
    assert is_loopback(host)


@each("host", ["chat.example", "192.0.2.1", "localhost.example", "2001:db8::1"])
def test_hosts_that_are_others(host: str) -> None:
    assert not is_loopback(host)
