"""Sockets that systemd has opened: what is served is these, also after the server has begun anew."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

SYSTEMD = """
import fcntl, os, sys
for place, number in enumerate([fcntl.fcntl(int(given), fcntl.F_DUPFD, 50) for given in sys.argv[1:3]], 3):
    os.dup2(number, place)
os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="2", LISTEN_FDNAMES="plain:hubbub.socket")
os.execv(sys.executable, [sys.executable, *sys.argv[3:]])
"""


class Systemd:
    """Hears what it is told, a datagram at a time."""

    def __init__(self, place: Path) -> None:
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(str(place))
        self.socket.settimeout(60)

    def until_ready(self) -> list[str]:
        """The fields it is told up to READY."""
        told: list[str] = []
        while "READY" not in told:
            told += [line.partition("=")[0] for line in self.socket.recv(4096).decode().splitlines()]
        return told


def greeted(at: socket.socket) -> str:
    """The first line that comes to who connects there, after a line of nothing."""
    with socket.create_connection(at.getsockname()) as alice:
        alice.settimeout(60)
        alice.sendall(b"\r\n")
        return alice.makefile().readline()


def test_it_serves_what_was_opened_for_it_and_nothing_else_also_after_a_restart(tmp_path: Path) -> None:
    """A restart lost these sockets and listened on all addresses of the machine; and who is told STOPPING=1 ends the
    process when it has not ended in time."""
    systemd, data = Systemd(tmp_path / "s"), tmp_path / "data"
    with socket.create_server(("127.0.0.1", 0)) as any_kind, socket.create_server(("127.0.0.1", 0)) as plain:
        numbers = (plain.fileno(), any_kind.fileno())
        expected = [("any", any_kind.getsockname()[1]), ("plain", plain.getsockname()[1])]
        hubbub = (sys.executable, "-m", "hubbub")
        source = str(Path(__file__).parents[3] / "src")
        environment = {**os.environ, "PYTHONPATH": source, "NOTIFY_SOCKET": str(tmp_path / "s")}
        log = (tmp_path / "log").open("w")
        process = subprocess.Popen(
            (sys.executable, "-c", SYSTEMD, *map(str, numbers), *hubbub[1:], "serve", "--data", str(data)),
            pass_fds=numbers, env=environment, stderr=log,
        )  # fmt: skip
        try:
            assert "STOPPING" not in systemd.until_ready()
            assert "hubbub" in greeted(any_kind)
            done = subprocess.run((*hubbub, "console", "--data", str(data), "restart"), env=environment, check=False)
            assert done.returncode == 0
            told = systemd.until_ready()
            assert ("RELOADING" in told, "STOPPING" in told) == (True, False)
            assert process.poll() is None
            for at in (plain, any_kind):
                assert "hubbub" in greeted(at)
        finally:
            process.terminate()
            assert process.wait(60) == 0
            log.close()
            systemd.socket.close()
    listening = [
        line for line in map(json.loads, (tmp_path / "log").read_text().splitlines()) if line["event"] == "listening"
    ]
    assert [(line["kind"], line["port"]) for line in listening] == expected * 2
