"""That nothing is left of a worker that is killed: what it has started ends, too."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.support import pgbouncer, screens
from tests.support.conditions import until

ROOT = Path(__file__).parents[2]
BEGINNING = "from tests.support.strays import end_with_us; end_with_us(); import subprocess, sys, time"
STARTS = {
    "a database": "from tests.support.postgres import Postgres; one = Postgres(); pids = one.pids()",
    "a broker": "from tests.support.nats import Nats; one = Nats(); pids = [one.process.pid]",
    "a display": "from tests.support.screens import Screen; one = Screen(); pids = [one.process.pid]",
    "a pooler": (
        "from tests.support.postgres import Postgres; from tests.support.pgbouncer import PgBouncer;"
        "base = Postgres(); one = PgBouncer(base, 'postgres', 'session'); pids = [*base.pids(), one._process.pid]"
    ),
    "what nobody waits for": (
        "one = subprocess.Popen(['sh', '-c', 'setsid sleep 1000 >&- & echo $!'], stdout=-1, text=True);"
        "pids = [int(one.stdout.readline())]; one.wait()"
    ),
    "who ends by nothing else": (
        "one = subprocess.Popen([sys.executable, '-c', 'import signal, time;"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(1000)'], stdout=-1);"
        "one.stdout.readline(); pids = [one.pid]"
    ),
}


def lives(pid: int) -> bool:
    """A zombie does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def started(program: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True)


@pytest.mark.skipif(sys.platform != "linux", reason="there is no /proc elsewhere")
@pytest.mark.parametrize("what", STARTS)
async def test_what_a_killed_worker_has_started_ends(what: str) -> None:
    if what == "a display" and screens.missing():
        pytest.skip(screens.missing())
    if what == "a pooler" and not pgbouncer.program():
        pytest.skip("PgBouncer is not installed")
    told_folders = "print(*[one._folder] if hasattr(one, '_folder') else [], flush=True)"
    worker = started(f"{BEGINNING}\n{STARTS[what]}\nprint(*pids, flush=True)\n{told_folders}\ntime.sleep(1000)")
    assert worker.stdout is not None
    with worker.stdout as told:
        pids = [int(word) for word in told.readline().split()]
        folders = [Path(word) for word in told.readline().split()]
    assert pids
    assert all(map(lives, pids))
    assert all(folder.exists() for folder in folders)
    worker.kill()
    worker.wait()
    await until(lambda: not any(map(lives, pids)))
    await until(lambda: not any(folder.exists() for folder in folders))
