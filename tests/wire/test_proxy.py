"""Headers of the PROXY protocol (haproxy.org, proxy-protocol.txt)."""

from __future__ import annotations

import contextlib
import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.each import each

from hubbub.wire.proxy import FIXED, NOBODY_KNOWN, SIGNATURE, BadHeader, ProxyHeader, parse_binary, parse_text, rest_of

FOUR = ipaddress.ip_address("192.0.2.7").packed + ipaddress.ip_address("198.51.100.1").packed
SIX = ipaddress.ip_address("2001:db8::7").packed + ipaddress.ip_address("2001:db8::1").packed
PORTS = (56324).to_bytes(2) + (443).to_bytes(2)


def binary(command: int, family: int, rest: bytes) -> bytes:
    return SIGNATURE + bytes((command, family)) + len(rest).to_bytes(2) + rest


@each(
    ("line", "told"),
    [
        (b"PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\r\n", ProxyHeader("192.0.2.7", 56324)),
        (b"PROXY TCP6 2001:db8::7 2001:db8::1 56324 443\r\n", ProxyHeader("2001:db8::7", 56324)),
        (b"PROXY TCP6 ::ffff:192.0.2.7 ::1 1 443\r\n", ProxyHeader("192.0.2.7", 1)),
        (b"PROXY UNKNOWN\r\n", NOBODY_KNOWN),
        (b"PROXY UNKNOWN ffff:f...f:ffff 65535 65535\r\n", NOBODY_KNOWN),
    ],
)
def test_version_1(line: bytes, told: ProxyHeader) -> None:
    """ "the receiver must ignore anything presented before the CRLF is found" after UNKNOWN."""
    assert parse_text(line) == told


@each(
    "line",
    [
        b"PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\n",
        b"PROXY TCP4 192.0.2.7 198.51.100.1 56324\r\n",
        b"PROXY TCP4 192.0.2.7  198.51.100.1 56324 443\r\n",
        b"PROXY TCP4 2001:db8::7 2001:db8::1 56324 443\r\n",
        b"PROXY TCP4 192.0.2.7 198.51.100.1 65536 443\r\n",
        b"PROXY TCP4 192.0.2.7 198.51.100.1 443 65536\r\n",
        b"PROXY TCP4 192.0.2.7 198.51.100.1 056 443\r\n",
        b"PROXY TCP4 192.0.2.300 198.51.100.1 1 443\r\n",
        b"PROXY UDP4 192.0.2.7 198.51.100.1 1 443\r\n",
        b"PROXY \r\n",
        b"PROXY UNKNOWN " + b"x" * 100 + b"\r\n",
    ],
)
def test_what_is_no_version_1_header(line: bytes) -> None:
    with pytest.raises(BadHeader):
        parse_text(line)


@each(
    ("header", "told"),
    [
        (binary(0x21, 0x11, FOUR + PORTS), ProxyHeader("192.0.2.7", 56324)),
        (binary(0x21, 0x11, FOUR + PORTS + b"\x04\x00\x01x"), ProxyHeader("192.0.2.7", 56324)),
        (binary(0x21, 0x21, SIX + PORTS), ProxyHeader("2001:db8::7", 56324)),
        (binary(0x20, 0x00, b""), None),
        (binary(0x20, 0x11, FOUR + PORTS), None),
        (binary(0x21, 0x00, b"anything"), NOBODY_KNOWN),
        (binary(0x21, 0x12, FOUR + PORTS), NOBODY_KNOWN),
        (binary(0x21, 0x41, b""), NOBODY_KNOWN),
        (binary(0x21, 0x31, bytes(216)), None),
        (binary(0x21, 0x32, b""), None),
    ],
)
def test_version_2(header: bytes, told: ProxyHeader | None) -> None:
    """LOCAL: "the receiver must accept this connection as valid and must use the real connection endpoints and discard
    the protocol block including the family which is ignored".
    """
    assert rest_of(header[:FIXED]) == len(header) - FIXED
    assert parse_binary(header) == told


@pytest.mark.parametrize("fixed", [binary(0x11, 0x11, b""), b"x" * 16, SIGNATURE + b"\x21\x11\xff\xff"])
def test_what_is_no_version_2_header(fixed: bytes) -> None:
    """ "The next byte ... must always be sent as \\x2 and the receiver must only accept this value." """
    with pytest.raises(BadHeader):
        rest_of(fixed)


@pytest.mark.parametrize("header", [binary(0x21, 0x11, b"\1\2\3"), binary(0x22, 0x11, FOUR + PORTS)])
def test_addresses_that_are_not_there(header: bytes) -> None:
    with pytest.raises(BadHeader):
        parse_binary(header)


@given(st.binary(max_size=120))
def test_nothing_but_a_bad_header_comes_of_noise(noise: bytes) -> None:
    with contextlib.suppress(BadHeader):
        parse_text(b"PROXY " + noise + b"\r\n")
    with contextlib.suppress(BadHeader):
        parse_binary(SIGNATURE + b"\x21\x21" + len(noise).to_bytes(2) + noise)
