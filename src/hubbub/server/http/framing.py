"""Where the body of a request ends: by its length, or chunk by chunk. Bytes in, content out; no sockets.

RFC 9112, 6 and 7. Chunks are read strictly: CR and LF at every end, hex digits alone, little framing.
"""

from __future__ import annotations

import re
from typing import Protocol

from .head import Head
from .refused import Refused

LINE = 256  # bytes of a chunk's first line, extensions included
TRAILERS = 1024  # bytes after the last chunk, which nobody here reads
SLACK = 256 * 1024  # bytes of framing that any body may have: fifty thousand chunks of whatever size
EXTENSIONS = 8 * 1024  # bytes of it that say nothing, such as extensions
CONTENT = 16  # beyond both a body has so many times as much content
AT_ONCE = 500  # chunks, about, that are cut in one go: a read brings 256 KB

_SIZE = re.compile(rb"([0-9A-Fa-f]{1,12})[ \t]*(?:;[\t\x20-\x7e\x80-\xff]*)?")
_TRAILER = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t\x20-\x7e\x80-\xff]*")


class BodyFraming(Protocol):
    """How one body is cut out of what comes. `more`: not all that has come could be cut in one go."""

    done: bool
    more: bool

    def take(self, buffer: bytearray) -> bytes:
        """Remove what belongs to the body from the front of `buffer`, and return the content in it. Raises Refused."""


def framing(head: Head) -> BodyFraming:
    """How the body of this request, whose head was judged, is framed."""
    return Chunked() if head.length is None else Sized(head.length)


class Sized:
    """A body whose length was announced."""

    def __init__(self, length: int) -> None:
        self.left = length
        self.done = length == 0
        self.more = False

    def take(self, buffer: bytearray) -> bytes:
        content = bytes(buffer[: self.left])
        del buffer[: self.left]
        self.left -= len(content)
        self.done = self.left == 0
        return content


class Chunked:
    """A body in chunks: `left` bytes are still to come of the one that has begun, its CR and LF aside.

    | state    | what comes next             | then                              |
    |----------|-----------------------------|-----------------------------------|
    | size     | a line with the size        | content, or trailers after a 0    |
    | content  | so many bytes               | end                               |
    | end      | CR LF                       | size                              |
    | trailers | lines, up to an empty one   | done                              |
    """

    def __init__(self) -> None:
        self.done = self.more = False
        self.left = 0
        self.content = self.overhead = self.needless = 0
        self._step = self._size

    def take(self, buffer: bytearray) -> bytes:
        view = bytes(buffer)
        parts: list[bytes] = []
        at = 0
        self.more = False
        for _ in range(3 * AT_ONCE):
            reached = None if self.done else self._step(view, at, parts)
            if reached is None:
                break
            at = reached
            allowed = self.content // CONTENT
            if self.overhead > SLACK + allowed or self.needless > EXTENSIONS + allowed:
                raise Refused(400, "The chunks of this body are too small.")
        else:
            self.more = not self.done
        del buffer[:at]
        return b"".join(parts)

    def _size(self, view: bytes, at: int, parts: list[bytes]) -> int | None:
        line, after = self._line(view, at, LINE)
        if line is None:
            return None
        found = _SIZE.fullmatch(line)
        if found is None:
            raise Refused(400, "This is not the size of a chunk.")
        self.left = int(found[1], 16)
        self.needless += len(line) - len(b"%x" % self.left)
        self._step = self._content if self.left else self._trailers
        self.trailers = 0
        return after

    def _content(self, view: bytes, at: int, parts: list[bytes]) -> int | None:
        content = view[at : at + self.left]
        if not content:
            return None
        parts.append(content)
        self.content += len(content)
        self.left -= len(content)
        if not self.left:
            self._step = self._end
        return at + len(content)

    def _end(self, view: bytes, at: int, parts: list[bytes]) -> int | None:
        end = view[at : at + 2]
        if not b"\r\n".startswith(end):
            raise Refused(400, "A chunk is longer than it says.")
        if len(end) < 2:
            return None
        self._step = self._size
        self.overhead += 2
        return at + 2

    def _trailers(self, view: bytes, at: int, parts: list[bytes]) -> int | None:
        line, after = self._line(view, at, TRAILERS - self.trailers)
        if line is None:
            return None
        if line and not _TRAILER.fullmatch(line):
            raise Refused(400, "This is not a header field.")
        self.trailers += after - at
        self.done = not line
        return after

    def _line(self, view: bytes, at: int, most: int) -> tuple[bytes | None, int]:
        """A line without its end, and where the next begins; None while it is not whole."""
        end = view.find(b"\n", at, at + most)
        if end < 0:
            if len(view) - at >= most:
                raise Refused(400, "A line between the chunks of this body is too long.")
            return None, at
        if end == at or view[end - 1] != 0x0D:
            raise Refused(400, "Lines between chunks end with CR and LF.")
        self.overhead += end + 1 - at
        return view[at : end - 1], end + 1
