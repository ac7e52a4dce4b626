"""`hubbub chat` in lines: joins a server from a terminal, or from a pipe."""

from __future__ import annotations

import asyncio
import getpass
import random
import secrets
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

from hubbub.client.catchup import MOST_PAGES
from hubbub.client.protocol.link import is_word
from hubbub.client.session import Client
from hubbub.uplink import addresses, certificates, loops
from hubbub.uplink.addresses import Address
from hubbub.uplink.dial import Dialer, Known, known
from hubbub.uplink.keeping import folder_of
from hubbub.uplink.line_keeping import LineKeeper
from hubbub.uplink.places import config_directory, state_directory
from hubbub.uplink.settings import SettingsFile
from hubbub.uplink.trouble import Trouble

from . import troubles
from .answers import NAME
from .dialogue import FAILED, Dialogue, Face
from .lines import Line
from .pipe import Pipe, read_lines, standard_output

DEFAULT_HOST = "localhost"
FIRST = ("This is the mode for screen readers: one line for each event, nothing is redrawn.", "For help, type /help")


def run(
    address: Address | None,
    name: str | None,
    *,
    tls: bool | None = None,
    certificate: Path | None = None,
    config: Path | None = None,
    state: Path | None = None,
) -> int:
    """Chat until the person leaves; the exit code. `tls` None: as the address says.

    On a terminal, what was not given is asked for; an address without a host is one that was not. `certificate` (PEM,
    with its key) logs in, over TLS. `config` and `state` are the platform's directories unless given. Raises
    BadCertificate.
    """
    if certificate is not None:
        certificates.check(certificate)
        tls = True
    start = Start(tls, certificate, known(config or config_directory()))
    if sys.stdin is not None and sys.stdout is not None and sys.stdin.isatty() and sys.stdout.isatty():
        with suppress(asyncio.CancelledError):  # by a signal
            return loops.run(start.on_terminal(address, name, state or state_directory()))
        return FAILED
    where = address or Address(DEFAULT_HOST)
    return loops.run(start.in_pipe(where if where.host else where._replace(host=DEFAULT_HOST), name))


class Start:
    """What is given of a visit besides where to and who."""

    def __init__(self, tls: bool | None, certificate: Path | None, known: Known) -> None:
        self.tls = tls
        self.certificate = certificate
        self.known = known

    def dialer(self, address: Address, dialogue: Dialogue) -> Dialer:
        """The way to a server; by an invitation with its code in hand."""
        dialogue.client.external = self.certificate is not None
        dialogue.client.password = address.code
        dialogue.room = address.room
        if self.tls is not None:
            address = address._replace(tls=self.tls)
        return Dialer(address, self.known, self.certificate)

    async def in_pipe(self, address: Address, name: str | None) -> int:
        if sys.stdin is None or sys.stdout is None:
            return FAILED
        face = Pipe(standard_output())
        if name is None:
            face.show([Line("! In a pipe there is nobody to ask: give --name.")])
            return FAILED
        if not is_word(name):
            face.show([Line("! A name has no spaces.")])
            return FAILED
        dialogue = _dialogue(face, name)
        typing = asyncio.create_task(read_lines(dialogue, sys.stdin.fileno()))
        return await _until_over(dialogue, self.dialer(address, dialogue), typing)

    async def on_terminal(self, address: Address | None, name: str | None, state: Path) -> int:
        from .screen import Screen

        _let_signals_end_it()
        screen = Screen(state)
        dialogue = screen.dialogue = _dialogue(screen, name or "")
        with suppress(Trouble):
            dialogue.marks = SettingsFile().now.send_markers
        screen.show([Line(text) for text in FIRST])
        typing = asyncio.create_task(screen.read_lines())
        asking = asyncio.create_task(_ask(dialogue, address, name))
        await asyncio.wait([typing, asking], return_when=asyncio.FIRST_COMPLETED)
        if not asking.done():
            asking.cancel()
            await asyncio.wait([asking])
            typing.result()
            return 0
        address = asking.result()
        await _go_on(dialogue, folder_of(address, dialogue.client.name, state))
        return await _until_over(dialogue, self.dialer(address, dialogue), typing)


def _let_signals_end_it() -> None:
    """Without them the terminal would stay as it is while somebody types in it: without an echo."""
    task = asyncio.current_task()
    assert task is not None
    if sys.platform != "win32":
        for number in (signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, task.cancel)


def _dialogue(face: Face, name: str) -> Dialogue:
    most = MOST_PAGES if face.asks else 0  # a pipe takes all of it
    return Dialogue(Client(name, secrets.token_hex(6), most_missed=most), face, now=_now, chance=random.random)


async def _go_on(dialogue: Dialogue, folder: Path) -> None:
    """Where the last one ended: what was not accepted goes out now, what was missed is shown."""
    keeper = LineKeeper(folder, dialogue.reading)
    try:
        if await keeper.begin():
            aside = keeper.restore(dialogue.client)
            dialogue.go_on(keeper)
            if aside is not None:
                dialogue.tell(f"! {aside.file} was damaged. It is kept as {aside.kept_as}.")
    except Trouble as trouble:
        dialogue.tell(f"! {troubles.of(trouble)}")


def _now() -> int:
    return time.time_ns() // 1_000_000


async def _until_over(dialogue: Dialogue, dialer: Dialer, typing: asyncio.Task[None]) -> int:
    """The typing ends with the visit. A fault in either ends both."""
    staying = asyncio.create_task(dialogue.run(dialer))
    await asyncio.wait([typing, staying], return_when=asyncio.FIRST_COMPLETED)
    if typing.done() and typing.exception() is not None:
        staying.cancel()
        await asyncio.wait([staying])
        typing.result()
    code = await staying
    typing.cancel()
    await asyncio.wait([typing])
    return code


async def _ask(dialogue: Dialogue, address: Address | None, name: str | None) -> Address:
    """Ask for what is missing; Enter alone takes the default."""
    if address is None or not address.host:
        address = await _ask_address(dialogue, address.port if address else 0)
    if name is None or not is_word(name):
        default = _login_name()
        name = await dialogue.asking.name(f"Your name [{default}]: " if default else NAME, default)
    dialogue.client.choose_name(name)
    return address


async def _ask_address(dialogue: Dialogue, port: int) -> Address:
    """`port`: 0 for one that is asked for. A port may stand behind the host; the link of an invitation says all."""
    address: Address | None = None
    while address is None:
        answer = (await dialogue.asking.ask(f"Server address [{DEFAULT_HOST}]: ")).strip() or DEFAULT_HOST
        try:
            address = addresses.read(answer, port)
        except Trouble as trouble:
            dialogue.tell(f"! {troubles.of(trouble)}")
    while not address.port:
        answer = (await dialogue.asking.ask(f"Server port [{addresses.PORT}]: ")).strip()
        address = address._replace(port=_port(answer or str(addresses.PORT)))
        if not address.port:
            dialogue.tell("! A port is a number from 1 to 65535.")
    return address


def _port(text: str) -> int:
    """0: that is none."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    return number if number < 65536 else 0


def _login_name() -> str:
    try:
        name = getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""
    return name if is_word(name) else ""
