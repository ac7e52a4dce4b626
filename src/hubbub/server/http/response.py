"""Answers: what a handler returns, and its bytes."""

from __future__ import annotations

import re
import time
from collections.abc import AsyncIterator, Iterable, Mapping
from http import HTTPStatus

import msgspec

from .refused import Refused

SAFE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "connect-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types hubbub",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Server": "hubbub",
}
TEXT = "text/plain; charset=utf-8"

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_BODILESS = frozenset({204, 304})
_LINE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")


class Response(msgspec.Struct, frozen=True):
    """`headers` go over those that every answer has. `parts` come after `body`, each when the reader takes it;
    `length` is what they have together, in bytes, where that is known."""

    status: int = 200
    headers: Mapping[str, str] = {}
    body: bytes = b""
    parts: AsyncIterator[bytes] | None = None
    length: int | None = None


def text(sentence: str, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A sentence as plain text."""
    return Response(status, {"Content-Type": TEXT, **(headers or {})}, f"{sentence}\n".encode())


def refusal(refused: Refused) -> Response:
    """What is answered to a request that was refused."""
    return text(refused.sentence, refused.status, refused.headers)


def redirect(place: str) -> Response:
    """The same is at `place`, a path, for good."""
    return Response(308, {"Location": place, "Content-Type": TEXT}, b"It is there.\n")


def head_of(response: Response, *, last: bool, chunked: bool = False) -> bytes:
    """The head as bytes. `last`: the connection ends after it. ValueError for what cannot stand in a head."""
    headers = {**SAFE_HEADERS, "Date": date(time.time()), **response.headers}
    if chunked:
        headers["Transfer-Encoding"] = "chunked"
    elif response.status not in _BODILESS and (response.parts is None or response.length is not None):
        headers["Content-Length"] = str(len(response.body) + (response.length or 0))
    if last:
        headers["Connection"] = "close"
    return b"\r\n".join([_status_line(response.status), *map(_field, headers.items()), b"", b""])


def date(at: float) -> str:
    """A time in seconds since 1970 as HTTP writes it, whatever the locale (RFC 9110, 5.6.7)."""
    year, month, day, hour, minute, second, weekday, *_ = time.gmtime(at)
    return f"{DAYS[weekday]}, {day:02} {MONTHS[month - 1]} {year:04} {hour:02}:{minute:02}:{second:02} GMT"


def error_response(status: int, sentence: str) -> bytes:
    """A whole answer in plain text, after which the connection ends."""
    response = text(sentence, status, {"Retry-After": "10"} if status == 503 else None)
    return head_of(response, last=True) + response.body


def with_safe_headers(response: bytes) -> bytes:
    """Bytes of somebody else's answer with the headers that every answer of ours has."""
    head, _, rest = response.partition(b"\r\n")
    return b"\r\n".join([head, *map(_field, SAFE_HEADERS.items()), rest])


def chunk(part: bytes) -> bytes:
    """Some bytes as a chunk; none are the last one (RFC 9112, 7.1)."""
    return b"%x\r\n%b\r\n" % (len(part), part)


def etags(field: str) -> Iterable[str]:
    """The tags of an If-None-Match, strong or weak, which are compared alike there (RFC 9110, 13.1.2)."""
    return (one.strip().removeprefix("W/") for one in field.split(","))


def _status_line(status: int) -> bytes:
    return f"HTTP/1.1 {status} {HTTPStatus(status).phrase}".encode()


def _field(field: tuple[str, str]) -> bytes:
    name, value = field
    if not _LINE.fullmatch(value):
        raise ValueError(f"cannot stand in a head: {name}")
    return f"{name}: {value}".encode("latin-1")
