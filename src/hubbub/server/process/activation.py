"""Sockets that systemd has opened for us (sd_listen_fds(3)): their names are kinds of listeners, or say nothing."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable

from hubbub.settings import Listener
from hubbub.settings.listen import KINDS, Kind
from hubbub.wire.numbers import whole

from .server import Bound

FIRST = 3  # the number of the first of them


_kept: list[Bound] = []  # for who comes after the server that has them


def keep(bound: Iterable[Bound]) -> None:
    """These stay open when their server stops: for the next one in this process, or for the program that takes its
    place."""
    _kept.extend((listener, [sock.dup() for sock in sockets]) for listener, sockets in bound)


def hand_on() -> None:
    """Tell the program that takes the place of this one of what was kept, as systemd would. Only an exec may follow."""
    if not _kept:
        return
    from fcntl import F_DUPFD_CLOEXEC, fcntl

    sockets = [sock for _, sockets in _kept for sock in sockets]
    names = [listener.kind for listener, sockets in _kept for _ in sockets]
    out_of_the_way = [fcntl(sock, F_DUPFD_CLOEXEC, FIRST + len(sockets)) for sock in sockets]
    for number, descriptor in enumerate(out_of_the_way, FIRST):
        os.dup2(descriptor, number)
    os.environ["LISTEN_PID"] = str(os.getpid())
    os.environ["LISTEN_FDS"] = str(len(sockets))
    os.environ["LISTEN_FDNAMES"] = ":".join(names)


def inherited() -> list[Bound]:
    """The listeners that were opened for this process, for any kind of client before those for one. They are told of
    once: what this process starts does not have them."""
    count, names = _told()
    bound, _kept[:] = list(_kept), []
    for number in range(FIRST, FIRST + count):
        os.set_inheritable(number, False)
        sock = socket.socket(fileno=number)
        name = names[number - FIRST] if number - FIRST < len(names) else ""
        sock.setblocking(False)
        bound.append((_listener(name if name in KINDS else "any", sock), [sock]))
    return sorted(bound, key=lambda one: (one[0].kind != "any", bool(one[0].path)))


def _told() -> tuple[int, list[str]]:
    given = {name: os.environ.pop(name, "") for name in ("LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES")}
    count = whole(given["LISTEN_FDS"])
    if given["LISTEN_PID"] != str(os.getpid()) or count is None:
        return 0, []
    return count, given["LISTEN_FDNAMES"].split(":")


def _listener(kind: Kind, sock: socket.socket) -> Listener:
    address = sock.getsockname()
    if isinstance(address, str | bytes):
        return Listener(kind, "", 0, os.fsdecode(address))
    host = "" if address[0] in ("0.0.0.0", "::") else str(address[0])
    return Listener(kind, host, int(address[1]))
