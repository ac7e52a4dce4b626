"""`/account export` over HTTP: once, and only where nobody reads along."""

from __future__ import annotations

import json

import aiohttp
from tests.server.http.test_protocol import request, status
from tests.support.memory_chat import Plainly
from tests.support.real_server import Running, running, trusting

from hubbub.server.entrance.tls import Pair


async def link(served: Running, *said: str) -> str:
    """The path that alice is told."""
    served.server.engine.hasher = Plainly()
    alice = await served.connect()
    alice.send("NICK alice", "USER a 0 * :a", "NS REGISTER password1", "JOIN #tea")
    alice.send(*(f"PRIVMSG #tea :{text}" for text in said), "NS ACCOUNT EXPORT")
    told = (await alice.until("/export/"))[-1]
    return "/export/" + told.rpartition("/export/")[2]


async def test_it_comes_as_lines_of_json_and_once(pair: Pair) -> None:
    async with running(pair) as served, aiohttp.ClientSession() as browser:
        address = f"https://127.0.0.1:{served.port}{await link(served, *map(str, range(50)))}"
        answer = await browser.get(address, ssl=trusting())
        assert (answer.status, answer.content_type) == (200, "application/x-ndjson")
        assert "attachment" in answer.headers["Content-Disposition"]
        lines = [json.loads(line) for line in (await answer.text()).splitlines()]
        assert [line["text"] for line in lines if "text" in line] == [str(number) for number in range(50)]
        again = await browser.get(address, ssl=trusting())
        assert again.status == 404
        assert "used before" in await again.text()
        async with browser.get(f"https://127.0.0.1:{served.port}/", ssl=trusting()) as page:
            assert page.status == 200


async def test_a_look_at_the_head_does_not_use_it_up(pair: Pair) -> None:
    async with running(pair) as served:
        path = await link(served, "hello")
        assert status(await served.ask(request(path, method="HEAD"))) == 405
        assert status(await served.ask(request(path))) == 200


async def test_who_sends_it_over_an_open_line_gets_nothing_and_nobody_else_does_then() -> None:
    async with running() as served:
        path = await link(served, "hello")
        refused = await served.ask(request(path, "X-Forwarded-For: 192.0.2.1"))
        assert status(refused) == 403
        assert "use https" in refused
        assert status(await served.ask(request(path))) == 404
