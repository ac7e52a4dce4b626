"""The head of an HTTP request: parsed strictly, and judged before anything else sees it.

RFC 9112. What two parsers could read in two ways is refused, and the connection closed: nothing can be smuggled.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

import msgspec

_REQUEST = re.compile(rb"([A-Z]{1,32}) ([!-~]+) HTTP/1\.([01])")
_FIELD = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t\x20-\x7e\x80-\xff]*)")

METHODS = ("GET", "HEAD")


class Refused(Exception):
    """The request is refused: `status` and a sentence for whoever sent it. The connection is closed after it."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


class Head(msgspec.Struct, frozen=True):
    """A request line and its header fields, names in lower case, in order."""

    method: str
    target: str
    fields: tuple[tuple[str, str], ...]

    def all(self, name: str) -> list[str]:
        """The values of every field of that name (in lower case)."""
        return [value for key, value in self.fields if key == name]

    @property
    def host(self) -> str:
        """The Host field of a head that was judged."""
        return self.all("host")[0]

    @property
    def wants_websocket(self) -> bool:
        """Whether it asks to go on as a WebSocket."""
        offers = [offer.strip().lower() for value in self.all("upgrade") for offer in value.split(",")]
        return "websocket" in offers


def parse(raw: bytes, most_fields: int) -> Head:
    """The head in `raw`, its empty line included. Raises Refused."""
    if re.search(rb"(?<!\r)\n", raw):
        raise Refused(400, "Lines of an HTTP head end with CR and LF.")
    lines = raw.removesuffix(b"\r\n\r\n").split(b"\r\n")
    request = _REQUEST.fullmatch(lines[0])
    if request is None:
        raise Refused(400, "This is not a request line of HTTP/1.1.")
    if len(lines) - 1 > most_fields:
        raise Refused(431, f"At most {most_fields} header fields, please.")
    return Head(request[1].decode(), request[2].decode(), tuple(map(_field, lines[1:])))


def judge(head: Head, is_ours: Callable[[str], bool]) -> None:
    """Raise Refused unless this server answers such a request. `is_ours` knows our own host names."""
    hosts = head.all("host")
    if len(hosts) != 1:
        raise Refused(400, "A request needs one Host field.")
    if not is_ours(hosts[0]):
        raise Refused(400, "This host name is not one of this server's. Its owner can add it to web.names.")
    _judge_body(head)
    if head.method not in METHODS:
        raise Refused(405, f"Only {' and '.join(METHODS)} are answered here.")
    if head.all("content-length") and int(head.all("content-length")[0]) > 0:
        raise Refused(413, "Nothing here takes a request with a body.")
    if not head.target.startswith("/") or "#" in head.target:
        raise Refused(400, "The request target has to be a path.")
    if _tricky(head.target.partition("?")[0]):
        raise Refused(404, "There is nothing here.")


def _field(line: bytes) -> tuple[str, str]:
    found = _FIELD.fullmatch(line)
    if found is None:
        raise Refused(400, "This is not a header field.")
    return found[1].decode().lower(), found[2].rstrip(b" \t").decode("latin-1")


def _judge_body(head: Head) -> None:
    """RFC 9112, 6.3: a length has to be said once and clearly. Nothing here takes a chunked body."""
    lengths = head.all("content-length")
    if head.all("transfer-encoding"):
        raise Refused(400, "Transfer-Encoding is not accepted here.")
    if len(lengths) > 1 or any(not re.fullmatch("[0-9]{1,18}", length) for length in lengths):
        raise Refused(400, "Content-Length has to be one number.")


def _tricky(path: str) -> bool:
    """Whether a path tries to climb, to hide something, or was encoded twice."""
    decoded = unquote_to_bytes(path)
    if any(byte in decoded for byte in (b"\\", b"\0", b"%", b"//")):
        return True
    return any(part in (b".", b"..") for part in decoded.split(b"/"))
