"""A Python that has imported hubbub, and becomes the processes that tests ask for: a fork each, not a start.

A start spends half a second of CPU, nearly all of it on imports, and a run of the tests starts some thousand processes.
What comes of a fork is a process like another: its own pid, a child of the worker that asked, with the arguments,
environment, folder and standard streams that it was given. `preloaded` decides which commands go this way.

The workers of a run are made so, too, of a Python that has imported the tests: that takes three times as long as the
rest of collecting them.
"""

from __future__ import annotations

import gc
import importlib
import os
import runpy
import signal
import socket
import sys
import time
import warnings
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

WORKERS = "workers"  # what runs tests for pytest-xdist
BOOTSTRAP = ["-u", "-c", "import sys;exec(eval(sys.stdin.readline()))"]  # how execnet starts one

SIZE = 1 << 20  # bytes; more than one order has

# What each kind of process imports sooner or later; what a server or a window imports by itself comes along.
MODULES = {
    "programs": """
    hubbub.cli.serve hubbub.server.process.run aiohttp.web uvloop precis_i18n resource
    hubbub.server.cluster.run hubbub.log.postgres hubbub.bus.nats
    hubbub.cli.served hubbub.cli.process hubbub.cli.copies hubbub.copies.making hubbub.copies.restoring
    hubbub.cli.chat hubbub.terminal.chat hubbub.terminal.pipe hubbub.uplink.line_keeping hubbub.uplink.files
    hubbub.tui.capable hubbub.terminal.typed_lines getpass encodings.idna websockets.client tomli_w
""",
    "windows": """
    tkinter sv_ttk PIL.Image PIL.ImageTk PIL.ImageDraw keyring importlib_metadata websockets.client tomli_w hubbub.cli
    hubbub.desktop.app hubbub.desktop.console.app hubbub.desktop.memory hubbub.desktop.systems hubbub.desktop.urgency
    hubbub.uplink.thread
""",
}


class Order(msgspec.Struct):
    """A process to become. `command` is what stands behind the interpreter; `session`: with a session of its own."""

    command: list[str]
    environment: dict[str, str]
    folder: str
    session: bool

    @property
    def strict(self) -> bool:
        """Whether a warning is an error."""
        return self.command[:2] == ["-W", "error"]

    @property
    def program(self) -> list[str]:
        """The module and its arguments, or what runs tests; empty: it is neither."""
        if self.command == BOOTSTRAP:
            return [WORKERS]
        rest = self.command[2:] if self.strict else self.command
        return rest[1:] if rest[:1] == ["-m"] else []


def serve(asked: socket.socket) -> Order:
    """Answer each order with a pid until nobody asks any more; returns in the process that is to be."""
    decode = msgspec.json.Decoder(Order).decode
    while True:
        message, streams, _, _ = socket.recv_fds(asked, SIZE, 3)
        if not message:
            os._exit(0)
        reading, writing = os.pipe()
        between = os.fork()
        if between == 0:  # whose end makes the process a child of who asked (prctl(2), PR_SET_CHILD_SUBREAPER)
            try:
                pid = os.fork()
            except OSError:  # there is no room for one more
                os._exit(1)
            if pid:
                os.write(writing, pid.to_bytes(8, "big"))
                os._exit(0)
            for fd in (reading, writing, asked.detach()):
                os.close(fd)
            for number, fd in enumerate(streams):
                os.dup2(fd, number)
            for fd in streams:
                os.close(fd)
            return decode(message)
        os.close(writing)  # or there would be no end to read if the one between has written nothing
        os.waitpid(between, 0)
        asked.send(os.read(reading, 8) or bytes(8))
        for fd in (reading, *streams):
            os.close(fd)


def become(order: Order) -> None:
    """Be that process from here on."""
    if order.session:
        os.setsid()
    os.environ.clear()
    os.environ.update(order.environment)
    time.tzset()
    os.chdir(order.folder)
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        _open(name, mode)
    sys.orig_argv = [sys.executable, *order.command]
    if order.strict:
        warnings.simplefilter("error")
    sys.argv = order.program
    places = [place for place in order.environment.get("PYTHONPATH", "").split(os.pathsep) if place]
    sys.path[:] = [order.folder, *places, *(place for place in sys.path if place not in places)]
    gc.enable()
    if order.program == [WORKERS]:
        exec(eval(sys.stdin.readline()), {"__name__": "__main__"})
    else:
        runpy.run_module(order.program[0], run_name="__main__", alter_sys=True)


def _open(name: str, mode: str) -> None:
    """A standard stream anew: what it is, a terminal or a pipe, decides when it is flushed."""
    before: Any = getattr(sys, name)
    number = ("stdin", "stdout", "stderr").index(name)
    stream: Any = open(number, mode, encoding=before.encoding, errors=before.errors, closefd=False)  # noqa: SIM115 (as long as we are)
    if name == "stderr" or stream.isatty():
        stream.reconfigure(line_buffering=True)
    setattr(sys, name, stream)
    setattr(sys, f"__{name}__", stream)


def import_tests(arguments: list[str]) -> None:
    """All modules of tests that a run with these arguments collects, as pytest imports them. If one cannot be imported
    none is kept: the workers say what is wrong with it."""
    from _pytest.config import _prepareconfig  # not in the other kinds: what hubbub imports is looked at
    from _pytest.pathlib import import_path

    before = set(sys.modules)
    try:
        config = _prepareconfig(["--capture=no", *arguments])
        for path in _files(config.invocation_params.dir / place.split("::")[0] for place in config.args):
            import_path(path, mode="importlib", root=config.rootpath, consider_namespace_packages=False)
        config._ensure_unconfigure()
    except BaseException:  # of which those are that skip a module
        for name in set(sys.modules) - before:
            if name.startswith("tests."):
                del sys.modules[name]


def _files(places: Iterable[Path]) -> Iterator[Path]:
    """The files with tests in these folders and files."""
    for place in places:
        yield from sorted(place.rglob("test_*.py")) if place.is_dir() else [place]


def main() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    kind, asked, *arguments = sys.argv[1:]
    gc.disable()
    if kind == WORKERS:
        import_tests(arguments)
    for module in MODULES.get(kind, "").split():
        with suppress(ImportError):
            importlib.import_module(module)
    gc.collect()
    gc.freeze()
    become(serve(socket.socket(fileno=int(asked))))


if __name__ == "__main__":
    main()
