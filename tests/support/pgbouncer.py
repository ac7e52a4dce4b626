"""A PgBouncer of a test's own in front of a PostgreSQL; `make test` unpacks it (tools/debian-unpacked)."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.support.ending import ends
from tests.support.postgres import Postgres
from tests.support.strays import goes_with_us

_DEBIAN = Path(sys.prefix) / "debian" / "usr"
_UNPACKED = _DEBIAN / "sbin" / "pgbouncer"
_SETTINGS = """
[databases]
{database} = host={host} user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = {mode}
logfile = {folder}/log
{more}
"""


def program() -> str:
    """Where it is; empty: it could not be had."""
    if _UNPACKED.is_file():
        return str(_UNPACKED)
    return shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin") or ""


class PgBouncer:
    """It runs from its making on. `more`: lines of its settings. Like PostgreSQL it refuses to run as root."""

    def __init__(self, server: Postgres, database: str, mode: str, more: str = "") -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self._folder = Path(tempfile.mkdtemp(prefix="hubbub-pgbouncer-"))
        goes_with_us(self._folder)
        settings = self._folder / "pgbouncer.ini"
        settings.write_text(
            _SETTINGS.format(
                database=database, host=server.folder, port=port, mode=mode, folder=self._folder, more=more
            )
        )
        settings.chmod(0o644)
        user = "postgres" if os.geteuid() == 0 else None
        if user is not None:
            shutil.chown(self._folder, user)
        self.address = f"postgresql://postgres@127.0.0.1:{port}/{database}"
        self._process = subprocess.Popen(
            [program(), str(settings)],
            user=user,
            env={**os.environ, "LD_LIBRARY_PATH": ":".join(map(str, _DEBIAN.glob("lib/*-linux-gnu")))},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._wait_for(port)

    def _wait_for(self, port: int) -> None:
        until = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except OSError:
                ended = self._process.poll() is not None or time.monotonic() > until
                assert not ended, self._log()
                time.sleep(0.02)

    def _log(self) -> str:
        log = self._folder / "log"
        return log.read_text() if log.is_file() else "it has said nothing"

    def remove(self) -> None:
        """End it, and take its folder away."""
        self._process.terminate()
        ends(self._process, "PgBouncer")
        shutil.rmtree(self._folder, ignore_errors=True)
