"""The server that a console looks after: started as a process of its own, attached to by its socket, stopped.

Nothing here waits: what happens is handed to `tell`, from threads of this module. The server is in a session of its
own, and writes its log into a file: neither the end of this process nor that it stands still reaches it.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from hubbub.console import records
from hubbub.console.records import Order, Said
from hubbub.console.state import ServerStatus

SOCKET, LOG = "control.sock", "server.log"  # in the data folder
LARGEST = 10 << 20  # bytes of the log; then it is begun anew, and the one before is kept
EVERY = 0.1  # seconds between looks at a server that starts
AGAIN = 1.0  # and at one that is gone
LINE = 4096  # bytes that a line in the log needs, on most disks
LAST = 12  # lines of the log that say why it ended
ENDED = 15.0  # seconds that a server may take to end after its last words


Told = Said | ServerStatus
Tell = Callable[[list[Told]], None]


class Serving:
    """One server. `folder`: its data folder; `command`: what starts it, but for address and port."""

    def __init__(self, folder: Path, command: Sequence[str], tell: Tell) -> None:
        self.folder, self.command, self.tell = folder, list(command), tell
        self.child: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None
        self._sending = threading.Lock()
        self._ended = threading.Event()  # nobody looks any more
        self._stopping = self._starting = False
        self._begun = 0  # where in the log what the child writes begins
        self._run = 0  # the number of the thread that has the word

    # what the face asks for

    def start(self, host: str, port: int) -> None:
        """Start the server there; `host` empty: all addresses. One that starts or runs is enough."""
        if self._starting or (self.child is not None and self.child.poll() is None):
            return
        self._stopping, self._starting = False, True
        self._in_thread(lambda run: self._start(run, host, port))

    def attach(self) -> None:
        """Look at the server that runs on this folder."""
        self._stopping = False
        self._in_thread(self._attach)

    def order(self, order: Order) -> bool:
        """Ask something of it. False: it is not there."""
        return self._send(records.written(order) + b"\n")

    def stop(self, number: int) -> None:
        """Have it stop, which it says goodbye for; by a signal when it cannot be asked."""
        self._stopping = True
        self.tell([ServerStatus("stopping")])
        if not self.order(Order(number, "stop")) and self.child is not None:
            self.child.terminate()

    def leave(self) -> None:
        """Look away. The server runs on."""
        self._ended.set()
        self._run += 1
        self._disconnect()

    def left_behind(self) -> str:
        """Of a server that was started here and runs on: how it is stopped; '' when there is none."""
        if self.child is None or self.child.poll() is not None:
            return ""
        stop = shlex.join(("hubbub", "console", "--data", str(self.folder), "stop"))
        return f"The server runs on in the background. To stop it: {stop}"

    # in a thread

    def _in_thread(self, work: Callable[[int], None]) -> None:
        self._run += 1
        self._disconnect()
        threading.Thread(target=work, args=(self._run,), name="console", daemon=True).start()

    def _is_on(self, run: int) -> bool:
        return run == self._run and not self._ended.is_set()

    def _say(self, run: int, told: list[Told]) -> None:
        if self._is_on(run):
            self.tell(told)

    def _start(self, run: int, host: str, port: int) -> None:
        try:
            here = self._begin(run, host, port)
        finally:
            self._starting = False
        if here is not None:
            self._watch(run, here)

    def _begin(self, run: int, host: str, port: int) -> socket.socket | None:
        """The connection to a server that was started; or None, and it is told why."""
        self._say(run, [ServerStatus("starting")])
        there = self._connected()
        if there is not None:
            there.close()
            self._say(run, [ServerStatus("stopped", f"A server runs on the folder {self.folder} already.", taken=True)])
            return None
        try:
            self.child = child = self._spawn(host, port)
        except OSError as error:
            self._say(run, [ServerStatus("failed", f"The server cannot be started: {error.strerror or error}.")])
            return None
        while self._is_on(run):
            here = self._connected()
            if here is not None:
                return here
            if child.poll() is not None:
                self._say(run, [_failed(last_words(self.folder / LOG, self._begun), host, port)])
                return None
            time.sleep(EVERY)
        return None

    def _spawn(self, host: str, port: int) -> subprocess.Popen[bytes]:
        """The server as a process of its own. Raises OSError."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = self.folder / LOG
        if file.exists() and file.stat().st_size > LARGEST:
            file.replace(file.with_suffix(".log.1"))
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        where = [*(("--host", host) if host else ()), "--port", str(port)]
        flags = 0x00000208 if sys.platform == "win32" else 0  # DETACHED_PROCESS, CREATE_NEW_PROCESS_GROUP
        with os.fdopen(descriptor, "ab") as log:
            self._begun = log.tell()
            return subprocess.Popen(
                [*self.command, *where],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
                creationflags=flags,
            )

    def _attach(self, run: int) -> None:
        here = self._connected()
        if here is None:
            self._say(run, [ServerStatus("stopped", f"No server runs on the folder {self.folder}.")])
            return
        self._watch(run, here)

    def _watch(self, run: int, here: socket.socket) -> None:
        """Hand on what it says until it ends; then see what has become of it."""
        while True:
            self._socket = here
            if self._ask_to_watch(run, here):
                self._read(run, here)
            self._disconnect()
            if not self._is_on(run):
                return
            again = self._after(run)
            if again is None:
                return
            here = again

    def _ask_to_watch(self, run: int, here: socket.socket) -> bool:
        if not self._send(b"watch\n"):
            return False
        self._say(run, [ServerStatus("running")])
        return True

    def _read(self, run: int, here: socket.socket) -> None:
        left = b""
        while self._is_on(run):
            try:
                data = here.recv(1 << 18)
            except OSError:
                return
            if not data:
                return
            *lines, left = (left + data).split(b"\n")
            said: list[Told] = []
            for line in lines:
                with suppress(records.NoRecord):
                    said.append(records.read(line))
            if said:
                self._say(run, said)

    def _after(self, run: int) -> socket.socket | None:
        """The connection is over: the next one, to a server that has begun anew; or None, and it is told why."""
        if self.child is not None and self._stopping:
            with suppress(subprocess.TimeoutExpired):
                self.child.wait(ENDED)
        told_lost = False
        while self._is_on(run):
            if self.child is not None and self.child.poll() is not None:
                self._say(run, [self._ended_as(self.child.returncode)])
                return None
            if self.child is None and self._stopping:
                self._say(run, [ServerStatus("stopped")])
                return None
            if not told_lost:
                told_lost = True
                self._say(run, [ServerStatus("lost")])
            time.sleep(EVERY if self.child is not None else AGAIN)
            here = self._connected()
            if here is not None:
                return here
        return None

    def _ended_as(self, code: int) -> ServerStatus:
        if code == 0 or self._stopping:
            return ServerStatus("stopped")
        how = f"was killed by signal {-code}" if code < 0 else f"has ended by itself, with exit code {code}"
        return ServerStatus("failed", f"The server {how}.\n{last_words(self.folder / LOG, self._begun)}".strip())

    # the socket

    def _connected(self) -> socket.socket | None:
        if not hasattr(socket, "AF_UNIX"):
            return None
        here = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            here.connect(str(self.folder / SOCKET))
        except OSError:
            here.close()
            return None
        return here

    def _send(self, data: bytes) -> bool:
        with self._sending:
            if self._socket is None:
                return False
            try:
                self._socket.sendall(data)
            except OSError:
                return False
        return True

    def _disconnect(self) -> None:
        here, self._socket = self._socket, None
        if here is not None:
            with suppress(OSError):
                here.shutdown(socket.SHUT_RDWR)
            here.close()


def last_words(log: Path, begun: int) -> str:
    """Of the last lines that the server wrote since then, those that may say why it ended, as sentences. If
    there are none, perhaps there was no room for them.
    """
    lines: list[str] = []
    with suppress(OSError), log.open("rb") as file:
        file.seek(max(begun, log.stat().st_size - 20_000))
        lines = file.read().decode(errors="replace").splitlines()
    words = "\n".join(text for text in map(_sentence, lines[-LAST:]) if text)
    return words or (f"The disk is full: there is no room in {log.parent}." if _is_full(log.parent) else "")


def _is_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < LINE
    except OSError:
        return False


def _sentence(line: str) -> str:
    """What a line of the log says: those in JSON have it in `message`; '' for good news, which the feed has told."""
    if '"level": "info"' in line:
        return ""
    found = re.search(r'"message": ("(?:[^"\\]|\\.)*")', line)
    if found:
        import msgspec

        with suppress(msgspec.DecodeError):
            return str(msgspec.json.decode(found[1]))
    return line.removeprefix("Error: ").strip()


def _failed(words: str, host: str, port: int) -> ServerStatus:
    """Why a server did not start; of a taken port, another one that is free."""
    said = words.splitlines()[-1] if words else "The server ended at once, without a word."
    free = free_port(host, port) if "isten on" in said else 0
    if "the port is taken" in said:
        said = f"Port {port} is taken by another program."
    return ServerStatus("failed", said.replace(" with --port", ""), free=free)  # which is for a command line


def free_port(host: str, port: int) -> int:
    """The next port that nobody listens on; 0 when there is none near."""
    for other in range(port + 1, min(port + 20, 65536)):
        with socket.socket() as trying:
            try:
                trying.bind((host if host.replace(".", "").isdigit() else "", other))
            except OSError:
                continue
            return other
    return 0
