"""One request over TLS, to exactly the address that was judged, and what may come back."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest
from tests.support.each import each
from tests.support.push_service import PushService, push_service

from hubbub.server.outgoing import client
from hubbub.server.outgoing.addresses import RequestAddress
from hubbub.server.outgoing.client import Answer, RequestFailed, post, read_head


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[PushService]:
    async with push_service(tmp_path) as service:
        yield service


async def asked(service: PushService, host: str = "localhost", *addresses: str, seconds: float = 10.0) -> Answer:
    context = ssl.create_default_context(cafile=str(service.ca))
    place = RequestAddress(host, service.port, "/send/1?a=b")
    return await post(place, [*(addresses or ("127.0.0.1",))], {"TTL": "5"}, b"body", context, seconds)


async def test_a_request_and_its_answer(service: PushService) -> None:
    answer = await asked(service)
    assert (answer.status, answer.headers["location"]) == (201, "/m/1")
    (request,) = service.asked
    assert (request.path, request.body) == ("/send/1?a=b", b"body")
    assert request.headers == {
        "host": f"localhost:{service.port}",
        "connection": "close",
        "content-length": "4",
        "ttl": "5",
    }


async def test_it_connects_to_the_address_and_checks_the_name(service: PushService) -> None:
    """Whatever the name means by now: nobody is asked again."""
    assert (await asked(service, "push.example")).status == 201
    with pytest.raises(RequestFailed, match="its certificate is not good"):
        await asked(service, "other.example")
    stranger = ssl.create_default_context()
    with pytest.raises(RequestFailed, match="its certificate is not good"):
        await post(RequestAddress("localhost", service.port, "/"), ["127.0.0.1"], {}, b"", stranger, 10.0)
    assert len(service.asked) == 1


async def test_a_second_address_is_tried(service: PushService) -> None:
    assert (await asked(service, "localhost", "127.0.0.2", "127.0.0.1")).status == 201
    with pytest.raises(RequestFailed):
        await asked(service, "localhost", "127.0.0.2")
    with pytest.raises(RequestFailed):
        await asked(service, "localhost", "127.0.0.2", "127.0.0.3", "127.0.0.1")


async def test_redirects_are_not_followed(service: PushService) -> None:
    service.answers.append(b"HTTP/1.1 307 Temporary Redirect\r\nLocation: https://127.0.0.1/admin\r\n\r\n")
    assert (await asked(service)).status == 307
    assert len(service.asked) == 1


async def test_what_comes_before_an_answer(service: PushService) -> None:
    service.answers.append(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 202 Accepted\r\n\r\n")
    assert (await asked(service)).status == 202
    service.answers.append(b"HTTP/1.1 100 Continue\r\n\r\n" * 5)
    with pytest.raises(RequestFailed, match="never answers"):
        await asked(service)


@pytest.mark.parametrize(
    "answer",
    [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 201", b"HTTP/2 201\r\n\r\n", b"x" * (client.HEAD_BYTES + 100)],
)
async def test_what_is_no_answer(service: PushService, answer: bytes) -> None:
    service.answers.append(answer)
    with pytest.raises(RequestFailed):
        await asked(service)


async def test_nobody_answers_in_time() -> None:
    gone = asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            await reader.read()
        writer.transport.abort()
        gone.set()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    with pytest.raises(RequestFailed, match=r"within 0.05 s"):
        await post(RequestAddress("localhost", port, "/"), ["127.0.0.1"], {}, b"", ssl.create_default_context(), 0.05)
    await gone.wait()
    server.close()
    await server.wait_closed()


@each(
    "head",
    [
        b"HTTP/1.1 99 x", b"HTTP/1.1 2000 x", b"HTTP/1.1  201", b"HTTP/1.1 201 OK\r\nno colon",
        b"HTTP/1.1 201 OK\r\nA : b", b"HTTP/1.1 201 OK\r\n: b", b"HTTP/1.1 201 OK\r\n folded",
    ],
)  # fmt: skip
def test_heads_that_are_none(head: bytes) -> None:
    with pytest.raises(RequestFailed):
        read_head(head + b"\r\n\r\n")


def test_a_head() -> None:
    head = b"HTTP/1.0 429 Too Many Requests\r\nRetry-After:  30 \r\nX: \xff\r\n\r\n"
    assert read_head(head) == Answer(429, {"retry-after": "30", "x": "ÿ"})
    assert read_head(b"HTTP/1.1 201\r\n\r\n") == Answer(201, {})
