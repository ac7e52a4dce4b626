"""Lines as no client should send them, said to servers over real sockets, in every dialect; and calls of the HTTP API.

`python -m tests.faults.any_lines LINES [SEED]` says so many, to a new server each hundred thousand (one of the lines
may have stopped it, or banned everybody from it), looks at every line that comes back and at the servers' logs, and
prints what it saw. The exit code is 1 when a server, its log or a line was not as it should be.
"""

from __future__ import annotations

import asyncio
import itertools
import re
import ssl
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import suppress
from pathlib import Path
from random import Random

import msgspec
from tests.support.any_call import any_call
from tests.support.any_line import any_line
from tests.support.every_cap import requests
from tests.support.real_server import trusting
from tests.support.server_process import ServerProcess, server_process
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException
from websockets.typing import Subprotocol

from hubbub.chat.rights.scopes import SCOPES
from hubbub.irc.caps import NAMES

SETTINGS = """
[[operators]]
name = "root"
password = "pass"

[[webirc]]
name = "kiwi"
password = "gate"
hosts = ["127.0.0.1"]

[api]
burst = 100000
rate = 10000
"""
ROUND = 100_000  # lines to one server
MOST = 5_000  # connections to one server
AT_ONCE = 24  # connections
LONGEST = 400  # lines of one connection
PATIENCE = 150.0  # seconds until an answer that is owed counts as missing: a password may wait for two minutes
TAGS_LIMIT, BODY_LIMIT = 8191, 510
MSGID = re.compile(rb"msgid=([^; ]+)")
TOKEN = re.compile(rb"hubbub_[0-9A-Za-z_-]+")
FAULT = b"urn:hubbub:problem:bug"  # of ours
ANSWER = re.compile(rb"HTTP/1\.1 (\d{3}) [^\r\n]*$")  # perhaps behind the body of the one before, which ends no line
HARMLESS = {"debug", "info"}
EXPECTED = {  # these are no faults
    "proxy_forgotten",  # some calls come as through a proxy, and the server says so after a minute
    "slow_commit",  # the machine is busy with something else
}
TELNET = [
    b"\xff\xfd\x01", b"\xff\xfb\x1f", b"\xff\xfa\x1f\0\x50\0\x18\xff\xf0", b"\xff\xf4\xff\xfd\x06", b"\xff\xf8",
    b"\xff", b"\xff\xff", b"\xff\xfa", b"\xff\xf0", b"\x7f", b"\x08", b"\r\0",
]  # fmt: skip
OPENINGS = [
    b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", b"GET / HTTP/1.1\r\n", b"POST /api HTTP/1.1\r\nContent-Length: 9\r\n\r\n",
    b"GET /files/x HTTP/1.1\r\nHost: a\r\nRange: bytes=9-1\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03", b"PROXY TCP4 1.1.1.1 2.2.2.2 1 2\r\n", b"\r\n\r\n", b"CAP LS 302\r\n",
    b"WEBIRC gate kiwi h 198.51.100.7\r\n", b"\0", b"\xef\xbb\xbf", b"\xff\xfe", b"nick a\r\n", b"SSH-2.0-x\r\n",
    b"HELO x\r\n",
]  # fmt: skip


Change = Callable[[bytes], bytes]


class Seen(msgspec.Struct):
    """What was said and heard: lines by carrier, connections, and what should not have come."""

    said: Counter[str] = msgspec.field(default_factory=Counter)
    answers: Counter[str] = msgspec.field(default_factory=Counter)  # to requests over HTTP, by their status
    heard: int = 0
    connections: int = 0
    unanswered: list[str] = msgspec.field(default_factory=list)  # connections that did not end: what was said last
    msgid: str = "1"
    wrong: list[str] = msgspec.field(default_factory=list)

    def look(self, line: bytes) -> None:
        """At a line for an IRC client."""
        self.heard += 1
        tags, body = line.split(b" ", 1) if line.startswith(b"@") else (b"", line)
        if len(tags) >= TAGS_LIMIT or len(body) > BODY_LIMIT or set(b"\r\n\0") & set(line) or not _is_utf8(line):
            self.wrong.append(f"{len(line)} bytes: {line[:600]!r}")
        found = MSGID.search(tags)
        if found is not None:
            self.msgid = found[1].decode()


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


class Fuzz:
    def __init__(self, server: ServerProcess, random: Random, lines: int) -> None:
        self.server = server
        self.random = random
        self.left = lines
        self.seen = Seen()
        self.numbers = itertools.count()
        self.tokens: list[str] = []
        self.answered = asyncio.Event()

    async def run(self) -> None:
        self.tokens = [
            await self._make_token("program", "read", "say", "dm", "moderate"),
            await self._make_token("robot"),
        ]
        async with asyncio.TaskGroup() as tasks:
            for _ in range(AT_ONCE):
                tasks.create_task(self._one_after_the_other())

    async def _one_after_the_other(self) -> None:
        kinds: list[Callable[[], Awaitable[None]]] = [
            self._irc, self._irc, self._irc, self._irc, self._bare, self._bare, self._tls, self._plain, self._plain,
            self._telnet, self._opening, self._text, self._binary, self._api, self._api,
        ]  # fmt: skip
        while self.left > 0 and self.server.running and self.seen.connections < MOST:
            self.seen.connections += 1
            with suppress(OSError, ssl.SSLError, WebSocketException, EOFError):
                await self.random.choice(kinds)()

    def _some(self, carrier: str, change: Change = bytes) -> list[bytes]:
        """A few lines for the next write."""
        number = min(self.random.choice([1, 1, 3, 10, 40]), max(self.left, 1))
        self.left -= number
        self.seen.said[carrier] += number
        return [change(any_line(self.random, self.seen.msgid)) for _ in range(number)]

    def _hello(self, caps: Iterable[str] = NAMES) -> bytes:
        name = self.random.choice(["alice", "bob", "carol", "dan", f"u{next(self.numbers) % 99}"])
        lines = ["CAP LS 302", *requests(caps), f"NICK {name}", "USER u 0 * :U", "CAP END", "JOIN #room", ""]
        return "\r\n".join(lines).encode()

    async def _irc(self) -> None:
        await self._stream("irc", self._hello())

    async def _bare(self) -> None:
        some = [name for name in NAMES if self.random.random() < 0.3]
        await self._stream("irc, fewer capabilities", self._hello(some))

    async def _tls(self) -> None:
        await self._stream("irc, TLS", self._hello(), tls=True)

    async def _plain(self) -> None:
        await self._stream("plain", f"p{next(self.numbers) % 99}\n/join room\n".encode(), irc=False)

    async def _telnet(self) -> None:
        await self._stream("telnet", b"\xff\xfb\x1f\r\ntel\r\n", irc=False, change=self._with_commands)

    async def _opening(self) -> None:
        await self._stream("any first bytes", self.random.choice(OPENINGS), irc=False)

    def _with_commands(self, line: bytes) -> bytes:
        at = self.random.randrange(len(line) + 1)
        return line[:at] + self.random.choice(TELNET) + line[at:]

    async def _stream(
        self,
        carrier: str,
        first: bytes,
        *,
        tls: bool = False,
        irc: bool = True,
        change: Change = bytes,
    ) -> None:
        context = trusting() if tls else None
        reader, writer = await asyncio.open_connection("127.0.0.1", self.server.port, ssl=context, limit=1 << 20)
        reading = asyncio.create_task(self._read(reader, irc=irc))
        try:
            writer.write(first)
            said = [carrier.encode(), first[:200]]
            for _ in range(self.random.randrange(1, LONGEST // 11)):
                lines = self._some(carrier, change)
                said += lines
                writer.write(b"".join(line + self.random.choice([b"\r\n", b"\r\n", b"\n"]) for line in lines))
                await writer.drain()
                if reading.done() or self.left <= 0:
                    break
            await self._part(writer, reading, said, irc=irc)
        finally:
            reading.cancel()
            writer.transport.abort()

    async def _part(
        self, writer: asyncio.StreamWriter, reading: asyncio.Task[None], said: list[bytes], *, irc: bool
    ) -> None:
        """Go in one of the ways in which clients go; mostly all that was `said` is answered before."""
        how = self.random.random()
        if how < 0.1:
            return
        if how < 0.2:
            writer.write(any_line(self.random, self.seen.msgid)[:-1])
        if irc:
            writer.write(b"\r\nQUIT\r\n")
        if writer.can_write_eof():
            writer.write_eof()
        elif not irc:
            writer.write(b"\n/quit\n")
        try:
            await asyncio.wait_for(asyncio.shield(reading), PATIENCE)
        except TimeoutError:
            self.seen.unanswered.append(f"{said[0].decode()}, how {how:.2f}: {said[1]!r} ... {said[-40:]!r}")

    async def _read(self, reader: asyncio.StreamReader, *, irc: bool) -> None:
        with suppress(OSError, ssl.SSLError, ValueError):
            async for line in _lines(reader):
                if irc:
                    self.seen.look(line)
                else:
                    self.seen.heard += 1
                    self._look_at_answer(line)

    async def _make_token(self, name: str, *scopes: str) -> str:
        """Of a new account, whose owner is in a room; for all scopes they have to be an operator of the server."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.server.port, limit=1 << 20)
        lines = [f"NICK {name}", "USER p 0 * :P", "NS REGISTER secret-word", "JOIN #room"]
        if not scopes:
            lines += ["OPER root pass", f"NS ACCOUNT OPERATOR {name}"]
        lines += [f"NS TOKEN ADD any {' '.join(scopes or SCOPES)}", "PING :made"]
        writer.write("".join(f"{line}\r\n" for line in lines).encode())
        found = TOKEN.search(await reader.readuntil(b" :made\r\n"))
        writer.close()
        assert found is not None, "the program has a token"
        return found[0].decode()

    async def _api(self) -> None:
        """Calls, one behind the other or several at once."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.server.port, limit=1 << 20)
        reading = asyncio.create_task(self._read(reader, irc=False))
        said = [b"HTTP API", b""]
        try:
            for _ in range(self.random.randrange(1, LONGEST // 11)):
                [token] = self.random.choices(self.tokens, [40, 1])  # who may ban everybody mostly does so soon
                number = self.random.choice([1, 3, 10])
                calls = [any_call(self.random, token, self.seen.msgid) for _ in range(number)]
                self.left -= len(calls)
                self.seen.said["HTTP API"] += len(calls)
                said += calls
                writer.write(b"".join(calls))
                await self._answered(reading)
                if reading.done() or self.left <= 0:
                    break
            await self._part(writer, reading, said, irc=False)
        finally:
            reading.cancel()
            writer.transport.abort()

    async def _answered(self, reading: asyncio.Task[None]) -> None:
        """Until an answer has come on some connection, or the end on this one: no more is said than is taken in."""
        self.answered.clear()
        waiting = asyncio.create_task(self.answered.wait())
        await asyncio.wait([reading, waiting], timeout=1, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()

    def _look_at_answer(self, line: bytes) -> None:
        if FAULT in line:
            self.seen.wrong.append(line.decode(errors="replace"))
        if found := ANSWER.search(line):
            self.seen.answers[found[1].decode()] += 1
            self.answered.set()

    async def _text(self) -> None:
        await self._websocket("text")

    async def _binary(self) -> None:
        await self._websocket("binary")

    async def _websocket(self, kind: str) -> None:
        address = f"ws://127.0.0.1:{self.server.port}/"
        protocols = [Subprotocol(f"{kind}.ircv3.net")]
        async with connect(address, subprotocols=protocols, compression=None, proxy=None, max_size=None) as socket:
            reading = asyncio.create_task(self._read_messages(socket))
            for line in self._hello().split(b"\r\n"):
                await socket.send(line if kind == "binary" else line.decode())
            for _ in range(self.random.randrange(1, LONGEST // 11)):
                for line in self._some(f"WebSocket, {kind}"):
                    await socket.send(line if kind == "binary" else line.decode(errors="replace"))
                if reading.done() or self.left <= 0:
                    break
            if self.random.random() < 0.8:
                await socket.send(b"QUIT" if kind == "binary" else "QUIT")
                with suppress(TimeoutError):
                    await asyncio.wait_for(reading, PATIENCE)
            reading.cancel()

    async def _read_messages(self, socket: object) -> None:
        async for message in socket:  # type: ignore[attr-defined]
            self.seen.look(message.encode() if isinstance(message, str) else message)


async def _lines(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    while line := await reader.readline():
        yield line.rstrip(b"\r\n")


def _trouble(server: ServerProcess) -> list[str]:
    """What stands in the log and is more than news; what is no JSON came from Python itself."""
    found = [line for line in server.log_text().splitlines() if not line.startswith("{")]
    told = [line for line in server.log_lines() if line.get("level") not in HARMLESS]
    return found + [str(line) for line in told if EXPECTED.isdisjoint((line.get("what"), line.get("event")))]


async def _round(lines: int, seed: int) -> tuple[Seen, list[str]]:
    """Say so many to a new server; what was seen, and what was wrong."""
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "hubbub.toml"
        config.write_text(SETTINGS)
        config.chmod(0o600)
        async with server_process(Path(folder), "--config", str(config)) as server:
            fuzz = Fuzz(server, Random(seed), lines)
            await fuzz.run()
            code = await (server.stop() if server.running else server.ended())
            wrong = [f"the server ended with {code}"] if code else []
            await server.start()  # on what was kept of that
            wrong += [f"the second one ended with {code}" for code in [await server.stop()] if code]
            return fuzz.seen, [*wrong, *_trouble(server), *fuzz.seen.wrong]


async def _said(lines: int, seed: int) -> int:
    """Round after round; the exit code."""
    whole, found, began = Seen(), list[str](), time.monotonic()
    while whole.said.total() < lines:
        seen, wrong = await _round(min(ROUND, lines - whole.said.total()), seed)
        whole.said += seen.said
        whole.heard += seen.heard
        whole.answers += seen.answers
        whole.connections += seen.connections
        whole.unanswered += seen.unanswered
        wrong += [f"not ended within {PATIENCE:g} s: {one}" for one in seen.unanswered]
        _report(whole, time.monotonic() - began, seed)
        for line in wrong[:20]:
            print(line[:9000], flush=True)
        found += wrong
        seed += 1
    return int(bool(found))


def _report(seen: Seen, seconds: float, seed: int) -> None:
    print(
        f"{seconds:.0f} s, seed {seed}: {seen.said.total():,} lines said by {seen.connections:,} connections,"
        f" {seen.heard:,} heard, {len(seen.unanswered)} ends not seen: {dict(seen.said)},"
        f" answers over HTTP: {dict(seen.answers)}",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(asyncio.run(_said(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)))
