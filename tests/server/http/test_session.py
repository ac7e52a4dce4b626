"""The cookie of a browser: set for a ticket, read by WebSockets, taken away. Bad inputs 33 and 65."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import aiohttp
import pytest
from tests.support.real_server import running, trusting

from hubbub.server.entrance.tls import Pair
from hubbub.server.http.head import Head
from hubbub.server.http.session import cookie_name, cookie_of
from hubbub.server.net import phases
from hubbub.settings import Web

PASSWORD = "correct horse"


OPENED: list[aiohttp.ClientWebSocketResponse] = []


@pytest.fixture(autouse=True)
async def no_socket_is_left() -> AsyncIterator[None]:
    """One that nobody closes complains when it is collected, in the middle of whatever test runs then."""
    yield
    left, OPENED[:] = OPENED[:], []  # whatever comes: a second try has another loop
    for one in left:
        await one.close()


class Browser:
    """A page of the server at `url`, with one WebSocket."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self.http = http
        self.url = url
        self.origin = re.sub(r"(://[^/]*).*", r"\1", url)
        self.cookie = ""

    async def connect(self, *lines: str, origin: bool = True) -> aiohttp.ClientWebSocketResponse:
        headers = {"Cookie": self.cookie} if self.cookie else {}
        if origin:
            headers["Origin"] = self.origin
        socket = await self.http.ws_connect(self.url, headers=headers, ssl=trusting())
        OPENED.append(socket)
        for line in lines:
            await socket.send_str(line)
        return socket

    async def post(self, path: str, **given: object) -> aiohttp.ClientResponse:
        headers = {"Origin": self.origin, **({"Cookie": self.cookie} if self.cookie else {})}
        async with self.http.post(self.url + path, headers=headers, ssl=trusting(), **given) as answer:  # type: ignore[arg-type]
            self.cookie = answer.headers.get("Set-Cookie", self.cookie).partition(";")[0]
            return answer

    async def keep(self, socket: aiohttp.ClientWebSocketResponse) -> aiohttp.ClientResponse:
        """Have the login of that connection kept."""
        await socket.send_str("SESSION KEEP")
        return await self.post("session", json={"ticket": (await until(socket, " TICKET "))[-1].split(" ")[3]})


async def until(socket: aiohttp.ClientWebSocketResponse, text: str) -> list[str]:
    """The lines up to the one with that text."""
    lines: list[str] = []
    while not lines or text not in lines[-1]:
        lines.append(str(await socket.receive_str()))
    return lines


def hello(name: str, *early: str) -> tuple[str, ...]:
    return (
        "CAP REQ :standard-replies hubbub.chat/token hubbub.chat/session",
        *early,
        f"NICK {name}",
        f"USER {name} 0 * :x",
        "CAP END",
        "PING in",
    )


async def test_a_guest_comes_back_by_the_cookie() -> None:
    async with running() as served, aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
        browser = Browser(http, f"http://127.0.0.1:{served.port}/")
        socket = await browser.connect(*hello("bob"))
        await until(socket, "PONG")
        answer = await browser.keep(socket)
        assert answer.status == 204
        name = f"hubbub-{served.port}"
        pattern = rf"{name}=[\w-]+; Path=/; Max-Age=604800; HttpOnly; SameSite=Strict"
        assert re.fullmatch(pattern, answer.headers["Set-Cookie"])
        again = await browser.connect(*hello("bob", "TOKEN *"))
        assert not any("FAIL" in line or " 433 " in line for line in await until(again, "PONG"))
        await until(socket, "ERROR")
        assert (await browser.post("session/end")).status == 204
        assert browser.cookie == f"{name}="


async def test_an_account_is_logged_in_by_the_cookie_until_it_logs_out(pair: Pair) -> None:
    async with running(pair) as served, aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
        browser = Browser(http, f"https://localhost:{served.port}/")
        socket = await browser.connect(*hello("alice"), f"NICKSERV REGISTER :{PASSWORD}")
        await until(socket, " 900 ")
        answer = await browser.keep(socket)
        assert re.fullmatch(
            rf"__Host-hubbub-{served.port}=[\w-]+; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict; Secure",
            answer.headers["Set-Cookie"],
        )
        again = await browser.connect(*hello("alice", "TOKEN *"))
        assert any(" 900 " in line for line in await until(again, "PONG"))
        kept = browser.cookie
        assert (await browser.post("session/end")).status == 204
        await until(again, "ERROR")
        assert (await again.receive()).type is aiohttp.WSMsgType.CLOSE
        assert again.close_code == 1008
        browser.cookie = kept
        stranger = await browser.connect(*hello("carol", "TOKEN *"))
        assert any("FAIL TOKEN INVALID_TOKEN" in line for line in await until(stranger, "PONG"))


async def test_a_page_that_is_loaded_again_leaves_nobody_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Browsers close with 1001, "such as a server going down or a browser having navigated away" (RFC 6455, 7.4.1)."""
    monkeypatch.setattr(phases, "RELOADING", 0.2)
    async with running() as served, aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
        browser, other = (Browser(http, f"http://127.0.0.1:{served.port}/") for _ in range(2))
        carol = await other.connect(*hello("carol"), "JOIN #lobby", "PING there")
        await until(carol, "there")
        socket = await browser.connect(*hello("bob"), "JOIN #lobby")
        await browser.keep(socket)
        await until(carol, ":bob!")
        await socket.close(code=1001)
        again = await browser.connect(*hello("bob", "TOKEN *"), "PRIVMSG #lobby :back")
        assert not any(word in line for line in await until(carol, "back") for word in ("QUIT", "JOIN"))
        await again.close(code=1001)
        assert " QUIT " in (await until(carol, ":bob!"))[-1]
        stranger = await other.connect("NICK dave", "USER dave 0 * :x", "JOIN #lobby")
        await until(carol, ":dave!")
        await stranger.close(code=1001)
        assert " QUIT " in (await until(carol, ":dave!"))[-1]


async def test_what_is_refused() -> None:
    async with running() as served, aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
        browser = Browser(http, f"http://127.0.0.1:{served.port}/")
        socket = await browser.connect(*hello("bob"))
        await until(socket, "PONG")
        await socket.send_str("SESSION KEEP")
        ticket = (await until(socket, "TICKET"))[-1].split(" ")[3]
        assert (await browser.post("session", json={"ticket": "nonsense"})).status == 403
        assert (await browser.post("session", json={"ticket": ticket, "more": "x" * 2000})).status == 413
        assert (await browser.post("session", data=b"ticket=x")).status == 415
        assert (await browser.post("session", json=["ticket"])).status == 400
        elsewhere = {"Origin": "https://evil.example"}
        async with http.post(browser.url + "session", json={"ticket": ticket}, headers=elsewhere) as answer:
            assert answer.status == 403
        assert (await browser.keep(socket)).status == 204
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await browser.connect(origin=False)
        assert refused.value.status == 403


async def test_behind_a_path_it_is_for_that_path() -> None:
    async with running(web=Web(url="http://127.0.0.1:9/chat")) as there, aiohttp.ClientSession() as http:
        browser = Browser(http, f"http://127.0.0.1:{there.port}/chat/")
        socket = await browser.connect(*hello("bob"))
        await until(socket, "PONG")
        answer = await browser.keep(socket)
        assert f"hubbub-{there.port}-chat=" in answer.headers["Set-Cookie"]
        assert "; Path=/chat/;" in answer.headers["Set-Cookie"]


def test_of_two_cookies_of_one_name_neither_counts() -> None:
    def given(*cookies: str) -> str:
        fields = (("host", "chat.example:7777"), *(("cookie", cookie) for cookie in cookies))
        return cookie_of(Head("GET", "/", fields), tls=True, prefix="")

    assert cookie_name("chat.example", tls=True, prefix="/a/b") == "__Host-hubbub-443-a-b"
    assert given("x=y; __Host-hubbub-7777=abc-_9; z") == "abc-_9"
    for wrong in ("", "__Host-hubbub-443=abc", "hubbub-7777=abc", "__Host-hubbub-7777=a b", "__Host-hubbub-7777="):
        assert given(wrong) == ""
    assert given("__Host-hubbub-7777=a; __Host-hubbub-7777=b") == ""
