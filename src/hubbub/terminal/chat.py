"""`hubbub chat`: joins a server from a terminal, or from a pipe."""

from __future__ import annotations

import asyncio
import getpass
import random
import secrets
import sys
import time
from pathlib import Path

from hubbub.client.link import is_word
from hubbub.client.session import Client

from .dial import Dialer
from .lines import Line
from .pins import FILE_NAME, Pins
from .pipe import Pipe, read_lines, standard_output
from .places import config_directory, state_directory
from .visit import FAILED, Ended, Face, Visit

DEFAULT_HOST, DEFAULT_PORT = "localhost", 7777


def run(
    host: str | None,
    port: int | None,
    name: str | None,
    *,
    tls: bool | None = None,
    config: Path | None = None,
    state: Path | None = None,
) -> int:
    """Chat until the person leaves; the exit code. `tls` None: except with a server on this machine.

    On a terminal, what was not given is asked for. `config` and `state` are the platform's directories unless given.
    """
    pins = Pins((config or config_directory()) / FILE_NAME)
    if sys.stdin is not None and sys.stdout is not None and sys.stdin.isatty() and sys.stdout.isatty():
        return asyncio.run(_on_terminal(host, port, name, tls, pins, state or state_directory()))
    return asyncio.run(_in_pipe(host, port, name, tls, pins))


def _visit(face: Face, name: str) -> Visit:
    return Visit(Client(name, secrets.token_hex(6)), face, now=_now, chance=random.random)


def _now() -> int:
    return time.time_ns() // 1_000_000


async def _in_pipe(host: str | None, port: int | None, name: str | None, tls: bool | None, pins: Pins) -> int:
    if sys.stdin is None or sys.stdout is None:
        return FAILED
    face = Pipe(standard_output())
    if name is None:
        face.show([Line("! In a pipe there is nobody to ask: give --name.")])
        return FAILED
    if not is_word(name):
        face.show([Line("! A name has no spaces.")])
        return FAILED
    visit = _visit(face, name)

    async def trust(shown: str) -> bool:
        face.show([Line(f"The certificate of this server is new here and remembered from now on: SHA-256 {shown}")])
        return True

    dialer = Dialer(host or DEFAULT_HOST, port or DEFAULT_PORT, pins, trust, tls)
    typing = asyncio.create_task(read_lines(visit, sys.stdin.fileno()))
    return await _until_over(visit, dialer, typing)


async def _until_over(visit: Visit, dialer: Dialer, typing: asyncio.Task[None]) -> int:
    """The visit ends with its connection, or when the typing does."""
    staying = asyncio.create_task(visit.run(dialer))
    await asyncio.wait([typing, staying], return_when=asyncio.FIRST_COMPLETED)
    if typing.done() and not staying.done():
        try:
            typing.result()
        except Ended as ended:
            staying.cancel()
            await asyncio.wait([staying])
            return ended.code
    code = await staying
    typing.cancel()
    await asyncio.wait([typing])
    if not typing.cancelled() and not isinstance(typing.exception(), Ended | None):
        typing.result()
    return code


async def _on_terminal(
    host: str | None, port: int | None, name: str | None, tls: bool | None, pins: Pins, state: Path
) -> int:
    from .screen import Screen

    screen = Screen(state)
    visit = screen.visit = _visit(screen, name or "")
    typing = asyncio.create_task(screen.read_lines())
    asking = asyncio.create_task(_ask(visit, host, port, name))
    await asyncio.wait([typing, asking], return_when=asyncio.FIRST_COMPLETED)
    if not asking.done():
        asking.cancel()
        await asyncio.wait([asking])
        return 0
    host, port = asking.result()

    async def trust(shown: str) -> bool:
        screen.show(
            [
                Line(
                    f"{host}:{port} shows a certificate of its own, and this is the first visit there. Its SHA-256 is"
                ),
                Line(f"  {shown}"),
                Line("Compare it with what the server's operator tells you. It is remembered if you go on."),
            ]
        )
        return (await visit.ask("Go on? (yes/no) ")).strip().lower() in ("y", "yes")

    return await _until_over(visit, Dialer(host, port, pins, trust, tls), typing)


async def _ask(visit: Visit, host: str | None, port: int | None, name: str | None) -> tuple[str, int]:
    """Ask for what is missing; Enter alone takes the default."""
    given = host is not None
    host = host or (await visit.ask(f"Server address [{DEFAULT_HOST}]: ")).strip() or DEFAULT_HOST
    while port is None:
        answer = "" if given else (await visit.ask(f"Server port [{DEFAULT_PORT}]: ")).strip()
        port = _port(answer or str(DEFAULT_PORT))
    while not is_word(name or ""):
        default = _login_name()
        name = (await visit.ask(f"Your name{f' [{default}]' if default else ''}: ")).strip() or default
    visit.client.choose_name(name or "")
    return host, port


def _port(text: str) -> int | None:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    return number if 0 < number < 65536 else None


def _login_name() -> str:
    try:
        name = getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""
    return name if is_word(name) else ""
