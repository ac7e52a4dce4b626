"""A running server, people on IRC, and programs with tokens."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from tests.support.memory_chat import Plainly
from tests.support.real_engine import Client
from tests.support.real_server import Running, running

ALL = "read say dm moderate accounts server"
CAPS = "message-tags server-time echo-message draft/message-redaction labeled-response batch"


class Program:
    """Whoever has this token."""

    def __init__(self, served: Running, browser: aiohttp.ClientSession, token: str) -> None:
        self.browser = browser
        self.base = f"http://127.0.0.1:{served.port}/api/v1"
        self.token = token

    async def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """Status and answer, as JSON where it is that."""
        status, answer, _ = await self.whole(method, path, body, **headers)
        return status, answer

    async def whole(
        self, method: str, path: str, body: Any = None, **headers: str
    ) -> tuple[int, Any, Mapping[str, str]]:
        given = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.browser.request(method, f"{self.base}{path}", json=body, headers=given) as answer:
            raw = await answer.read()
            kind = answer.headers.get("Content-Type", "")
            return answer.status, json.loads(raw) if raw and "json" in kind else raw.decode(), answer.headers

    async def get(self, path: str) -> Any:
        status, answer = await self.ask("GET", path)
        assert status == 200, answer
        return answer

    async def post(self, path: str, body: Any = None, **headers: str) -> Any:
        status, answer = await self.ask("POST", path, body, **headers)
        assert status in (200, 201, 204), answer
        return answer

    async def say(self, room: str, text: str, **headers: str) -> str:
        """The id of the message."""
        return str((await self.post(f"/rooms/{room}/messages", {"text": text}, **headers))["id"])

    @asynccontextmanager
    async def events(self, after: str = "", **headers: str) -> AsyncIterator[Events]:
        given = {"Authorization": f"Bearer {self.token}"} | {n.replace("_", "-"): v for n, v in headers.items()}
        query = {"after": after} if after else {}
        async with self.browser.get(f"{self.base}/events", params=query, headers=given) as answer:
            yield Events(answer)


class Events:
    """What comes down one stream of JSON lines."""

    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self.answer = answer
        self.status = answer.status

    async def line(self) -> dict[str, Any]:
        """The next line; empty at the end."""
        raw = await asyncio.wait_for(self.answer.content.readline(), 20)
        return dict(json.loads(raw)) if raw else {}

    async def texts(self, until: str) -> list[str]:
        """The texts of messages up to this one."""
        found: list[str] = []
        while not found or found[-1] != until:
            told = await self.line()
            assert told, found
            if told["type"] == "message":
                found.append(told["text"])
        return found


class Stage:
    def __init__(self, served: Running, browser: aiohttp.ClientSession) -> None:
        self.served = served
        self.browser = browser

    async def person(self, name: str, *rooms: str, operator: bool = False) -> Client:
        """Somebody on IRC, with an account."""
        client = await self.served.connect()
        client.send(f"CAP REQ :{CAPS}", f"NICK {name}", f"USER {name} 0 * :{name}", "CAP END")
        client.send("NS REGISTER password1")
        await client.until(["You are now logged in", "account is made"][1])
        if operator:
            account = self.engine.chat.world.accounts.named(name)
            assert account is not None
            account.operator = True
            from hubbub.commands.guard import identity

            self.engine.begin()
            user = self.engine.chat.world.user(name)
            assert user is not None
            identity.recognise(self.engine.chat, user)
        for room in rooms:
            client.send(f"JOIN {room}")
            await client.until(" 366 ")
        return client

    async def program(self, client: Client, name: str = "bot", scopes: str = ALL) -> Program:
        """A program with a token that this person makes."""
        client.send(f"NS TOKEN ADD {name} {scopes}")
        lines = await client.until(" :hubbub_")
        return Program(self.served, self.browser, lines[-1].rpartition(":")[2])

    @property
    def engine(self) -> Any:
        return self.served.server.engine

    def stranger(self) -> Program:
        return Program(self.served, self.browser, "")


@asynccontextmanager
async def staged(**given: Any) -> AsyncIterator[Stage]:
    async with running(**given) as served, aiohttp.ClientSession() as browser:
        served.server.engine.hasher = Plainly()
        yield Stage(served, browser)
