"""kill -9 in the middle of posts and of a stream: who asks again finds each message once, and misses none."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from pathlib import Path

import aiohttp
import pytest
from tests.support.server_process import ServerProcess, server_process

pytestmark = pytest.mark.timeout(300)

PATIENCE = aiohttp.ClientTimeout(total=None, sock_read=20)


class Bot:
    """Posts with keys until each was answered, and reads the stream from its place, whatever becomes of the server."""

    def __init__(self, server: ServerProcess, browser: aiohttp.ClientSession, token: str) -> None:
        self.server = server
        self.browser = browser
        self.headers = {"Authorization": f"Bearer {token}"}
        self.ids: dict[str, str] = {}  # text -> id, as it was answered
        self.read: list[tuple[str, str]] = []  # id and text, as they were told
        self.answers = 0
        self.answered = asyncio.Event()
        self.up = asyncio.Event()  # the server runs, as far as the killer knows
        self.up.set()

    async def post(self, text: str) -> None:
        """Until there is an answer."""
        while text not in self.ids:
            with suppress(aiohttp.ClientError, OSError):
                url = f"http://127.0.0.1:{self.server.port}/api/v1/rooms/tea/messages"
                headers = {**self.headers, "Idempotency-Key": f"key-{text}"}
                async with self.browser.post(url, json={"text": text}, headers=headers) as answer:
                    if answer.status == 201:
                        self.ids[text] = (await answer.json())["id"]
                        self.answers += 1
                        self.answered.set()
            await asyncio.sleep(0)
            await self.up.wait()

    async def post_all(self, texts: list[str]) -> None:
        for text in texts:
            await self.post(text)

    async def follow(self, last: str) -> None:
        """Until that text has come."""
        place = "0"
        while not self.read or self.read[-1][1] != last:
            with suppress(aiohttp.ClientError, OSError, TimeoutError):
                url = f"http://127.0.0.1:{self.server.port}/api/v1/events?after={place}"
                async with self.browser.get(url, headers=self.headers, timeout=PATIENCE) as answer:
                    async for line in answer.content:
                        if not line.endswith(b"\n"):
                            break  # cut in the middle: it was not told
                        event = json.loads(line)
                        if "id" in event:
                            place = event["id"]
                        if event["type"] == "message":
                            self.read.append((event["id"], event["text"]))
                            if event["text"] == last:
                                return
            await asyncio.sleep(0)
            await self.up.wait()


async def ready(server: ServerProcess) -> str:
    """A token of alice, who is in #tea."""
    client = await server.irc("alice")
    client.send("NS REGISTER password1", "JOIN #tea", "NS TOKEN ADD bot read say")
    return (await client.until(" :hubbub_"))[-1].rpartition(":")[2]


async def killed(folder: Path, messages: int, times: int) -> Bot:
    async with server_process(folder) as server, aiohttp.ClientSession() as browser:
        bot = Bot(server, browser, await ready(server))
        texts = [str(number) for number in range(messages)]
        halves = asyncio.gather(bot.post_all(texts[::2]), bot.post_all(texts[1::2]))
        reading = asyncio.create_task(bot.follow("end"))
        for number in range(1, times + 1):
            while bot.answers < messages * number // (times + 1):
                bot.answered.clear()
                await bot.answered.wait()
            await server.kill()
            bot.up.clear()
            await server.start()
            bot.up.set()
        await halves
        await bot.post("end")
        await reading
        url = f"http://127.0.0.1:{server.port}/api/v1/rooms/tea/messages?limit=500"
        async with browser.get(url, headers=bot.headers) as answer:
            kept = [(one["id"], one["text"]) for one in (await answer.json())["messages"]]
        assert sorted(text for _, text in kept) == sorted([*texts, "end"])
        assert bot.read == kept
        assert {text: id for id, text in kept} == bot.ids
        return bot


async def test_nothing_is_missing_and_nothing_doubled(tmp_path: Path) -> None:
    await killed(tmp_path, 60, 1)


@pytest.mark.long
async def test_nor_after_many(tmp_path: Path) -> None:
    await killed(tmp_path, 450, 20)
