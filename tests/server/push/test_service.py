"""What a push service is asked, and what its answers mean."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.support.push_service import Device, PushService, push_service

from hubbub.chat.refusals import BadEndpoint, NoWay
from hubbub.chat.world.push import Subscription
from hubbub.server.outgoing.addresses import Allowed
from hubbub.server.push.lanes import Outcome, Push
from hubbub.server.push.service import MOST_AFTER, PushServices
from hubbub.server.push.vapid import Vapid

NOW = 1_760_000_000.0
PUSH = Push(7, b":alice PRIVMSG bob :hello", "high", 1, 1, 1, 1e12)


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[PushService]:
    async with push_service(tmp_path) as service:
        yield service


@pytest.fixture
def services(service: PushService) -> PushServices:
    context = ssl.create_default_context(cafile=str(service.ca))
    vapid = Vapid(b"secret", "mailto:a@example.org", lambda: NOW)
    return PushServices(vapid, Allowed(["localhost"]), context, 3600.0, 5.0, lambda: NOW)


async def test_the_request_is_what_the_rfcs_want(service: PushService, services: PushServices) -> None:
    device = Device()
    told = Subscription(service.url("send/1?x=y"), 0, device.point, device.secret)
    assert await services.send(told, PUSH) == Outcome("sent")
    (asked,) = service.asked
    assert asked.path == "/send/1?x=y"
    wanted = {"ttl": "3600", "urgency": "high", "content-encoding": "aes128gcm"}
    assert wanted.items() <= asked.headers.items()
    assert asked.claims(services.vapid.key)["aud"] == f"https://localhost:{service.port}"
    assert device.read(asked.body) == ":alice PRIVMSG bob :hello"
    assert b"hello" not in asked.body


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("200 OK", Outcome("sent")),
        ("202 Accepted", Outcome("sent")),
        ("404 Not Found", Outcome("gone")),
        ("410 Gone", Outcome("gone")),
        ("400 Bad Request", Outcome("refused")),
        ("401 Unauthorized", Outcome("refused")),
        ("413 Too Large", Outcome("refused")),
        ("301 Moved\r\nLocation: https://127.0.0.1/", Outcome("refused")),
        ("500 Oops", Outcome("later")),
        ("503 Busy\r\nRetry-After: 120", Outcome("later", 120.0)),
        ("429 Slow\r\nRetry-After: 99999999999999", Outcome("later", MOST_AFTER)),
        ("429 Slow\r\nRetry-After: Thu, 09 Oct 2025 08:54:20 GMT", Outcome("later", 60.0)),
        ("429 Slow\r\nRetry-After: Thu, 09 Oct 2014 08:54:20 GMT", Outcome("later", 0.0)),
        ("429 Slow\r\nRetry-After: -5", Outcome("later", 0.0)),
        ("429 Slow\r\nRetry-After: soon", Outcome("later", 0.0)),
        ("429 Slow\r\nRetry-After: ²", Outcome("later", 0.0)),
    ],
)
async def test_what_its_answers_mean(
    service: PushService, services: PushServices, answer: str, outcome: Outcome
) -> None:
    device = Device()
    service.answers.append(f"HTTP/1.1 {answer}\r\n\r\n".encode("latin-1"))
    assert await services.send(Subscription(service.url(), 0, device.point, device.secret), PUSH) == outcome


async def test_who_runs_the_server_is_told_once(
    service: PushService, services: PushServices, caplog: pytest.LogCaptureFixture
) -> None:
    device = Device()
    told = Subscription(service.url("a-secret-path"), 0, device.point, device.secret)
    for answer in ("500 x", "500 x", "201 x", "500 x"):
        service.answers.append(f"HTTP/1.1 {answer}\r\n\r\n".encode())
        await services.send(told, PUSH)
    said = [record.getMessage() for record in caplog.records if getattr(record, "event", "") == "push_failed"]
    assert said == ["nothing could be pushed over localhost: status 500"] * 2
    assert "a-secret-path" not in caplog.text


async def test_what_cannot_be_reached_is_tried_later(service: PushService, services: PushServices) -> None:
    device = Device()
    closed = Subscription("https://localhost:1/x", 0, device.point, device.secret)
    assert await services.send(closed, PUSH) == Outcome("later")
    unknown = Subscription("https://no-such-host.invalid/x", 0, device.point, device.secret)
    assert await services.send(unknown, PUSH) == Outcome("later")


async def test_a_name_that_means_somewhere_else_by_now(service: PushService, services: PushServices) -> None:
    """DNS rebinding: it was checked when it registered, and is checked each time."""
    services.resolver.resolve = lambda host, port: ["1.1.1.1"]
    device = Device()
    await services.check("https://push.example/x", device.point)
    services.resolver.resolve = lambda host, port: ["127.0.0.1"]
    told = Subscription("https://push.example/x", 0, device.point, device.secret)
    assert await services.send(told, PUSH) == Outcome("refused")
    assert not service.asked


async def test_what_may_register(services: PushServices) -> None:
    device = Device()
    services.resolver.resolve = lambda host, port: ["10.0.0.1"] if host == "push.example" else ["127.0.0.1"]
    await services.check("https://localhost:8443/x", device.point)
    for endpoint, key in (
        ("https://push.example/x", device.point),
        ("http://localhost/x", device.point),
        ("https://localhost/x", bytes(65)),
        ("https://localhost/x", b""),
    ):
        with pytest.raises(BadEndpoint):
            await services.check(endpoint, key)

    def unknown(host: str, port: int) -> list[str]:
        raise OSError(host)

    services.resolver.resolve = unknown
    with pytest.raises(NoWay):
        await services.check("https://push.example/x", device.point)
