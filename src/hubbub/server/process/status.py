"""How the server is, for `hubbub status`."""

from __future__ import annotations

import os
import platform
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hubbub
from hubbub.copies import record
from hubbub.settings.places import copies_directory

if TYPE_CHECKING:
    from .server import Server


def status(server: Server) -> dict[str, Any]:
    """All of it, as plain data; times in milliseconds since 1970, sizes in bytes."""
    engine = server.engine
    world = engine.chat.world
    known = record.read(copies_directory(server.settings))
    last = known.taken[-1] if known.taken else None
    return {
        "server": server.name,
        "version": hubbub.__version__,
        "python": platform.python_version(),
        "process": os.getpid(),
        "program": str(Path(hubbub.__file__).parent),
        "folder": str(server.health.directory or ""),
        "listening": [str(place) for place in server.places],
        "host": server.places[0].host,
        "port": server.places[0].port,
        "up_since": engine.chat.policy.started_at,
        "people": world.local.connected,
        "most_people": world.local.most_users,
        "connections": len(engine.connections),
        "rooms": len(world.every_room),
        "accounts": len(world.accounts.numbers),
        "not_upgraded": server.not_upgraded,
        "ends": server.controls.asked.done(),
        "certificate": server.certificates.status() if server.certificates is not None else None,
        "certificate_ends": int(server.health.certificate_end() * 1000),
        "last_copy": {
            "at": last.at,
            "file": last.file,
            "messages": last.proof.messages,
            "says": last.told(datetime.now()),
        }
        if last
        else None,
        "troubles": [one.shown for one in server.health.troubles()],
    }
