"""Sockets that systemd has opened for us (sd_listen_fds(3)): their names are kinds of listeners, or say nothing."""

from __future__ import annotations

import os
import socket

from hubbub.settings import Listener
from hubbub.settings.listen import KINDS, Kind

from .server import Bound

FIRST = 3  # the number of the first of them


def inherited() -> list[Bound]:
    """The listeners that were opened for this process, for any kind of client before those for one. They are told of
    once: what this process starts does not have them."""
    count, names = _told()
    bound: list[Bound] = []
    for number in range(FIRST, FIRST + count):
        os.set_inheritable(number, False)
        sock = socket.socket(fileno=number)
        name = names[number - FIRST] if number - FIRST < len(names) else ""
        sock.setblocking(False)
        bound.append((_listener(name if name in KINDS else "any", sock), [sock]))
    return sorted(bound, key=lambda one: (one[0].kind != "any", bool(one[0].path)))


def _told() -> tuple[int, list[str]]:
    given = {name: os.environ.pop(name, "") for name in ("LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES")}
    if given["LISTEN_PID"] != str(os.getpid()) or not given["LISTEN_FDS"].isdecimal():
        return 0, []
    return int(given["LISTEN_FDS"]), given["LISTEN_FDNAMES"].split(":")


def _listener(kind: Kind, sock: socket.socket) -> Listener:
    address = sock.getsockname()
    if isinstance(address, str | bytes):
        return Listener(kind, "", 0, os.fsdecode(address))
    host = "" if address[0] in ("0.0.0.0", "::") else str(address[0])
    return Listener(kind, host, int(address[1]))
