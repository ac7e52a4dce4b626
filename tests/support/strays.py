"""What a run of tests has started ends with it, also where it is killed: databases, displays, servers, browsers.

Each worker has a mark in its environment, which all that it starts inherit, whatever becomes of their parents. A shell
reads a pipe that nobody but the worker can write to; once that is closed, by its end or by kill -9, it ends all
processes with the mark, and takes away their folders. On Linux only.
"""

from __future__ import annotations

import os
import secrets
import sys
from contextlib import suppress
from pathlib import Path

MARK = "TESTS_WORKER"  # no name of a setting of hubbub
MOMENT = 3  # seconds from being told to end until it is killed
_WATCH = """
mark=$1 moment=$2
set --
while read -r folder; do set -- "$@" "$folder"; done
for signal in TERM KILL; do
    found=$(cd /proc; grep -lszxF "$mark" [0-9]*/environ)
    [ "$found" ] || break
    for one in $found; do kill -s $signal "${one%/environ}"; done
    sleep "$moment"
done
for folder; do rm -rf "$folder"; done
"""
_pipe = -1


def end_with_us() -> None:
    """From here on, what this process starts ends with it."""
    global _pipe
    if sys.platform != "linux":
        return
    mark = f"{os.getpid()}-{secrets.token_hex(8)}"
    read, write = os.pipe()  # its other end stays open as long as we live
    os.set_inheritable(read, True)
    os.posix_spawn(
        "/bin/sh",
        ["sh", "-c", _WATCH, "strays", f"{MARK}={mark}", str(MOMENT)],
        {"PATH": os.environ.get("PATH", os.defpath)},
        file_actions=[
            (os.POSIX_SPAWN_DUP2, read, 0),
            (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
            (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
            (os.POSIX_SPAWN_CLOSE, read),
        ],
        setsid=True,
    )
    os.close(read)
    os.set_inheritable(write, False)
    os.environ[MARK] = mark
    _pipe = write


def goes_with_us(folder: Path) -> None:
    """This folder goes in the end, whatever the end is."""
    with suppress(OSError):  # nobody watches
        os.write(_pipe, f"{folder}\n".encode())
