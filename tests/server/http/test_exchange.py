"""Bodies, answers in parts, tokens and origins, over real sockets. Bad inputs 43, 44, 47 and 51 to 53."""

from __future__ import annotations

import asyncio
import errno
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from tests.server.http.test_protocol import request, status
from tests.support.conditions import until
from tests.support.real_server import Running, running

from hubbub.server.http import protocol
from hubbub.server.http.body import HIGH_WATER, Body, BodyLimits
from hubbub.server.http.refused import Gone, Refused
from hubbub.server.http.request import Request
from hubbub.server.http.response import Response, text
from hubbub.server.http.routes import Route, Routes
from hubbub.settings import Limits, Web

MOST = 1 << 20
TOKEN = "good.token"


class Handlers:
    """Some handlers, and what happened to them."""

    def __init__(self) -> None:
        self.received = 0
        self.bodies: list[Body] = []
        self.ends: list[str] = []
        self.go = asyncio.Event()

    async def upload(self, request: Request) -> Response:
        """Counts what comes; waits for `go` before it takes anything."""
        self.bodies.append(request.body)
        await self.go.wait()
        try:
            async for part in request.body:
                self.received += len(part)
        except (Refused, Gone) as error:
            self.ends.append(type(error).__name__)
            raise
        return text(str(self.received))

    async def echo(self, request: Request) -> Response:
        return text(str(await request.json()))

    def guarded(self, request: Request) -> Response:
        if request.bearer != TOKEN:
            raise Refused(401, "This token is not good.")
        return text("welcome")

    async def endless(self, request: Request) -> Response:
        return Response(200, {"Content-Type": "text/plain"}, parts=self._parts())

    async def _parts(self) -> AsyncIterator[bytes]:
        try:
            while True:
                self.received += 1
                yield b"x" * 65536
        finally:
            self.ends.append("closed")

    async def three(self, request: Request) -> Response:
        async def parts() -> AsyncIterator[bytes]:
            for part in (b"one ", b"", b"two ", b"three"):
                yield part

        return Response(200, parts=parts(), length=13 if "length" in request.query else None)

    async def breaks_off(self, request: Request) -> Response:
        async def parts() -> AsyncIterator[bytes]:
            yield b"one"
            raise ValueError

        return Response(200, parts=parts())

    def blunders(self, request: Request) -> Response:
        raise ValueError

    def short_of_files(self, request: Request) -> Response:
        raise OSError(errno.EMFILE, "Too many open files", "/secret/place")

    def bad_header(self, request: Request) -> Response:
        return Response(200, {"X": "a\r\nSet-Cookie: b"})

    def rows(self) -> tuple[Route, ...]:
        return (
            Route("POST", "/upload", self.upload, BodyLimits(MOST)),
            Route("POST", "/slow", self.upload, BodyLimits(MOST, seconds=0.2, rate=1e6)),
            Route("POST", "/echo", self.echo, BodyLimits(64 * 1024)),
            Route("POST", "/guarded", self.guarded),
            Route("GET", "/endless", self.endless),
            Route("GET", "/three", self.three),
            Route("GET", "/breaks-off", self.breaks_off),
            Route("GET", "/blunders", self.blunders),
            Route("GET", "/bad-header", self.bad_header),
            Route("GET", "/short", self.short_of_files),
            Route("GET", "/healthz", lambda _: text("ok")),
        )


@asynccontextmanager
async def serving(web: Web | None = None) -> AsyncIterator[tuple[Running, Handlers]]:
    """A server with these handlers in place of its own."""
    async with running(web=web, limits=Limits(http_head_seconds=5)) as served:
        handlers = Handlers()
        served.server.web.routes = Routes(handlers.rows())
        yield served, handlers


def post(path: str, body: str, *lines: str) -> str:
    return request(path, *lines, f"Content-Length: {len(body.encode())}", method="POST") + body


def json(body: str) -> str:
    return post("/echo", body, "Content-Type: application/json")


CHUNKED = request("/upload", "Transfer-Encoding: chunked", method="POST")


async def test_bodies_of_both_kinds_arrive_whole() -> None:
    async with serving() as (served, handlers), aiohttp.ClientSession() as browser:
        handlers.go.set()
        address = f"http://127.0.0.1:{served.port}/upload"
        assert await (await browser.post(address, data=b"x" * MOST)).text() == f"{MOST}\n"

        async def parts() -> AsyncIterator[bytes]:
            for _ in range(10):
                yield b"y" * 1000

        handlers.received = 0
        assert await (await browser.post(address, data=parts())).text() == "10000\n"


async def test_a_request_behind_a_body_is_answered_next() -> None:
    async with serving() as (served, handlers):
        handlers.go.set()
        first = "POST /upload HTTP/1.1\r\nHost: localhost\r\n"
        answer = await served.ask(
            f"{first}Content-Length: 5\r\n\r\nhello{first}Transfer-Encoding: chunked\r\n\r\n3\r\nyou\r\n0\r\n\r\n"
            + request("/healthz")
        )
        assert answer.count("HTTP/1.1 200 OK") == 3
        assert answer.endswith("ok\n")


@pytest.mark.parametrize("ends", [False, True])
async def test_very_many_small_chunks_are_taken_some_in_a_turn(*, ends: bool) -> None:
    """Also of who has nothing more to say, and whatever stands behind them."""
    async with serving() as (served, handlers):
        handlers.go.set()
        client = await served.connect()
        said = (
            "POST /upload HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "3\r\nyou\r\n" * 20_000
            + "0\r\n\r\n"
            + ("" if ends else request("/healthz"))
        )
        client.writer.write(said.encode())
        if ends:
            client.writer.write_eof()
        assert await client.until("60000" if ends else "ok")
        assert (handlers.received, handlers.ends) == (60_000, [])


async def test_a_handler_that_takes_nothing_lets_nothing_more_come() -> None:
    async with serving() as (served, handlers):
        client = await served.connect()
        client.writer.write(request("/upload", f"Content-Length: {MOST}", method="POST").encode() + b"x" * MOST)
        await until(lambda: any(connection.held for connection in served.server.web.connections))
        (connection,) = served.server.web.connections
        assert connection.exchange is not None
        assert HIGH_WATER < connection.exchange.body.received < MOST
        handlers.go.set()
        assert (await client.rest())[-1] == str(MOST)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (request("/upload", f"Content-Length: {MOST + 1}", method="POST"), 413),
        (request("/upload", "Content-Length: 10737418240", method="POST"), 413),
        (CHUNKED + f"{MOST + 1:x}\r\n" + "x" * (MOST + 1), 413),
        (CHUNKED + "10000\r\n" + ("x" * 65536 + "\r\n10000\r\n") * 17, 413),
        (CHUNKED + "z\r\n", 400),
        (CHUNKED + "1\r\nx\r\n" * 100_000, 400),
        (CHUNKED + "0\r\n" + "X: y\r\n" * 100_000, 400),
        (post("/healthz", "x"), 405),
        (request("/healthz", "Content-Length: 1") + "x", 413),
        (request("/healthz", "Transfer-Encoding: chunked") + "0\r\n\r\n", 413),
    ],
)
async def test_bodies_that_are_refused_end_the_connection(raw: str, expected: int) -> None:
    async with serving() as (served, handlers):
        handlers.go.set()
        answer = await served.ask(raw)
        assert status(answer) == expected
        assert "Connection: close" in answer
        assert answer.count("HTTP/1.1") == 1


async def test_whoever_leaves_in_the_middle_of_a_body_is_told_to_its_handler() -> None:
    async with serving() as (served, handlers):
        handlers.go.set()
        client = await served.connect()
        client.writer.write(request("/upload", "Content-Length: 100", method="POST").encode() + b"x")
        await until(lambda: handlers.received == 1)
        client.writer.transport.abort()
        await until(lambda: handlers.ends == ["Gone"])


async def test_what_has_come_of_a_body_that_was_cut_is_not_handed_on() -> None:
    async with serving() as (served, handlers):
        client = await served.connect()
        client.writer.write(request("/upload", "Content-Length: 100", method="POST").encode() + b"x")
        await until(lambda: len(handlers.bodies) == 1 and handlers.bodies[0].received == 1)
        reset = struct.pack("ii", 1, 0)
        client.writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, reset)
        client.writer.transport.abort()
        await until(lambda: not served.server.web.connections)
        handlers.go.set()
        await until(lambda: handlers.ends == ["Gone"])
        assert handlers.received == 0


async def test_a_body_that_comes_too_slowly_is_given_up() -> None:
    async with serving() as (served, handlers):
        handlers.go.set()
        assert status(await served.ask(request("/slow", "Content-Length: 100", method="POST") + "x")) == 408
        assert handlers.ends == ["Refused"]


async def test_a_body_that_is_held_back_until_it_is_wanted() -> None:
    async with serving() as (served, handlers):
        client = await served.connect()
        client.writer.write(request("/upload", "Content-Length: 2", "Expect: 100-continue", method="POST").encode())
        handlers.go.set()
        assert await client.line() == "HTTP/1.1 100 Continue"
        client.writer.write(b"hi")
        assert (await client.rest())[-1] == "2"
        too_much = request("/upload", f"Content-Length: {MOST + 1}", "Expect: 100-continue", method="POST")
        assert status(await served.ask(too_much)) == 413


async def test_json_is_strict_and_says_its_type() -> None:
    async with serving() as (served, _):
        assert (await served.ask(json('{"a": [1]}'))).endswith("{'a': [1]}\n")
        assert status(await served.ask(json("[" * 50_000))) == 400
        assert status(await served.ask(json('{"a": 1, "a": 2}'))) == 400
        assert status(await served.ask(post("/echo", "{}"))) == 415
        assert status(await served.ask(post("/echo", "{}", "Content-Type: text/plain"))) == 415
        assert status(await served.ask(json('"' + "x" * 65536 + '"'))) == 413


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([], 401),
        ([f"Authorization: Bearer {TOKEN}"], 200),
        ([f"Authorization: bearer  {TOKEN}"], 200),
        (["Authorization: Bearer other"], 401),
        ([f"Authorization: Basic {TOKEN}"], 401),
        ([f"Authorization: {TOKEN}"], 401),
        (["Authorization: Bearer " + "x" * 2000], 401),
        ([f"Authorization: Bearer {TOKEN}", "Authorization: Bearer other"], 401),
    ],
)
async def test_a_token_comes_in_its_header_alone(lines: list[str], expected: int) -> None:
    async with serving() as (served, _):
        assert status(await served.ask(request("/guarded", *lines, method="POST"))) == expected
        in_query = await served.ask(request(f"/guarded?token={TOKEN}", *lines, method="POST"))
        assert status(in_query) == 401
        assert TOKEN not in in_query


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([], 200),
        (["Origin: http://localhost"], 200),
        (["Origin: https://chat.example"], 200),
        (["Sec-Fetch-Site: same-origin"], 200),
        (["Origin: https://localhost"], 403),
        (["Origin: http://localhost:1"], 403),
        (["Origin: http://localhost.evil.example"], 403),
        (["Origin: null"], 403),
        (["Origin: http://localhost", "Origin: http://localhost"], 403),
        (["Cookie: a=b"], 403),
        (["Sec-Fetch-Site: cross-site"], 403),
    ],
)
async def test_only_our_own_pages_may_change_something(lines: list[str], expected: int) -> None:
    async with serving(Web(origins=("https://chat.example",))) as (served, _):
        answer = await served.ask(request("/guarded", f"Authorization: Bearer {TOKEN}", *lines, method="POST"))
        assert status(answer) == expected
        assert status(await served.ask(request("/healthz", *lines))) == 200


async def test_answers_in_parts() -> None:
    async with serving() as (served, _), aiohttp.ClientSession() as browser:
        for path in ("/three", "/three?length"):
            answer = await browser.get(f"http://127.0.0.1:{served.port}{path}")
            assert await answer.text() == "one two three"
        old = await served.ask("GET /three HTTP/1.0\r\nHost: localhost\r\n\r\n")
        assert old.endswith("\r\n\r\none two three")
        assert "chunked" not in old
        head = await served.ask(request("/three?length", method="HEAD"))
        assert "Content-Length: 13" in head
        assert head.endswith("\r\n\r\n")


async def test_an_answer_that_breaks_off_is_seen_to(caplog: pytest.LogCaptureFixture) -> None:
    async with serving() as (served, _):
        answer = await served.ask(request("/breaks-off"))
        assert answer.endswith("3\r\none\r\n")  # and no last chunk
    assert "an answer broke off" in caplog.text


async def test_who_takes_nothing_of_an_answer_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "ANSWER_SECONDS", 0.3)
    async with serving() as (served, handlers):
        client = await served.connect()
        client.writer.transport.pause_reading()  # type: ignore[attr-defined]
        client.writer.write(request("/endless").encode())
        await until(lambda: handlers.ends == ["closed"])
        assert not served.server.web.connections


@pytest.mark.parametrize("path", ["/blunders", "/bad-header"])
async def test_a_mistake_of_ours_is_one_answer(path: str, caplog: pytest.LogCaptureFixture) -> None:
    async with serving() as (served, _):
        answer = await served.ask(request(path))
        assert status(answer) == 500
        assert "Cookie" not in answer
        assert "Traceback" not in answer
        assert status(await served.ask(request("/healthz"))) == 200
    assert "could not be answered" in caplog.text


async def test_where_no_file_can_be_opened_the_server_is_full(caplog: pytest.LogCaptureFixture) -> None:
    async with serving() as (served, _):
        answer = await served.ask(request("/short"))
    assert status(answer) == 503
    assert "The server is full, try again later." in answer
    assert "secret" not in answer + caplog.text


@pytest.mark.parametrize("url", ["https://localhost/chat", "https://localhost/chat/"])
async def test_everything_is_found_under_the_path_of_its_url_too(url: str) -> None:
    """A proxy may have taken the path away, or not; what a header says of it counts for nothing."""
    async with running(web=Web(url=url)) as served:
        for path in ("/chat/healthz", "/healthz"):
            assert (await served.ask(request(path))).endswith("ok\n")
        moved = await served.ask(request("/chat"))
        assert status(moved) == 308
        assert "Location: /chat/\r\n" in moved
        assert status(await served.ask(request("/chatter/healthz"))) == 404
        assert status(await served.ask(request("/other/healthz", "X-Forwarded-Prefix: /other"))) == 404
        page = await served.ask(request("/chat/clients"))
        assert "ws://localhost/chat/" in page
        assert served.server.public_address().url == "https://localhost/chat"


async def test_who_asks_too_often_is_told_when_to_come_back() -> None:
    """ "A keep-alive GET has no rate limit (79 % of a core)"."""
    limits = Limits(http_burst=1, http_rate=0.01, connections_per_address=100)
    async with running(limits=limits, no_limits=False) as served:
        client = await served.connect()
        client.writer.write(("GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n" * 20).encode())
        answers = (await client.reader.read()).decode()
        assert answers.count("HTTP/1.1 404") == 16, "16 times as many from nearby"
        assert answers.count("HTTP/1.1 429") == 1, "then it is closed"
        assert 1 <= int(answers.rpartition("\r\nRetry-After: ")[2].split()[0]) <= 7, "less what the twenty took"
