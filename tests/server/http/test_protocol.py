"""HTTP on the one port. Bad inputs 11 and 42-46 over real sockets."""

from __future__ import annotations

import aiohttp
import msgspec
import pytest
from tests.support.real_server import running, trusting

from hubbub.chat.ports import PublicAddress
from hubbub.server.core.on_disk import CannotImport
from hubbub.server.entrance.tls import Pair
from hubbub.server.http import protocol
from hubbub.server.http.origin import own_origin
from hubbub.server.http.response import SAFE_HEADERS
from hubbub.server.net import closing
from hubbub.server.process import server
from hubbub.settings import Limits, Web

HOST = "Host: localhost\r\n"


def request(path: str = "/", *lines: str, method: str = "GET") -> str:
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: localhost", *lines, "Connection: close", "", ""])


def status(answer: str) -> int:
    return int(answer.split(" ")[1])


async def test_the_page_tells_how_to_join_at_the_address_that_was_asked(pair: Pair) -> None:
    async with running(pair) as served, aiohttp.ClientSession() as browser:
        answer = await browser.get(f"http://127.0.0.1:{served.port}/clients")
        page = await answer.text()
        assert answer.status == 200
        assert answer.content_type == "text/html"
        for text in (f"nc 127.0.0.1 {served.port}", f"ws://127.0.0.1:{served.port}/", served.server.fingerprint):
            assert text in page
        for name, value in SAFE_HEADERS.items():
            assert answer.headers[name] == value
        async with browser.get(f"http://127.0.0.1:{served.port}/pages/style.css") as style:
            assert (style.status, style.content_type) == (200, "text/css")


async def test_the_client_is_served_with_its_types_and_the_policy() -> None:
    async with running() as served:
        tokens = await served.ask(request("/styles/tokens.css"))
        assert status(tokens) == 200
        assert "Content-Type: text/css" in tokens
        assert "trusted-types hubbub" in tokens


async def test_people_are_sent_where_the_settings_say(pair: Pair) -> None:
    async with running(msgspec.structs.replace(pair, own=False), web=Web(url="https://chat.example")) as served:
        assert served.server.public_address() == PublicAddress("https://chat.example", "")
    behind = Web(names=("chat.example",), irc="irc.example:6697", trusted_proxies=("127.0.0.1",))
    async with running(pair, web=behind) as served:  # its own certificate is not the one that people see
        assert served.server.public_address() == PublicAddress("https://chat.example", "", True, "irc.example:6697")
    async with running(pair) as served:
        assert served.server.public_address() == PublicAddress(
            f"http://localhost:{served.port}", served.server.fingerprint
        )


async def test_where_people_are_sent_is_asked_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever comes in is told of it; to ask the machine for its addresses takes a dozen system calls."""
    monkeypatch.setattr(server, "FOUND_OUT", 1e9)
    async with running() as served:
        asked: list[str] = []

        def found(place: object) -> list[str]:
            asked.append(f"192.0.2.{len(asked) + 1}")
            return asked[-1:]

        monkeypatch.setattr(server, "others", found)
        ours = served.server
        ours.follow(msgspec.structs.replace(ours.settings, limits=Limits(registration_seconds=9)))
        for name in ("alice", "bob"):
            client = await served.connect()
            client.send(f"NICK {name}", f"USER {name} 0 * :{name}")
            await client.until(" 422 ")
        assert [ours.public_address().url, asked] == [f"http://192.0.2.1:{served.port}", ["192.0.2.1"]]
        ours.follow(msgspec.structs.replace(ours.settings, web=Web(names=("chat.example",))))
        assert ours.public_address().url == f"http://chat.example:{served.port}"
        monkeypatch.setattr(server, "FOUND_OUT", 1e-9)
        assert [ours.public_address().url, len(asked)] == [f"http://chat.example:{served.port}", 3]


async def test_the_page_over_tls(pair: Pair) -> None:
    async with running(pair) as served, aiohttp.ClientSession() as browser:
        answer = await browser.get(f"https://localhost:{served.port}/clients", ssl=trusting())
        assert f"wss://localhost:{served.port}/" in await answer.text()


async def test_health() -> None:
    async with running() as served:
        assert (await served.ask(request("/healthz"))).endswith("\r\n\r\nok\n")
        served.server.engine.chat.disk_full = True
        full = await served.ask(request("/healthz"))
        assert status(full) == 503
        assert "disk is full" in full


async def test_what_is_not_there_and_what_is_not_answered() -> None:
    async with running() as served:
        missing = await served.ask(request("/nothing"))
        assert status(missing) == 404
        assert "Content-Security-Policy" in missing
        refused = await served.ask(request(method="POST"))
        assert status(refused) == 405
        assert "Allow: GET, HEAD" in refused
        for method in ("PUT", "PATCH", "DELETE", "OPTIONS"):
            assert status(await served.ask(request(method=method))) == 405
        head = await served.ask(request(method="HEAD"))
        assert status(head) == 200
        assert head.endswith("\r\n\r\n")


async def test_a_page_that_gets_no_websocket_is_told_why(monkeypatch: pytest.MonkeyPatch) -> None:
    """Browsers do not tell a page what a WebSocket was refused with: it asks again in another way."""
    async with running() as served:
        answer = await served.ask(request("/why", method="POST"))
        assert status(answer) == 503
        assert "Content-Type: text/plain" in answer
        assert "no WebSocket gets through" in answer
        foreign = await served.ask(request("/why", "Origin: http://chat.example", method="POST"))
        assert status(foreign) == 403
        assert "A page of http://chat.example may not do that here." in foreign

        def fail(*_: object) -> None:
            raise CannotImport("Another version was installed and does not run yet. Come back later.")

        monkeypatch.setattr("hubbub.server.core.on_disk.DISK.load", fail)
        assert "Another version was installed" in await served.ask(request("/why", method="POST"))


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (f"GET / HTTP/1.1\r\n{HOST}X: {'x' * 9000}\r\n\r\n", 431),
        (f"GET / HTTP/1.1\r\n{HOST}{'X: y' * 5000}", 431),
        (f"GET / HTTP/1.1\r\n{HOST}" + "X: y\r\n" * 128 + "\r\n", 431),
        ("GET / HTTP/1.1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", 400),
        ("GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        ("GET / HTTP/1.1\nHost: localhost\n\n", 400),
        (f"POST / HTTP/1.1\r\n{HOST}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        (f"GET / HTTP/1.1\r\n{HOST}Transfer-Encoding: chunked\r\n\r\n" + "1\r\nx\r\n" * 1000, 413),
        (f"POST /healthz HTTP/1.1\r\n{HOST}Content-Length: 10737418240\r\n\r\n", 405),
        (f"GET / HTTP/1.1\r\n{HOST}Content-Length: 5\r\n\r\nhello", 413),
        (f"GET /..%2f..%2fetc/passwd HTTP/1.1\r\n{HOST}\r\n", 404),
    ],
)
async def test_bad_heads_are_answered_and_the_connection_closed(raw: str, expected: int) -> None:
    async with running() as served:
        answer = await served.ask(raw)
        assert status(answer) == expected
        assert "Connection: close" in answer
        assert answer.count("HTTP/1.1") == 1


async def test_a_head_that_takes_too_long() -> None:
    async with running(limits=Limits(http_head_seconds=0.3)) as served:
        assert status(await served.ask("GET / HTTP/1.1\r\nHo")) == 408


async def test_a_connection_is_kept_for_more_requests_and_each_is_judged() -> None:
    async with running() as served:
        client = await served.connect()
        for _ in range(3):
            client.send("GET /healthz HTTP/1.1", "Host: localhost", "")
            assert (await client.until("ok"))[0] == "HTTP/1.1 200 OK"
        client.send("GET / HTTP/1.1", "Host: evil.example", "")
        assert await client.line() == "HTTP/1.1 400 Bad Request"


async def test_requests_sent_ahead_are_answered_in_order() -> None:
    """A few empty lines between them are passed over ("at least one", RFC 9112, 2.2); a read full of them is none."""
    async with running() as served:
        client = await served.connect()
        health = ["GET /healthz HTTP/1.1", "Host: localhost", "", "", ""]
        client.send(*health * 20, "GET /no HTTP/1.1", "Host: localhost", "")
        answers = [line for line in await client.until("Not Found") if line.startswith("HTTP/")]
        assert answers == ["HTTP/1.1 200 OK"] * 20 + ["HTTP/1.1 404 Not Found"]
        answer = await served.ask("\r\n".join(health) + "\r\n" * 1000)
        assert (answer.count("HTTP/1.1 200 OK"), answer.count("HTTP/1.1 400 Bad Request")) == (1, 1)


async def test_an_idle_kept_connection_is_closed_without_words() -> None:
    async with running(limits=Limits(http_head_seconds=0.3)) as served:
        client = await served.connect()
        client.send("GET /healthz HTTP/1.1", "Host: localhost", "")
        await client.until("ok")
        assert await client.rest() == []


async def test_a_client_may_stop_sending_and_still_hear_the_answer() -> None:
    async with running() as served:
        client = await served.connect()
        client.send("GET /healthz HTTP/1.0", "Host: localhost", "")
        client.writer.write_eof()
        assert (await client.rest())[-1] == "ok"


async def test_configured_names_are_ours() -> None:
    async with running(web=Web(names=("chat.example",))) as served:
        ours = "GET /clients HTTP/1.1\r\nHost: chat.example\r\nConnection: close\r\n\r\n"
        assert status(await served.ask(ours)) == 200


async def test_nothing_of_a_request_is_shown_as_markup() -> None:
    async with running() as served:
        answer = await served.ask(request("/clients?<script>alert(1)</script>"))
        assert status(answer) == 200
        assert "<script" not in answer


def test_own_origins_leave_the_default_port_out() -> None:
    assert own_origin("Chat.example:443", True) == "https://chat.example"
    assert own_origin("chat.example:443", False) == "http://chat.example:443"
    assert own_origin("[::1]:7777", False) == "http://[::1]:7777"


async def test_a_client_that_never_reads_its_answers_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "ANSWER_SECONDS", 0.3)
    monkeypatch.setattr(closing, "PATIENCE", 0.1)
    async with running(limits=Limits(http_head_seconds=0.3)) as served:
        client = await served.connect()
        client.writer.transport.pause_reading()  # type: ignore[attr-defined]
        for _ in range(20_000):
            client.send("GET / HTTP/1.1", "Host: localhost", "")
        await served.until(lambda: served.server.entrance.count == 0)
