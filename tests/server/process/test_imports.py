"""What a server that starts and is left alone does without (its memory and its start: docs/performance.md)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from hubbub.server.process import later
from hubbub.settings import Push, Settings
from hubbub.settings.model import Acme, Metrics

LATER = (
    *("PIL", "asyncpg", "cryptography", "markdown_it", "prometheus_client", "rich", "websockets"),
    *("calendar", "difflib", "email", "html", "http.client", "multiprocessing"),
    *("statistics", "tarfile", "tempfile"),
    *("bz2", "lzma", "shutil", "tomllib", "urllib.request", "xml", "zipfile"),
    *("hubbub.authority", "hubbub.bus", "hubbub.server.cluster"),
    *(later.WEBSOCKET, later.API, later.CERTIFICATES, later.METRICS, later.PUSH),
)

STARTED = "import sys, hubbub.cli, hubbub.server.process.run"
IDLE = """
import os, sys
from hubbub.cli import main
from hubbub.server.process import run

def started():
    print(*sys.modules, flush=True)
    os._exit(0)

run.calm_the_collector = started  # the last that is done
main(["serve", "--data", sys.argv[1], "--host", "127.0.0.1", "--port", "0"])
"""


def loaded(*asked: str) -> set[str]:
    """What Python prints of modules, when it is asked so."""
    ran = subprocess.run([sys.executable, "-c", *asked], capture_output=True, text=True, check=True)
    return set(ran.stdout.split())


def test_a_server_imports_what_it_needs(tmp_path: Path) -> None:
    modules = loaded(IDLE, str(tmp_path))
    needed = {"argon2", "hubbub.dialects.irc.dialect", "hubbub.dialects.plain.console", "hubbub.server.process.http"}
    assert needed <= modules
    assert set(LATER) & modules == set()


def test_the_first_websocket_needs_one_module_of_ours() -> None:
    """All else of this program it finds as it is in memory, whatever is on disk."""
    asked = f"{STARTED}; known = set(sys.modules); import {later.WEBSOCKET}; print(*set(sys.modules) - known)"
    assert {name for name in loaded(asked) if name.partition(".")[0] == "hubbub"} == {later.WEBSOCKET}


def test_what_settings_ask_for_is_known() -> None:
    assert later.asked_for(Settings()) == []
    wanted = Settings(acme=Acme(on=True), metrics=Metrics(on=True), push=Push(enabled=True))
    assert later.asked_for(wanted) == [later.CERTIFICATES, later.METRICS, later.PUSH]


WAITS = """
import sys
from hubbub.log import postgres
from hubbub.server.process import cluster, early
from hubbub.settings import Data, Push, Settings
from hubbub.settings.model import Cluster, Metrics

postgres.how_it_stands = lambda *_, **__: None
postgres.open_in_turn = lambda *_: print(*sys.modules)
shared = Cluster(log="postgresql://somebody@nowhere/log")
settings = Settings(
    data=Data(directory=sys.argv[1]), cluster=shared, metrics=Metrics(on=True), push=Push(enabled=True)
)
assert cluster.open_shared(settings, early.Early()) is None
"""


def test_who_waits_for_its_turn_has_imported_what_comes_then(tmp_path: Path) -> None:
    """By then there may be a newer program on disk."""
    assert {later.WEBSOCKET, later.API, later.METRICS, later.PUSH} <= loaded(WAITS, str(tmp_path / "data"))
