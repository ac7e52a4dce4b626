"""What holds for all tests: no example of a property is measured by the clock, and what was not run is said."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import sys
import tempfile

import pytest
from hypothesis import settings
from tests.clients.kinds import not_run
from tests.proxies.nginx import missing
from tests.support import preloaded, screens, strays
from tests.support.examples import examples
from tests.support.limits import Failures, Limits

settings.register_profile("hubbub", deadline=None, max_examples=examples(100))
settings.load_profile("hubbub")

# Who is started in the background of a shell ignores Ctrl-C, and so would all processes that the tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)

# What is compiled is kept, whatever the environment says: thousands of processes would compile their modules again, and
# each worker all tests.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

preloaded.install()

# Folders of tests are in memory where it has room for them: on a disk half of what a test of the log takes is flushing.
# What a disk forgets that was not flushed is tested by a file system of its own (tests/log/sqlite/forgetful.py).
_MEMORY = "/dev/shm"
_ROOM = 3 << 30  # bytes; a run fills one of these


def _has_room(folder: str) -> bool:
    """Whether a run's folders, with the programs in them, can stand there."""
    if not os.access(folder, os.W_OK):
        return False
    return not os.statvfs(folder).f_flag & os.ST_NOEXEC and shutil.disk_usage(folder).free > _ROOM


if "TMPDIR" not in os.environ and _has_room(_MEMORY):
    os.environ["TMPDIR"] = tempfile.tempdir = _MEMORY

# Here browsers, displays, terminals and IRC clients that are not ours take part, each with a pace of its own.
FOREIGN = tuple(f"tests/{folder}/" for folder in ("clients", "desktop", "proxies", "tk", "tui", "web"))


# Here processes are started and waited for; elsewhere a test is over in no time, but for very few.
STARTING = (
    *("bench", "cli", "copies", "faults", "log", "operate", "scenarios", "server/cluster", "server/process"),
    *("terminal", "uplink"),
)
SLOW = (*FOREIGN, *(f"tests/{folder}/" for folder in STARTING), "tests/dialects/irc/test_any_line.py")


@pytest.hookimpl(trylast=True)  # the terminal is there
def pytest_configure(config: pytest.Config) -> None:
    """Nothing hangs for ever, and who looks on sees what fails when it does; nothing that was started is left."""
    strays.end_with_us()
    config.pluginmanager.register(Limits(), "limits")
    if "PYTEST_XDIST_WORKER" not in os.environ:
        config.pluginmanager.register(Failures(config.pluginmanager.getplugin("terminalreporter")), "failures")


def pytest_sessionstart() -> None:
    """While thousands of tests are collected, which all stay, a tenth of that would be looking through them."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        gc.disable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What starts such programs, or servers, has a second try. It is named below: each is a fault to be looked into.

    Each worker begins with its share of what is slow: what is left at the end, for whoever has nothing more to do
    (`--dist worksteal`), are quick ones. The order within is random as before.
    """
    for item in items:
        if item.nodeid.startswith(SLOW):
            item.add_marker(pytest.mark.flaky(reruns=1))
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    slow = [item for item in items if item.nodeid.startswith(SLOW)]
    quick = [item for item in items if not item.nodeid.startswith(SLOW)]
    items[:] = [item for worker in range(workers) for some in (slow, quick) for item in _share(some, worker, workers)]


def _share(items: list[pytest.Item], worker: int, workers: int) -> list[pytest.Item]:
    """One of so many parts of them, which are all as large."""
    return items[len(items) * worker // workers : len(items) * (worker + 1) // workers]


def pytest_collection_finish() -> None:
    """Thousands of tests stay until the end: nobody looks through them for garbage while a test has to be quick."""
    gc.collect()
    gc.freeze()
    gc.enable()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Which tests passed at their second try alone; after tests with real programs: what was not run, and why."""
    again = {report.nodeid: report.longreprtext for report in terminalreporter.stats.get("rerun", [])}
    if again:
        terminalreporter.section("tried twice")
        for node, trouble in again.items():
            terminalreporter.write_line(f"{node}\n{trouble}\n")
    ran = [report.nodeid for kind in ("passed", "skipped") for report in terminalreporter.stats.get(kind, [])]
    lines = not_run() if any(node.startswith("tests/clients/") for node in ran) else []
    if missing() and any(node.startswith("tests/proxies/") for node in ran):
        lines.append(f"nothing behind nginx: {missing()}")
    if screens.missing() and any(node.startswith(("tests/tk/", "tests/desktop/")) for node in ran):
        lines.append(f"no windows: {screens.missing()}")
    if lines:
        terminalreporter.section("not run")
        for line in lines:
            terminalreporter.write_line(line)
