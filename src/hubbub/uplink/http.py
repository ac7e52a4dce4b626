"""One request over HTTP on a connection of its own, for what the chat itself does not carry (RFC 9112)."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Coroutine, Mapping
from typing import Any, NamedTuple

from hubbub import __version__
from hubbub.wire.numbers import LARGEST, whole

from .streams import Stream

SAFE = "/%:@!$&'()*+,;=~-._?"  # what stays as it is in a path or a query (RFC 3986)
HEAD = 32 * 1024  # bytes of an answer's head
CONTINUE = 1.0  # seconds in which a server may say that it wants the body; many proxies say nothing
SILENCE = 60.0  # seconds without a byte taken or given, until the connection is given up
_PIECE = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;|$)")  # the size of a chunk, in hexadecimal, and extensions
WORDS = 4096  # bytes of an answer that are read as words
NOT_NOW = frozenset({429, 503})  # the answers that may say when the same is to be asked again
LONGEST = 60  # seconds; where it is to be asked only later than that, it is not waited for


class Site(NamedTuple):
    """A connection to the pages of a server: its name as `Host`, and the path below which they are."""

    stream: Stream
    host: str
    path: str


class Answer:
    """What a server has answered. `fields`: by name in small letters."""

    def __init__(self, status: int, fields: Mapping[str, str], rest: Reader) -> None:
        self.status = status
        self.fields = fields
        self._rest = rest

    @property
    def later(self) -> int | None:
        """In how many seconds the same may be asked again, where the server says so (`Retry-After`, RFC 9110, 10.2.3)
        and that is soon; None: this answer is the last one."""
        seconds = whole(self.fields.get("retry-after", "")) if self.status in NOT_NOW else None
        return seconds if seconds is not None and seconds <= LONGEST else None

    async def pieces(self) -> AsyncIterator[bytes]:
        """The body as it comes. Raises OSError when it ends too early."""
        length = whole(self.fields.get("content-length", ""), LARGEST)
        if "chunked" in self.fields.get("transfer-encoding", "").lower():
            while size := _hexadecimal(await self._rest.line()):
                async for piece in self._rest.pieces(size):
                    yield piece
                await self._rest.line()
        elif length is not None:
            async for piece in self._rest.pieces(length):
                yield piece
        else:
            while piece := await self._rest.some():
                yield piece

    async def words(self) -> str:
        """What it says, cut after `WORDS` bytes."""
        text = b""
        async for piece in self.pieces():
            text += piece
            if len(text) >= WORDS:
                break
        return text[:WORDS].decode(errors="replace").strip()


class Reader:
    """Lines and pieces of what a stream gives."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._left = bytearray()

    async def line(self) -> bytes:
        """The next line without its end. Raises OSError."""
        while (end := self._left.find(b"\n")) < 0:
            if len(self._left) > HEAD:
                raise ConnectionError("the server sent a line without an end")
            self._left += await self._more()
        line = bytes(self._left[:end])
        del self._left[: end + 1]
        return line.removesuffix(b"\r")

    async def pieces(self, size: int) -> AsyncIterator[bytes]:
        """So many bytes. Raises OSError."""
        while size:
            piece = bytes(self._left[:size]) if self._left else b""
            if not piece:
                self._left += await self._more()
                continue
            del self._left[: len(piece)]
            size -= len(piece)
            yield piece

    async def some(self) -> bytes:
        """What is there; b"" at the end."""
        if not self._left:
            self._left += await self._read()
        piece = bytes(self._left)
        self._left.clear()
        return piece

    async def _more(self) -> bytes:
        data = await self._read()
        if not data:
            raise ConnectionError("the server closed the connection too early")
        return data

    async def _read(self) -> bytes:
        return await asyncio.wait_for(self._stream.read(), SILENCE)


async def ask(
    site: Site, method: str, name: str, fields: Mapping[str, str], body: AsyncIterator[bytes] | None = None
) -> Answer:
    """Ask for `name` below the site's path; the answer may come before all of the body is sent. Raises OSError."""
    site.stream.write(_head(method, site.path + name, {"Host": site.host, **fields}, body=body is not None))
    reader, wanted = Reader(site.stream), asyncio.Event()
    answered = asyncio.ensure_future(_answer(reader, wanted))
    try:
        if body is not None:
            await _send(site.stream, body, answered, wanted)
        return await answered
    finally:
        if not answered.done():
            answered.cancel()
        elif not answered.cancelled():
            answered.exception()


async def _send(
    stream: Stream, body: AsyncIterator[bytes], answered: asyncio.Future[Answer], wanted: asyncio.Event
) -> None:
    """Send the body until it ends, or until there is an answer. A broken connection is told by who waits for that."""
    await _either(wanted.wait(), answered, CONTINUE)
    async for piece in body:
        if answered.done():
            return
        stream.write(piece)
        try:
            if not await _either(stream.drain(), answered, SILENCE):
                raise TimeoutError("the server takes nothing more")
        except ConnectionError:
            return


async def _either(work: Coroutine[object, object, object], answered: asyncio.Future[Answer], seconds: float) -> bool:
    """Wait for one of them; whether one came in time. Raises what the work raises."""
    task: asyncio.Future[Any] = asyncio.ensure_future(work)
    try:
        both: list[asyncio.Future[Any]] = [task, answered]
        done, _ = await asyncio.wait(both, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if task in done:
            task.result()
        return bool(done)
    finally:
        task.cancel()


async def _answer(reader: Reader, wanted: asyncio.Event) -> Answer:
    """The answer's head; 100 Continue only says that the body is wanted."""
    while True:
        version, _, rest = (await reader.line()).partition(b" ")
        status = rest[:3]
        if not version.startswith(b"HTTP/1.") or not status.isdigit():
            raise ConnectionError("the server does not speak HTTP there")
        fields: dict[str, str] = {}
        size = 0
        while line := await reader.line():
            size += len(line)
            if size > HEAD:
                raise ConnectionError("the server's answer has no end")
            key, _, value = line.decode("latin-1").partition(":")
            fields[key.strip().lower()] = value.strip()
        if int(status) >= 200:
            return Answer(int(status), fields, reader)
        wanted.set()


def _head(method: str, path: str, fields: Mapping[str, str], *, body: bool) -> bytes:
    """The head of a request. What is written there is ours, or was made safe."""
    given = {**fields, "User-Agent": f"hubbub/{__version__}", "Connection": "close"}
    if body:
        given["Expect"] = "100-continue"
    lines = [f"{method} {path} HTTP/1.1", *(f"{key}: {value}" for key, value in given.items())]
    if any("\r" in line or "\n" in line for line in lines):
        raise ValueError("a field of a request has a line end in it")
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def _hexadecimal(line: bytes) -> int:
    """The size of a chunk. Raises OSError for what is none."""
    found = _PIECE.match(line)
    if found is None:
        raise ConnectionError("the server's answer is cut into what are no pieces")
    return int(found[1], 16)
