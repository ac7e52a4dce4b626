"""Where bodies end. Bad inputs 43 and 44, as far as bytes alone tell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some
from tests.support.each import each

from hubbub.server.http.framing import AT_ONCE, Chunked, Sized
from hubbub.server.http.refused import Refused
from hubbub.server.http.response import chunk


def test_a_body_of_known_length_leaves_what_follows() -> None:
    body, buffer = Sized(5), bytearray(b"hel")
    assert (body.take(buffer), body.done) == (b"hel", False)
    buffer += b"loGET /"
    assert (body.take(buffer), body.done, bytes(buffer)) == (b"lo", True, b"GET /")
    assert Sized(0).done


def test_chunks_with_extensions_and_trailers() -> None:
    body, buffer = Chunked(), bytearray(b"3;a=b\r\nabc\r\n0A \r\n0123456789\r\n00\r\nX: y\r\n\r\nGET /")
    assert body.take(buffer) == b"abc0123456789"
    assert body.done
    assert buffer == b"GET /"


def fed(raw: bytes, size: int) -> Chunked:
    """A body that got these bytes, so many at a time."""
    body, buffer = Chunked(), bytearray()
    for start in range(0, len(raw), size):
        buffer += raw[start : start + size]
        body.take(buffer)
    return body


@each(
    "raw",
    [b"x\r\n", b"\r\n", b"-1\r\n", b"+5\r\n", b"0x5\r\n", b"5\n", b"5 5\r\n", b"1" * 13 + b"\r\n", b"3\r\nabcd\r\n",
     b"3\r\nabc\n", b"3\r\nabc\r\r", b"3;\x01\r\n", b"5" + b";" * 300, b"0\r\nno colon\r\n", b"0\r\nX: " + b"y" * 2000,
     b"0\r\n" + b"X: y\r\n" * 1000, b"\xb2\r\n"],
)  # fmt: skip
def test_bad_chunks_are_refused(raw: bytes) -> None:
    for size in (1, len(raw)):
        with pytest.raises(Refused) as refused:
            fed(raw, size)
        assert refused.value.status == 400


@given(some.lists(some.binary(min_size=1, max_size=40), max_size=6), some.lists(some.integers(1, 30), min_size=1))
def test_chunks_come_however_they_are_cut(parts: list[bytes], cuts: list[int]) -> None:
    raw = b"".join(map(chunk, [*parts, b""]))
    body, buffer, content = Chunked(), bytearray(), b""
    while raw:
        for cut in cuts:
            buffer += raw[:cut]
            raw = raw[cut:]
            content += body.take(buffer)
    assert (content, body.done, bytes(buffer)) == (b"".join(parts), True, b"")


@given(some.binary(max_size=200))
def test_anything_is_chunks_or_refused(noise: bytes) -> None:
    body, buffer = Chunked(), bytearray(noise)
    try:
        content = body.take(buffer)
    except Refused:
        return
    assert len(content) + len(buffer) <= len(noise)


def all_of(body: Chunked, buffer: bytearray) -> list[int]:
    """How much content each go has cut."""
    cut = [len(body.take(buffer))]
    while body.more:
        cut.append(len(body.take(buffer)))
    return cut


@pytest.mark.parametrize("size", [1, 9, 30])
def test_ten_thousand_small_chunks_are_cut_some_in_one_go(size: int) -> None:
    body, buffer = Chunked(), bytearray(chunk(b"x" * size) * 10_000 + chunk(b""))
    cut = all_of(body, buffer)
    assert (sum(cut), max(cut), body.done, body.more, len(buffer)) == (10_000 * size, AT_ONCE * size, True, False, 0)


def test_a_hundred_thousand_chunks_of_a_byte_are_given_up() -> None:
    body, buffer = Chunked(), bytearray(chunk(b"x") * 100_000)
    with pytest.raises(Refused):
        all_of(body, buffer)
    assert 50_000 < body.content < 60_000


@pytest.mark.parametrize("size", [b"1;" + b"a" * 200, b"1" + b" " * 200, b"000000000001"])
def test_what_chunks_say_for_nothing_is_little(size: bytes) -> None:
    body, buffer = Chunked(), bytearray((size + b"\r\nx\r\n") * 2000)
    with pytest.raises(Refused):
        all_of(body, buffer)
    assert body.content < 800


def test_chunks_of_a_sensible_size_go_on_for_ever() -> None:
    body = Chunked()
    for _ in range(10_000):
        assert len(body.take(bytearray(b"400\r\n" + b"x" * 1024 + b"\r\n"))) == 1024
