"""From an accepted socket to the loop."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable
from contextlib import suppress
from types import SimpleNamespace

import pytest
from tests.support.real_server import running

from hubbub.server.entrance.door import Opening
from hubbub.server.net.peer import Peer


class Loop:
    """One whose opening of a connection waits for a future, or fails."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.opened: list[asyncio.Protocol] = []

    async def connect_accepted_socket(self, protocol: Callable[[], asyncio.Protocol], sock: socket.socket) -> None:
        if self.error is not None:
            raise self.error
        made = protocol()
        await self.future
        self.opened.append(made)


def opening(loop: Loop, sock: socket.socket, gone: list[str]) -> Opening:
    def note(sock: socket.socket, peer: Peer, error: BaseException) -> None:
        gone.append(repr(error))

    door = SimpleNamespace(host=SimpleNamespace(loop=loop), gone=note)
    return Opening(door, sock, Peer("127.0.0.1", 1, True), asyncio.Protocol)  # type: ignore[arg-type]


async def test_a_connection_is_opened_when_the_loop_has_it() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        loop, gone = Loop(), list[str]()
        opening(loop, ours, gone).go_on()
        assert loop.opened == []
        loop.future.set_result(None)
        await asyncio.sleep(0)
        assert len(loop.opened) == 1
        assert gone == []


@pytest.mark.parametrize("fails_later", [False, True])
async def test_who_is_gone_already_is_no_news(fails_later: bool, caplog: pytest.LogCaptureFixture) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        loop, gone = Loop(None if fails_later else OSError("gone")), list[str]()
        opening(loop, ours, gone).go_on()
        if fails_later:
            loop.future.cancel()
            await asyncio.sleep(0)
        assert gone == ["CancelledError()" if fails_later else "OSError('gone')"]
        assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_a_bug_costs_that_connection_alone(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running() as served:
        entrance = served.server.entrance

        def fails(*_: object) -> asyncio.Protocol:
            raise ValueError("a bug")

        with monkeypatch.context() as patch:
            patch.setattr(entrance, "first_protocol", fails)
            lost = await served.connect()
            with suppress(ConnectionError):
                assert await lost.rest() == []
        bob = await served.connect()
        bob.send("NICK bob", "USER b 0 * :b")
        await bob.until(" 001 ")
        assert entrance.count == 1
    assert "a connection could not be opened" in caplog.text
