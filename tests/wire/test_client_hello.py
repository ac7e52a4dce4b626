"""ClientHellos as Python's own TLS writes them, whole, in parts, in several records, and broken."""

from __future__ import annotations

import ssl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubbub.wire.client_hello import HTTP, BadHello, read_hello

RECORD_HEAD = 5


def hello(*protocols: str) -> bytes:
    """The first flight of a client that offers these."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if protocols:
        context.set_alpn_protocols(list(protocols))
    out = ssl.MemoryBIO()
    with pytest.raises(ssl.SSLWantReadError):
        context.wrap_bio(ssl.MemoryBIO(), out, server_hostname="chat.example").do_handshake()
    return out.read()


def protocols_of(data: bytes) -> tuple[bytes, ...] | None:
    read = read_hello(data)
    return None if read is None else read.protocols


def test_the_name_that_is_asked_for_may_be_any_bytes() -> None:
    whole = hello()
    assert read_hello(whole).host == b"chat.example"  # type: ignore[union-attr]
    assert read_hello(whole.replace(b"chat.example", b"ch\xc3\xa4t.exampl")).host == b"ch\xc3\xa4t.exampl"  # type: ignore[union-attr]


@pytest.mark.parametrize("protocols", [(), ("irc",), ("h2", "http/1.1")])
def test_the_protocols_are_read_as_offered(protocols: tuple[str, ...]) -> None:
    offered = protocols_of(hello(*protocols))
    assert offered == tuple(name.encode() for name in protocols)
    assert HTTP.isdisjoint(offered or ()) == ("h2" not in protocols)


@given(st.data())
def test_it_may_come_in_parts_and_in_several_records(data: st.DataObject) -> None:
    """RFC 8446, section 5.1: "Handshake messages MAY be ... fragmented across several records" """
    whole = hello("h2")
    body = whole[RECORD_HEAD:]
    cut = data.draw(st.integers(1, len(body) - 1))
    several = b"".join(b"\x16\x03\x01" + len(part).to_bytes(2, "big") + part for part in (body[:cut], body[cut:]))
    assert protocols_of(several) == (b"h2",)
    for bytes_ in (whole, several):
        assert read_hello(bytes_[: data.draw(st.integers(0, len(bytes_) - 1))]) is None


@given(st.data())
def test_a_broken_one_is_bad_and_nothing_else(data: st.DataObject) -> None:
    whole = bytearray(hello("h2", "http/1.1"))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        offered = protocols_of(bytes(whole))
    except BadHello:
        return
    assert offered is None or all(isinstance(name, bytes) for name in offered)


def test_something_else_is_bad() -> None:
    for data in (b"NICK alice\r\n", b"\x16\x03\x01\x00\x04\x02\x00\x00\x00", hello("h2")[:60] + b"\xff" * 2000):
        with pytest.raises(BadHello):
            read_hello(data)
