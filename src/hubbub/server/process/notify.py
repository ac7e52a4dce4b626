"""What the one who started us is told: systemd's notifications, a datagram each (sd_notify(3)).

Where there is no NOTIFY_SOCKET in the environment, nobody is told anything.
"""

from __future__ import annotations

import asyncio
import os
import socket
import time
from collections.abc import Callable
from contextlib import suppress

from hubbub.server.core.engine import Engine

EVERY = 10.0  # seconds between looks at what is worth telling
UPGRADE = 3600 * 1_000_000  # microseconds that bringing a database to a new schema may take


def notify(**fields: object) -> None:
    """Tell such as READY=1, STATUS="12 online". What cannot be told is not; nothing depends on it."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address or not hasattr(socket, "AF_UNIX"):
        return
    place = f"\0{address[1:]}" if address.startswith("@") else address
    said = "\n".join(f"{name}={value}" for name, value in fields.items())
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as teller:
        teller.setblocking(False)  # a supervisor that does not read holds nobody up
        teller.sendto(said.encode(), place)


def stopping() -> None:
    notify(STOPPING=1, STATUS="stopping")


def reloading() -> None:
    """Settings are read again; `ready` follows."""
    notify(RELOADING=1, MONOTONIC_USEC=time.monotonic_ns() // 1000)


def ready(status: str = "") -> None:
    notify(READY=1, **({"STATUS": status} if status else {}))


def upgrading() -> None:
    """The database is being brought to a newer schema, and that may take."""
    notify(STATUS="upgrading the database", EXTEND_TIMEOUT_USEC=UPGRADE)


async def keep_telling(engine: Engine, status: Callable[[], str]) -> None:
    """Tell how it is, and that we are alive (WATCHDOG=1), for ever. A loop that stands still, or a commit that does not
    end, tells nothing, which systemd takes for the end. A full disk is no such thing."""
    watchdog = _watchdog()
    every = min(EVERY, watchdog / 3) if watchdog else EVERY
    told = ""
    while True:
        if not engine.chat.disk_full:
            await engine.settled()
        fields: dict[str, object] = {"WATCHDOG": 1} if watchdog else {}
        if (now := status()) != told:
            fields["STATUS"] = told = now
        if fields:
            notify(**fields)
        await asyncio.sleep(every)


async def keep_alive() -> None:
    """Say that we are alive, for ever, whatever the chat does: another process is about to go on with it."""
    watchdog = _watchdog()
    while watchdog:
        notify(WATCHDOG=1)
        await asyncio.sleep(watchdog / 3)


def is_listened_to() -> bool:
    """Whether anybody wants to be told."""
    return bool(os.environ.get("NOTIFY_SOCKET"))


def _watchdog() -> float:
    """Seconds after which silence means that we hang; 0: nobody watches us."""
    with suppress(ValueError):
        if int(os.environ.get("WATCHDOG_PID") or os.getpid()) == os.getpid():
            return int(os.environ.get("WATCHDOG_USEC", "0")) / 1_000_000
    return 0.0
