"""Five upgrades under talk: 300 plain, 100 WebSocket and 50 TLS clients. Nothing is missing, doubled or out of order,
nobody is seen to come or go, and the pause is short."""

from __future__ import annotations

import asyncio
import re
import time
from contextlib import suppress
from pathlib import Path

import pytest
from tests.faults.test_upgrade import BROKEN, WHOLE, Upgraded
from tests.support.real_engine import Client
from tests.support.real_server import trusting
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

PLAIN, SOCKETS, SECURE = 300, 100, 50
TALKERS = 2  # of each kind that talk
MARK = re.compile(r"<([a-z0-9]+):(\d+):([0-9.]+)>")
MIGRATED = """
from hubbub.log.sqlite import schema
scripts = schema.migrations
schema.migrations = lambda: [*scripts(), "create table one_more (one integer)"]
schema.NEWEST += 1
from hubbub.cli import main; main()
"""


class Heard:
    """What one client has heard: the numbers of each talker's messages, in order; how late; and who came and went."""

    def __init__(self) -> None:
        self.numbers: dict[str, list[int]] = {}
        self.late: list[float] = []
        self.came: set[str] = set()
        self.moves: list[str] = []
        self.quiet = True

    def line(self, line: str) -> None:
        mark = MARK.search(line)
        if mark is not None:
            self.numbers.setdefault(mark[1], []).append(int(mark[2]))
            self.late.append(time.monotonic() - float(mark[3]))
        elif re.search(r"^\S+ (?:JOIN|QUIT|PART) ", line):
            if self.quiet:
                self.came.add(line[1:].partition("!")[0])
            else:
                self.moves.append(line)


class Plain:
    def __init__(self, name: str) -> None:
        self.name, self.heard = name, Heard()

    async def come(self, server: Upgraded) -> None:
        self.client = await server.connect()
        await self.enter()

    async def enter(self, *first: str) -> None:
        self.client.send(*first, f"NICK {self.name}", f"USER {self.name} 0 * :x", *(["CAP END"] if first else []))
        self.client.send("JOIN #tea", "PING :in")
        await self.client.until(" PONG hubbub :in")
        self.reading = asyncio.ensure_future(self.read())

    async def read(self) -> None:
        while line := await self.client.line():
            self.heard.line(line)
            if line.startswith(("PING ", ":hubbub PING ")):
                self.client.send(f"PONG {line.partition('PING ')[2]}")

    def say(self, number: int) -> None:
        self.client.send(f"PRIVMSG #tea :<{self.name}:{number}:{time.monotonic()}>")


class Secure(Plain):
    """Comes back by its token whenever it is sent away."""

    token = ""
    ended = False

    async def come(self, server: Upgraded) -> None:
        self.server = server
        await self.connect()
        self.coming = asyncio.ensure_future(self.come_back())

    async def connect(self) -> None:
        stream = await asyncio.open_connection("127.0.0.1", self.server.port, ssl=trusting(), limit=1 << 20)
        self.client = Client(*stream)
        self.server.clients.append(self.client)
        token = [f"TOKEN {self.token}"] if self.token else []
        self.client.send("CAP REQ :hubbub.chat/token")
        self.client.send(*token, f"NICK {self.name}", f"USER {self.name} 0 * :x", "CAP END", "JOIN #tea", "PING :in")
        for line in await self.client.until(" PONG hubbub :in"):
            if " TOKEN " in line:
                self.token = line.split()[-1]
        self.reading = asyncio.ensure_future(self.read())

    async def come_back(self) -> None:
        while not self.ended:
            await self.reading
            while not self.ended:
                try:
                    await self.connect()
                    break
                except (OSError, AssertionError):
                    await asyncio.sleep(0.2)  # as a client waits that was told when to come back


class Socket:
    def __init__(self, name: str) -> None:
        self.name, self.heard = name, Heard()
        self.socket: ClientConnection

    async def come(self, server: Upgraded) -> None:
        address = f"ws://127.0.0.1:{server.port}/"
        self.socket = await connect(address, compression=None, proxy=None, ping_interval=None, open_timeout=60)
        for line in (f"NICK {self.name}", f"USER {self.name} 0 * :x", "JOIN #tea", "PING :in"):
            await self.socket.send(line)
        while " PONG hubbub :in" not in str(await self.socket.recv()):
            pass
        self.reading = asyncio.ensure_future(self.read())

    async def read(self) -> None:
        with suppress(ConnectionClosed):  # in the end; before, it is seen by what was not heard
            async for line in self.socket:
                self.heard.line(str(line))
                if str(line).startswith(("PING ", ":hubbub PING ")):
                    await self.socket.send(f"PONG {str(line).partition('PING ')[2]}")

    async def say(self, number: int) -> None:
        await self.socket.send(f"PRIVMSG #tea :<{self.name}:{number}:{time.monotonic()}>")


@pytest.mark.long
@pytest.mark.timeout(540)
async def test_five_upgrades_under_talk_are_seen_by_nobody(tmp_path: Path) -> None:
    program = tmp_path / "hub.py"
    program.write_text(WHOLE)
    server = Upgraded(tmp_path, program=(str(program),))
    plain = [Plain(f"p{number}") for number in range(PLAIN)]
    sockets = [Socket(f"w{number}") for number in range(SOCKETS)]
    secure = [Secure(f"t{number}") for number in range(SECURE)]
    try:
        await server.start()
        crowd: list[Plain | Socket] = [*plain, *sockets, *secure]
        for start in range(0, len(crowd), 25):
            await asyncio.gather(*(one.come(server) for one in crowd[start : start + 25]))
        everybody: list[Plain | Socket] = [*plain, *sockets]
        last_in = {one.name for one in crowd[-25:]}
        async with asyncio.timeout(60):
            while not all(last_in <= one.heard.came for one in everybody):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        for one in everybody:
            one.heard.quiet = False
        said = 0
        going = True

        async def talk() -> None:
            nonlocal said
            while going:
                said += 1
                for typist in plain[:TALKERS]:
                    typist.say(said)
                for browser in sockets[:TALKERS]:
                    await browser.say(said)
                await asyncio.sleep(0.25)

        talking = asyncio.ensure_future(talk())
        for number, text in enumerate((WHOLE, BROKEN, WHOLE, MIGRATED, MIGRATED, MIGRATED)):
            program.write_text(text)
            await server.upgrade(works=text != BROKEN)
            heard_so_far = said
            while said < heard_so_far + 8 + number % 2:  # noqa: ASYNC110 (and all with TLS are back)
                await asyncio.sleep(0.1)
        going = False
        await talking
        last = [*(one.name for one in plain[:TALKERS]), *(two.name for two in sockets[:TALKERS])]
        async with asyncio.timeout(60):
            for one in everybody:
                names = [name for name in last if name != one.name]
                while any((one.heard.numbers.get(name) or [0])[-1] != said for name in names):  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
        for one in everybody:
            assert one.heard.moves == []
            for name, numbers in one.heard.numbers.items():
                assert numbers == list(range(1, said + 1)), (one.name, name)
        late = sorted(second for one in everybody for second in one.heard.late)
        assert not [line for line in server.log_lines() if line["level"] in ("error", "critical") and
                    line["event"] != "no_upgrade"]  # fmt: skip
        print(f"{len(late)} messages heard; late by {late[len(late) // 2]:.3f} s (half), "
              f"{late[len(late) * 99 // 100]:.2f} s (99 %), {late[-1]:.2f} s at most, through 5 upgrades")  # fmt: skip
        assert late[len(late) * 99 // 100] < 3  # under 1 s where little else runs
        assert len([line for line in server.log_lines() if line["event"] == "taken_over"]) == 5
    finally:
        for three in secure:
            three.ended = True
        server.let_go()
        if server.running:
            await server.kill()
