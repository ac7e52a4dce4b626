"""`hubbub chat` on a whole terminal: reads what is known, shows the client until the person leaves."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from hubbub.uplink import certificates, faults, sentences
from hubbub.uplink.addresses import Address
from hubbub.uplink.servers import Saved, Servers
from hubbub.uplink.settings import SettingsFile
from hubbub.uplink.trouble import Trouble

from .app import Chat
from .background import Background, background
from .capable import colours
from .core import Choices, Unkept
from .driver import ENDED_BY, driver_class
from .inks import inks_for
from .starting import Starting
from .visiting import Visiting


def run(
    address: Address | None,
    name: str | None,
    *,
    tls: bool | None = None,
    certificate: Path | None = None,
) -> int:
    """Chat until the person leaves; the exit code. Raises Trouble("own-certificate")."""
    if certificate is not None:
        certificates.check(certificate)
        tls = True
    return asyncio.run(_run(address, name, tls, certificate))


async def _run(address: Address | None, name: str | None, tls: bool | None, certificate: Path | None) -> int:
    visiting = Visiting()
    app = _app(visiting, _choices())
    servers = _servers()
    app.starting = Starting(app, visiting, address, name, certificate=certificate, tls=tls, servers=servers)
    loop = asyncio.get_running_loop()
    for number, code in ENDED_BY.items():
        loop.add_signal_handler(number, app.exit, code)
    try:
        ended = await app.run_async()
    finally:
        visiting.tell = lambda told: None  # there is nothing to paint on any more
        await visiting.close()
        app.files.uploads.end()
    if app.fault is not None:
        print(f"! {sentences.of(faults.note(app.fault))}", file=sys.stderr)
        return 1
    return ended or 0


def _servers() -> list[Saved]:
    try:
        return Servers().all()
    except Trouble:
        return []


def _choices() -> Choices:
    """Those of the file; what cannot be read there is as it is at first."""
    try:
        return SettingsFile()
    except Trouble:
        return Unkept()


def _app(visiting: Visiting, choices: Choices) -> Chat:
    ground = Background(dark=True)
    if choices.now.theme == "system":
        ground = background(os.environ, sys.stdout.fileno() if sys.stdout.isatty() else None)
    inks = inks_for(choices.now, colours(os.environ), dark=ground.dark)
    os.environ.pop("NO_COLOR", None)  # seen to here: Textual would make greys of what has no colour
    return Chat(visiting, choices, inks, dark=ground.dark, typed=ground.typed, driver_class=driver_class())
