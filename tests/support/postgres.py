"""A PostgreSQL of the tests' own, in a folder: started when first asked for, ended with the process."""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from tests.support.strays import goes_with_us

PATIENCE = 90.0  # seconds until one of its programs counts as hanging; pg_ctl gives up after 60
LOCKED = "-c lock_timeout=30s"  # who waits longer than that for a lock waits for somebody who will not let go
_NOBODY = """select pg_terminate_backend(pid) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid()"""
_FOLDERS = Path("/usr/lib/postgresql")  # where Debian has the programs, by version


def _programs() -> Path:
    """The folder of the newest one."""
    versions = sorted(_FOLDERS.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if versions:
        return versions[-1].parent
    found = shutil.which("initdb")
    assert found, "PostgreSQL is missing; `make test` installs it"
    return Path(found).parent


class Postgres:
    """`address` has no database; each test makes its own. It answers on a socket in its folder, and at no port
    unless it is given a `host`: then there, too, and to everybody. `before` stands in front of its commands; it is a
    standby of the one that it `follows`.

    PostgreSQL refuses to run as root: then it runs as the user that the package has made.
    """

    def __init__(
        self, *, before: Sequence[str] = (), host: str = "", folder: Path | None = None, follows: Postgres | None = None
    ) -> None:
        self._folder = folder or Path(tempfile.mkdtemp(prefix="hubbub-postgres-"))
        goes_with_us(self._folder)
        self._programs = _programs()
        self._host = host
        self._as = list(before)
        self._made: set[str] = set()
        if os.geteuid() == 0:
            shutil.chown(self._folder, pwd.getpwnam("postgres").pw_uid)
            self._as += ["runuser", "-u", "postgres", "--"]
        self._data = self._folder / "data"
        if follows is not None:
            source = f"host={follows.folder} user=postgres"
            self._run("pg_basebackup", "-D", str(self._data), "-d", source, "-R", "--no-sync", "-c", "fast")
        else:
            self._run(
                "initdb",
                "-D",
                str(self._data),
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C",
                "--no-sync",
            )
        if host:
            with (self._data / "pg_hba.conf").open("a") as rules:
                rules.write("host all all all trust\n")
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        where = f"-c listen_addresses={self._host} -c unix_socket_directories={self._folder}"
        options = f"{where} -c fsync=off -c max_connections=100"
        self._run("pg_ctl", "-D", str(self._data), "-w", "-l", str(self._folder / "log"), "-o", options, "start")

    def log_text(self) -> str:
        """All that it has written into its log."""
        return (self._folder / "log").read_text(encoding="utf-8", errors="replace")

    def standby(self) -> Postgres:
        """A standby that follows this one, and may be promoted."""
        return Postgres(follows=self)

    def set(self, setting: str, value: str) -> None:
        """One of its settings, from now on."""
        self.sql(f"alter system set {setting} = '{value}'")
        self.sql("select pg_reload_conf()")

    def promote(self) -> None:
        """Be a primary from now on, and no standby."""
        self._run("pg_ctl", "-D", str(self._data), "-w", "promote")

    @property
    def is_running(self) -> bool:
        return (self._data / "postmaster.pid").exists()

    def pids(self) -> list[int]:
        """Its processes, the first one first."""
        first = int((self._data / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        return [first, *map(int, children)]

    def stop(self, mode: str = "immediate") -> None:
        """As after kill -9 (`immediate`), or in order (`fast`)."""
        self._run("pg_ctl", "-D", str(self._data), "-w", "-m", mode, "stop")

    @property
    def folder(self) -> Path:
        """Where its socket is, which stands in addresses as the host."""
        return self._folder

    @property
    def socket(self) -> Path:
        """Where it answers."""
        return self._folder / ".s.PGSQL.5432"

    def address(self, database: str) -> str:
        if self._host:
            return f"postgresql://postgres@{self._host}/{database}"
        return f"postgresql://postgres@/{database}?host={self._folder}"

    def database(self, name: str) -> str:
        """The address of a new database."""
        self.sql(f'create database "{name}"')
        return self.address(name)

    def emptied(self, name: str) -> str:
        """The address of a database without anything of hubbub's, and with nobody in it, as a test that was broken off
        may have left there: made once, which takes its time."""
        if name not in self._made:
            self._made.add(name)
            return self.database(name)
        self.sql(_NOBODY, name)
        self.sql("set client_min_messages = error; drop schema if exists hubbub cascade", name)
        return self.address(name)

    def sql(self, statement: str, database: str = "postgres") -> str:
        """What psql prints for it."""
        return self._run(
            "psql", "-X", "-A", "-t", "-q", "-h", str(self._folder), "-d", database, "-U", "postgres", "-c", statement
        )

    def remove(self) -> None:
        """End it, and take its folder away."""
        if self.is_running:
            self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> str:
        command = [*self._as, str(self._programs / program), *arguments]
        try:
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                check=False, cwd=self._folder, env={**os.environ, "PGOPTIONS": LOCKED}, timeout=PATIENCE,
            )  # fmt: skip
        except subprocess.TimeoutExpired as late:
            raise AssertionError(
                f"{program} {arguments} has not ended within {PATIENCE:g} s: {late.stdout!r}"
            ) from None
        assert done.returncode == 0, f"{program}: {done.stdout}"
        return done.stdout.strip()


@cache
def postgres() -> Postgres:
    """The one of this process."""
    server = Postgres()
    atexit.register(server.remove)
    return server
