"""A browser that is told of messages says that it is reached at another address."""

from __future__ import annotations

from pathlib import Path

import aiohttp
import pytest
from tests.server.http.test_session import PASSWORD, Browser, hello, no_socket_is_left, until
from tests.support.push_service import Device, base64, push_service
from tests.support.real_server import Running, running

from hubbub.settings import Push

__all__ = ["no_socket_is_left"]


def subscription(url: str, device: Device) -> dict[str, object]:
    """As a browser writes it."""
    keys = {"p256dh": base64(device.point), "auth": base64(device.secret)}
    return {"endpoint": url, "expirationTime": None, "keys": keys}


def push(ca: Path) -> Push:
    return Push(enabled=True, contact="mailto:a@example.org", allow=("localhost",), ca_file=str(ca))


async def logged_in(served: Running, http: aiohttp.ClientSession) -> tuple[Browser, aiohttp.ClientWebSocketResponse]:
    """Alice, whose browser has kept her login."""
    browser = Browser(http, f"http://127.0.0.1:{served.port}/")
    socket = await browser.connect(*hello("alice"), f"NICKSERV REGISTER :{PASSWORD}")
    await until(socket, " 900 ")
    assert (await browser.keep(socket)).status == 204
    return browser, socket


async def test_what_is_said_goes_to_the_new_address(tmp_path: Path) -> None:
    async with (
        push_service(tmp_path) as service,
        running(push=push(service.ca)) as served,
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http,
    ):
        browser, socket = await logged_in(served, http)
        await socket.send_str("CAP REQ draft/webpush")
        before, after = Device(), Device(secret=b"another secret..")
        await socket.send_str(f"WEBPUSH REGISTER {service.url('before')} {before.keys};hubbub.chat/quiet=\\#loud")
        await until(socket, "WEBPUSH REGISTER")
        await socket.close()
        account = served.server.engine.chat.world.accounts.named("alice")
        assert account is not None
        known = account.pushes[service.url("before")]
        assert (await browser.post("session/push", json=subscription(service.url("after"), after))).status == 204
        (told,) = account.pushes.values()
        assert (told.endpoint, told.caps, told.quiet) == (service.url("after"), known.caps, known.quiet)
        bob = await browser.connect(*hello("bob"), "PRIVMSG alice :hello")
        await until(bob, "PONG")
        (asked,) = await service.got(1)
        assert (asked.path, ":hello" in after.read(asked.body)) == ("/after", True)


async def test_nobody_begins_to_be_told_so(tmp_path: Path) -> None:
    async with (
        push_service(tmp_path) as service,
        running(push=push(service.ca)) as served,
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http,
    ):
        given = subscription(service.url(), Device())
        browser, socket = await logged_in(served, http)
        assert (await browser.post("session/push", json=given)).status == 404
        stranger = Browser(http, browser.url)
        assert (await stranger.post("session/push", json=given)).status == 404
        await socket.send_str(f"WEBPUSH REGISTER {service.url()} {Device().keys}")
        await until(socket, "WEBPUSH REGISTER")
        assert (await stranger.post("session/push", json=given)).status == 404
        elsewhere = {"Origin": "https://evil.example", "Cookie": browser.cookie}
        async with http.post(browser.url + "session/push", json=given, headers=elsewhere) as answer:
            assert answer.status == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "https://10.0.0.1/x"},
        {"endpoint": "http://localhost/x"},
        {"keys": {"p256dh": "AAAA", "auth": "AAAAAAAAAAAAAAAAAAAAAA"}},
        {"keys": {"auth": "AAAA"}},
        {"keys": {"p256dh": "é", "auth": "AAAAAAAAAAAAAAAAAAAAAA"}},
        {"keys": None},
        {"endpoint": 1},
    ],
)
async def test_what_is_no_subscription_changes_nothing(tmp_path: Path, wrong: dict[str, object]) -> None:
    async with (
        push_service(tmp_path) as service,
        running(push=push(service.ca)) as served,
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http,
    ):
        browser, socket = await logged_in(served, http)
        await socket.send_str(f"WEBPUSH REGISTER {service.url()} {Device().keys}")
        await until(socket, "WEBPUSH REGISTER")
        given = {**subscription(service.url("after"), Device()), **wrong}
        assert (await browser.post("session/push", json=given)).status == 400
        account = served.server.engine.chat.world.accounts.named("alice")
        assert account is not None
        assert list(account.pushes) == [service.url()]
