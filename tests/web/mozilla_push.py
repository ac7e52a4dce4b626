"""What a Firefox is connected with to be told of pushes (https://mozilla-push-service.readthedocs.io): its other side
is tests/support/push_service.py, which is asked by our server."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tests.support.conditions import until
from tests.support.push_service import Asked, PushService, base64
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

PREFERENCES = """
user_pref("dom.push.serverURL", "ws://127.0.0.1:{port}/");
user_pref("dom.push.testing.allowInsecureServerURL", true);
user_pref("dom.push.connection.enabled", true);
user_pref("dom.push.alwaysConnect", true);
user_pref("dom.push.retryBaseInterval", 100);
user_pref("permissions.default.desktop-notification", 1);
user_pref("alerts.useSystemBackend", false);
"""


class MozillaPush:
    """`channels`: those that the browser has asked for; `codes`: what it says became of notifications (100: the worker
    had it, 101: it could not be decrypted, 102: the worker failed)."""

    def __init__(self, service: PushService) -> None:
        self.service = service
        self.browser = 1  # by which number the browser is known
        self.connection: ServerConnection | None = None
        self.channels: list[str] = []
        self.codes: list[int] = []

    async def serve(self, connection: ServerConnection) -> None:
        self.connection = connection
        try:
            async for text in connection:
                answer = self.answer(json.loads(text))
                if answer is not None:
                    await connection.send(json.dumps(answer))
        except ConnectionClosed:
            pass  # browsers are killed at the end of tests

    def answer(self, said: dict[str, Any]) -> dict[str, Any] | None:
        kind = said.get("messageType")
        if kind == "hello":
            known = f"{self.browser:032x}"
            return {"messageType": "hello", "status": 200, "uaid": known, "use_webpush": True, "broadcasts": {}}
        if kind == "register":
            channel = said["channelID"]
            self.channels.append(channel)
            return {
                "messageType": "register", "status": 200, "channelID": channel,
                "pushEndpoint": self.service.url(f"send/{channel}"),
            }  # fmt: skip
        if kind == "unregister":
            return {"messageType": "unregister", "status": 200, "channelID": said["channelID"]}
        if kind in ("ack", "nack"):
            self.codes += [one["code"] for one in said.get("updates", [said])]
        return None

    async def hand_on(self, asked: Asked) -> None:
        """What our server has asked for reaches the browser as it is."""
        assert self.connection is not None
        told = {
            "messageType": "notification", "channelID": asked.path.rpartition("/")[2], "version": "1",
            "data": base64(asked.body), "headers": {"encoding": asked.headers["content-encoding"]},
        }  # fmt: skip
        before = len(self.codes)
        await self.connection.send(json.dumps(told))
        await until(lambda: len(self.codes) > before)

    async def forget(self) -> None:
        """The browser is unknown, so that nothing it had is good any more."""
        assert self.connection is not None
        self.browser += 1
        before = len(self.channels)
        await self.connection.close()
        await until(lambda: len(self.channels) > before)


@asynccontextmanager
async def mozilla_push(service: PushService) -> AsyncIterator[tuple[MozillaPush, str]]:
    """One, and the preferences of a Firefox that uses it."""
    pushes = MozillaPush(service)
    async with serve(pushes.serve, "127.0.0.1", 0) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        yield pushes, PREFERENCES.format(port=port)
