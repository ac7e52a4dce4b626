from __future__ import annotations

from hubbub.server.net.hosts import reachable_addresses
from hubbub.server.process.announce import BoundAddress, announcement


def test_loopback_says_that_nobody_else_can_come() -> None:
    text = announcement("home", [BoundAddress("any", "127.0.0.1", 7777, True)], "AA:BB")
    assert "hubbub on home listens on 127.0.0.1:7777" in text
    assert "nc localhost 7777" in text
    assert "this machine only" in text
    assert "AA:BB" in text


def test_all_addresses_name_those_that_others_can_type() -> None:
    text = announcement("home", [BoundAddress("any", "", 7777, False), BoundAddress("irc", "", 6667, False)], "")
    assert "listens on *:7777, irc://*:6667" in text
    for address in reachable_addresses():
        assert f"nc {address} 7777" in text
    assert "TLS certificate" not in text


def test_ipv6_in_a_web_address_has_brackets() -> None:
    text = announcement("home", [BoundAddress("any", "2001:db8::7", 7777, False)], "")
    assert "http://[2001:db8::7]:7777/" in text
    assert "hubbub chat 2001:db8::7 7777" in text


def test_the_first_start_says_how_to_become_operator() -> None:
    text = announcement("home", [BoundAddress("any", "127.0.0.1", 7777, True)], "", "ABCD-EFGH")
    assert "/operator ABCD-EFGH" in text
    assert "/operator" not in announcement("home", [BoundAddress("any", "127.0.0.1", 7777, True)], "")
    closed = announcement("home", [BoundAddress("any", "127.0.0.1", 7777, True)], "", "ABCD-EFGH", open=False)
    assert "hubbub account add YOUR-NAME" in closed
    assert "/register" not in closed
