"""`python -m hubbub` of tests without the half second of imports: a fork of a template instead of a start; and so are
the workers of a run, each of which would import all tests.

`install()` once a worker, and once in who starts them; from then on `subprocess` and asyncio take the short way for
each command that it suits, and the usual one for all others: those with other settings of Python or locale than ours,
other sources, limits, or inherited files. HUBBUB_TESTS_START=1 starts everything. On Linux only.
"""

from __future__ import annotations

import atexit
import ctypes
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
from tests.support.ending import ends
from tests.support.template import WORKERS, Order

ROOT = Path(__file__).parents[2]
KINDS = {  # by module
    "hubbub": "programs",
    "tests.desktop.eye": "windows",
    "tests.desktop.console_eye": "windows",
    WORKERS: WORKERS,
}
PATIENCE = 60.0  # seconds until a template that neither forks nor ends counts as broken: it may just have been started
PR_SET_CHILD_SUBREAPER = 36  # prctl(2)
# What stands at its usual value, or the command is started: subprocess.Popen's arguments, by their names there.
USUAL = {
    "preexec_fn": None,
    "pass_fds": (),
    "shell": False,
    "restore_signals": True,
    "umask": -1,
    "process_group": -1,
    "gid": None,
    "gids": None,
    "uid": None,
}


class Template:
    """The process that is forked (`template`), started when first asked. `kind`: what it has imported."""

    _one = threading.Lock()  # of all kinds: whose child it becomes is a setting of the whole process

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._ask: socket.socket | None = None
        self._libc = ctypes.CDLL(None, use_errno=True)

    def fork(self, order: Order, streams: Sequence[int]) -> int:
        """The pid of a child of ours that is becoming this; `streams`: its standard input, output and error."""
        with self._one:
            asked = self._ask or self._start()
            self._libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
            try:
                socket.send_fds(asked, [msgspec.json.encode(order)], list(streams))
                pid = int.from_bytes(asked.recv(8), "big")
                assert pid, "the template of processes could not fork, or has ended"
            except (
                BaseException
            ):  # a test's time may be over, too: what is answered late would be taken for the next pid
                self._leave()
                raise
            finally:
                self._libc.prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)
        return pid

    def _leave(self) -> None:
        """Have nothing more to do with this one: the next who asks begins another."""
        if self._ask is not None:
            self._ask.close()
            self._ask = None

    def _start(self) -> socket.socket:
        self._ask, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        for one in (self._ask, theirs):
            one.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
        self._ask.settimeout(PATIENCE)
        path = os.pathsep.join([str(ROOT), str(ROOT / "src")])
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.template", self._kind, str(theirs.fileno()), *sys.argv[1:]],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
        )
        theirs.close()
        atexit.register(self._end, self._ask, process)
        return self._ask

    @staticmethod
    def _end(ask: socket.socket, process: subprocess.Popen[bytes]) -> None:
        ask.close()
        ends(process, "the template of processes")


def install() -> None:
    """Take the short way from here on, in this process."""
    if sys.platform != "linux" or os.environ.get("HUBBUB_TESTS_START"):
        return
    started: Callable[..., None] = subprocess.Popen._execute_child  # type: ignore[attr-defined]
    if started.__module__ != "subprocess":
        return  # it is so already, since before a fork
    names = started.__code__.co_varnames
    templates = {kind: Template(kind) for kind in KINDS.values()}
    ours = _environment(os.environ)

    def execute_child(self: Any, *given: Any) -> None:
        asked = dict(zip(names[1:], given, strict=False))
        order = _order(asked, ours)
        if order is None:
            started(self, *given)
            return
        pipes = ("p2cread", "c2pwrite", "errwrite")
        streams = [asked[pipe] if asked[pipe] != -1 else number for number, pipe in enumerate(pipes)]
        self.pid = templates[KINDS[order.program[0]]].fork(order, streams)
        self._child_created = True
        self._close_pipe_fds(*given[10:16])

    subprocess.Popen._execute_child = execute_child  # type: ignore[attr-defined]


def _order(asked: dict[str, Any], ours: dict[str, str]) -> Order | None:
    """The command as one for the template; None: it has to be started."""
    command = asked["args"]
    if not isinstance(command, list | tuple) or not all(isinstance(word, str | Path) for word in command):
        return None
    if str(command[0]) != sys.executable or any(asked[name] != value for name, value in USUAL.items() if name in asked):
        return None
    environment = dict(os.environ if asked["env"] is None else asked["env"])
    if not all(isinstance(text, str) for pair in environment.items() for text in pair):
        return None
    if _environment(environment) != ours or not _is_ours(environment.get("PYTHONPATH", "")):
        return None
    folder = os.fspath(asked["cwd"] or os.getcwd())
    order = Order([str(word) for word in command[1:]], environment, folder, bool(asked.get("start_new_session")))
    return order if order.program and order.program[0] in KINDS else None


def _environment(environment: Any) -> dict[str, str]:
    """What of it decides how an interpreter starts."""
    read = {name: text for name, text in environment.items() if name.startswith(("PYTHON", "LC_", "LANG", "MALLOC_"))}
    read.pop("PYTHONPATH", None)
    return read


def _is_ours(path: str) -> bool:
    """Whether hubbub comes from this checkout, by the first folder that has one."""
    for place in path.split(os.pathsep):
        if place and (Path(place) / "hubbub").exists():
            return Path(place).resolve() == ROOT / "src"
    return True  # it is the installed one, which is this checkout's
