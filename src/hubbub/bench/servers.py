"""The servers that a run starts for itself, each in a child process: hubbub, and the floor."""

from __future__ import annotations

import contextlib
import random
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from .clients import Target

HOST = "127.0.0.1"
STARTING = 60.0  # seconds at most, also with a million messages
STOPPING = 15.0


class CannotStart(OSError):
    """A server did not begin to accept connections."""


class Child:
    """A server in a child process. `started_in`: seconds from the command to the first accepted connection."""

    def __init__(self, command: list[str], port: int, log: Path, plain_port: int = 0) -> None:
        self.port = port
        self.log = log
        start = time.perf_counter()
        with log.open("ab") as output:
            self.process = subprocess.Popen(command, stdout=output, stderr=output, stdin=subprocess.DEVNULL)
        try:
            self._wait_until_accepting(start + STARTING)
        except BaseException:
            self.kill()
            raise
        self.started_in = time.perf_counter() - start
        self.target = Target(HOST, port, self.process.pid, plain_port)

    def stop(self) -> None:
        """Ask it to end, and wait."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(STOPPING)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        """End it at once (kill -9)."""
        self.process.kill()
        self.process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _wait_until_accepting(self, until: float) -> None:
        while time.perf_counter() < until:
            if self.process.poll() is not None:
                break
            with contextlib.suppress(OSError), socket.create_connection((HOST, self.port), 1):
                return
            time.sleep(0.002)
        said = self.log.read_text(errors="replace").strip().splitlines()[-3:]
        raise CannotStart(f"the server did not start: {' / '.join(said) or 'it said nothing'}")


def hubbub(
    data: Path,
    *,
    lobby: str | None = None,
    port: int = 0,
    limits: bool = False,
    files: int = 0,
    diary: Path | None = None,
) -> Child:
    """`hubbub serve` on that data, as everybody else would start it, but without limits unless they are wanted.

    `port` 0: any that is free; `files`: how many the process may have open (0: as many as ours); `diary`: where it
    writes down what it spent its CPU on (`sampled`).
    """
    port, plain_port = port or free_port(), free_port()
    program = ["hubbub"] if diary is None else ["hubbub.bench.sampled", str(diary)]
    command = [sys.executable, "-m", *program, "serve", "--host", HOST, "--port", str(port)]
    command += ["--listen", f"plain://{HOST}:{plain_port}", "--data", str(data)]
    command += [] if limits else ["--no-limits"]
    command += [] if lobby is None else ["--lobby", lobby]
    return Child(_with_files(command, files), port, data.parent / f"{data.name}.log", plain_port)


def _with_files(command: list[str], files: int) -> list[str]:
    return ["sh", "-c", f'ulimit -n {files} && exec "$@"', "sh", *command] if files else command


def floor(directory: Path) -> Child:
    port = free_port()
    return Child([sys.executable, "-m", "hubbub.bench.floor", str(port)], port, directory / "floor.log")


def free_port() -> int:
    """One that is free, and stays so until a server has it: those that systems give to connections are above."""
    while True:
        port = random.randrange(20_000, 32_768)
        with contextlib.suppress(OSError), socket.create_server((HOST, port)):
            return port
