"""Several `hubbub serve --cluster` as processes of their own, on one PostgreSQL and one NATS: whoever comes is at the
next of them."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from tests.scenarios.person import Wire
from tests.scenarios.real_process import ENVIRONMENT, STOPS, Stream
from tests.support.certificate import put_certificate
from tests.support.ending import ended
from tests.support.nats import nats
from tests.support.postgres import postgres
from tests.support.supervisor import Supervisor

PATIENCE = 60.0  # seconds until a node that nobody decides for counts as broken; two processes each have to start


class RealNodes:
    """Implements `play.Server`."""

    def __init__(self, folder: Path, many: int) -> None:
        self.folder = folder
        self.many = many
        self.nodes: dict[int, asyncio.subprocess.Process] = {}
        self.ports: list[int] = []
        self.came = 0

    async def start(self, settings: Mapping[str, str]) -> None:
        database = await asyncio.to_thread(lambda: postgres().emptied("scenario"))
        for number in range(self.many):
            config = self.folder / f"{number}.toml"
            lines = ["[server]", 'name = "chat.example"', *(f'{key} = "{value}"' for key, value in settings.items())]
            lines += ["[cluster]", f'log = "{database}"', f'bus = "{nats().address}"', f'name = "node-{number}"']
            config.write_text("\n".join(lines) + "\n", encoding="utf-8")
            config.chmod(0o600)  # it may hold a password
        await self._start()

    async def _start(self) -> None:
        self.nodes = {}
        try:
            self.ports = await asyncio.gather(*map(self._start_one, range(self.many)))
        except BaseException:  # or they would go on in the database that the next test is given
            self._kill()
            raise

    async def _start_one(self, number: int) -> int:
        file = self.folder / f"{number}.log"
        before = len(_listening(file))
        put_certificate(self.folder / f"data-{number}")
        with file.open("ab") as log, Supervisor(PATIENCE) as supervisor:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "hubbub", "serve", "--cluster", "--host", "127.0.0.1", "--port", "0"),
                *("--no-limits", "--data", str(self.folder / f"data-{number}")),
                *("--config", str(self.folder / f"{number}.toml")),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                env={**ENVIRONMENT, "NOTIFY_SOCKET": supervisor.address},
            )
            self.nodes[number] = process
            assert await supervisor.ready(process), file.read_text("utf-8")
        return _listening(file)[before]

    async def connect(self, kind: str, name: str) -> Wire:
        assert kind in ("nc", "irc")
        port = self.ports[self.came % self.many]
        self.came += 1
        return Stream(*await asyncio.open_connection("127.0.0.1", port))

    async def restart(self) -> None:
        """All of them are killed."""
        self._kill()
        for process in self.nodes.values():
            await ended(process, "a node")
        await self._start()

    def _kill(self) -> None:
        for process in self.nodes.values():
            with suppress(ProcessLookupError):
                process.kill()

    async def stop(self) -> None:
        for process in self.nodes.values():
            if process.returncode is None:
                process.terminate()
        for number, process in self.nodes.items():
            await ended(process, f"node {number}", STOPS)
            log = (self.folder / f"{number}.log").read_text("utf-8")
            assert process.returncode == 0, log
            assert "Traceback" not in log, log
            assert '"level": "error"' not in log, log


def _listening(log: Path) -> list[int]:
    """The ports that it has told of, the latest last."""
    if not log.exists():
        return []
    told = [json.loads(line) for line in log.read_text("utf-8").splitlines() if line.startswith("{")]
    return [line["port"] for line in told if line["event"] == "listening"]
