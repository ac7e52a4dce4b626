"""A NATS of the tests' own: started when first asked for, ended with the process."""

from __future__ import annotations

import atexit
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from tests.support.ending import ends
from tests.support.strays import goes_with_us


class Nats:
    """It listens on a free port of this machine; `address` is for hubbub's settings. `before` stands in front of its
    command."""

    def __init__(self, *options: str, host: str = "127.0.0.1", before: Sequence[str] = ()) -> None:
        program = shutil.which("nats-server") or shutil.which("nats-server", path="/usr/sbin")
        assert program, "nats-server is missing; `make test` installs it"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._folder = Path(tempfile.mkdtemp(prefix="hubbub-nats-"))
        goes_with_us(self._folder)
        self.host = host
        self._command = [*before, program, "-a", host, "-p", str(self.port), *options]
        self.start()

    @property
    def address(self) -> str:
        return f"nats://{self.host}:{self.port}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        with (self._folder / "log").open("ab") as log:
            self.process = subprocess.Popen(self._command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        until = time.monotonic() + 20
        while True:
            try:
                with socket.create_connection((self.host, self.port), 1) as sock:
                    assert sock.recv(4).startswith(b"INFO")
                    return
            except OSError:
                ended = self.process.poll() is not None or time.monotonic() > until
                assert not ended, (self._folder / "log").read_text()
                time.sleep(0.02)

    def stop(self) -> None:
        """As after kill -9."""
        self.process.kill()
        ends(self.process, "nats-server")

    def remove(self) -> None:
        """End it, and take its folder away."""
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)


@cache
def nats() -> Nats:
    """The one of this process."""
    server = Nats()
    atexit.register(server.remove)
    return server
