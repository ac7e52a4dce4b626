"""The head of an HTTP request: parsed strictly, and judged before anything else sees it.

RFC 9112. What two parsers could read in two ways is refused, and the connection closed: nothing can be smuggled.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qsl, unquote_to_bytes

import msgspec

from .refused import Refused

_REQUEST = re.compile(rb"([A-Z]{1,32}) ([!-~]+) HTTP/1\.([01])")
_FIELD = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t\x20-\x7e\x80-\xff]*)")

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
FOR_ANY_HOST = frozenset({"/healthz", "/readyz", "/metrics"})  # watchers ask by whatever name they have for us
FOR_AUTHORITIES = "/.well-known/acme-challenge/"  # and authorities by the name that they are to give a certificate for
API = "/api/v1"  # below it, names of rooms and people are parts of paths
MOST_QUERIES = 64  # names in the query of a target
ONCE = frozenset({"content-type", "content-disposition", "last-event-id", "range", "if-range"})  # fields with one value
_SECRETS = frozenset({"token", "access_token", "bearer", "authorization", "password"})


class Head(msgspec.Struct, frozen=True):
    """A request line and its header fields, names in lower case, in order. `minor` is 0 for HTTP/1.0."""

    method: str
    target: str
    fields: tuple[tuple[str, str], ...]
    minor: int = 1

    def all(self, name: str) -> list[str]:
        """The values of every field of that name (in lower case)."""
        return [value for key, value in self.fields if key == name]

    def words(self, name: str) -> list[str]:
        """The elements of a list, which may be spread over several fields, in lower case."""
        return [word for value in self.all(name) for part in value.split(",") if (word := part.strip().lower())]

    @property
    def host(self) -> str:
        """The Host field of a head that was judged; empty in one of HTTP/1.0 that has none."""
        return next(iter(self.all("host")), "")

    @property
    def path(self) -> str:
        """The decoded path of a head that was judged."""
        return unquote_to_bytes(self.target.partition("?")[0]).decode()

    @property
    def wants_websocket(self) -> bool:
        """Whether it asks to go on as a WebSocket."""
        return "websocket" in self.words("upgrade")

    @property
    def last(self) -> bool:
        """Whether no request follows this one on the connection (RFC 9112, 9.3)."""
        return self.minor == 0 or "close" in self.words("connection")

    @property
    def length(self) -> int | None:
        """How many bytes of body a judged head announces; None: as many as the chunks bring."""
        if self.all("transfer-encoding"):
            return None
        return int((self.all("content-length") or ["0"])[0])


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
    return Head(request[1].decode(), request[2].decode(), tuple(map(_field, lines[1:])), int(request[3]))


def judge(head: Head, is_ours: Callable[[str], bool], prefix: str = "") -> None:
    """Raise Refused unless the request means one thing, and is for us. `is_ours` knows our own host names; `prefix` may
    stand in front of our paths."""
    hosts, for_any = head.all("host"), _for_any_host(head.target.partition("?")[0])
    if len(hosts) != 1 and not (for_any and head.minor == 0 and not hosts):
        raise Refused(400, "A request needs one Host field.")
    if not for_any and not is_ours(hosts[0]):
        raise Refused(400, "This host name is not one of this server's. Its owner can add it to web.names.")
    _judge_body(head)
    if head.method not in METHODS:
        raise Refused(405, f"Only {', '.join(METHODS)} are known here.", {"Allow": ", ".join(METHODS)})
    if not head.target.startswith("/") or "#" in head.target:
        raise Refused(400, "The request target has to be a path.")
    path = head.target.partition("?")[0]
    if _tricky_names(path) if path.removeprefix(prefix).startswith(f"{API}/") else _tricky(path):
        raise Refused(404, "There is nothing here.")
    given = [name for name, _ in _queried(head)]
    if not _SECRETS.isdisjoint(given):
        raise Refused(401, "A token goes into the Authorization header: addresses are kept and passed on.", CHALLENGE)
    _judge_once("query of the address", given)
    _judge_once("head of the request", [name for name, _ in head.fields if name in ONCE])


CHALLENGE = {"WWW-Authenticate": "Bearer"}


def _for_any_host(path: str) -> bool:
    return path in FOR_ANY_HOST or path.startswith(FOR_AUTHORITIES)


def queries(head: Head) -> dict[str, str]:
    """What stands behind the ? of the target of a head that was judged: each name once."""
    return dict(_queried(head))


def _queried(head: Head) -> list[tuple[str, str]]:
    """Raises Refused."""
    text = head.target.partition("?")[2]
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_QUERIES)
    except ValueError:
        raise Refused(400, "The query of the address cannot be read.") from None


def _judge_once(where: str, names: list[str]) -> None:
    """Of two values, nobody can know which was meant."""
    twice = next((name for place, name in enumerate(names) if name in names[:place]), None)
    if twice is not None:
        raise Refused(400, f"{twice[:40]!r} stands twice in the {where}. Give it once.")


def _field(line: bytes) -> tuple[str, str]:
    found = _FIELD.fullmatch(line)
    if found is None:
        raise Refused(400, "This is not a header field.")
    return found[1].decode().lower(), found[2].rstrip(b" \t").decode("latin-1")


def _judge_body(head: Head) -> None:
    """RFC 9112, 6.3: where a body ends has to be said once and clearly."""
    lengths, codings = head.all("content-length"), head.all("transfer-encoding")
    if len(lengths) > 1 or any(not re.fullmatch("[0-9]{1,18}", length) for length in lengths):
        raise Refused(400, "Content-Length has to be one number.")
    if codings and (lengths or head.minor == 0 or [coding.lower() for coding in codings] != ["chunked"]):
        raise Refused(
            400, "Of Transfer-Encoding only chunked is accepted here, without Content-Length, and not in version 1.0."
        )
    if head.wants_websocket and head.length != 0:
        raise Refused(400, "A request for a WebSocket has no body.")
    if any(expected != "100-continue" for expected in head.words("expect")):
        raise Refused(417, "Only 100-continue may be expected here.")


def _tricky(path: str) -> bool:
    """Whether a path tries to climb, to hide something, or was encoded twice."""
    decoded = unquote_to_bytes(path)
    if any(byte in decoded for byte in (b"\\", b"\0", b"%", b"//")) or "%2f" in path.lower() or not _is_utf8(decoded):
        return True
    return any(part in (b".", b"..") for part in decoded.split(b"/"))


def _tricky_names(path: str) -> bool:
    """The same for one whose parts are names of rooms and people, and of no files: each may hold whatever is escaped in
    it, as `a%2Fb` and `100%25`. So it is matched as it came, part by part."""
    if "\\" in path or "//" in path:
        return True
    parts = [unquote_to_bytes(part) for part in path.split("/")]
    return any(part in (b".", b"..") or b"\0" in part or not _is_utf8(part) for part in parts)


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True
