"""`hubbub chat`: joins a server from a terminal, or from a pipe."""

from __future__ import annotations

import asyncio
import getpass
import random
import secrets
import ssl
import sys
import time
from pathlib import Path
from typing import NamedTuple

from hubbub.client.link import is_word
from hubbub.client.session import Client
from hubbub.typed import links
from hubbub.typed.links import InviteLink
from hubbub.uplink import sts
from hubbub.uplink.dial import Dialer, Trust, load
from hubbub.uplink.pins import FILE_NAME, Pins
from hubbub.uplink.places import config_directory, state_directory
from hubbub.uplink.sts import Policies

from .lines import Line
from .pipe import Pipe, read_lines, standard_output
from .visit import FAILED, Ended, Face, Visit

DEFAULT_HOST, DEFAULT_PORT = "localhost", 7777


class Address(NamedTuple):
    """Where a server is."""

    host: str
    port: int


def run(
    host: str | None,
    port: int | None,
    name: str | None,
    *,
    tls: bool | None = None,
    invited: InviteLink | None = None,
    certificate: Path | None = None,
    config: Path | None = None,
    state: Path | None = None,
) -> int:
    """Chat until the person leaves; the exit code. `tls` None: except with a server on this machine.

    `invited` says where to, and is the way in. On a terminal, what was not given is asked for.
    `certificate` (PEM, with its key) logs in, over TLS. `config` and `state` are the platform's directories unless
    given. Raises BadCertificate.
    """
    if certificate is not None:
        load(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), certificate)
        tls = True
    pins = Pins((config or config_directory()) / FILE_NAME)
    if sys.stdin is not None and sys.stdout is not None and sys.stdin.isatty() and sys.stdout.isatty():
        return asyncio.run(_on_terminal(host, port, name, tls, invited, certificate, pins, state or state_directory()))
    return asyncio.run(_in_pipe(host, port, name, tls, invited, certificate, pins))


def _visit(face: Face, name: str) -> Visit:
    return Visit(Client(name, secrets.token_hex(6)), face, now=_now, chance=random.random)


def _now() -> int:
    return time.time_ns() // 1_000_000


async def _in_pipe(
    host: str | None,
    port: int | None,
    name: str | None,
    tls: bool | None,
    invited: InviteLink | None,
    certificate: Path | None,
    pins: Pins,
) -> int:
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

    where = invited or Address(host or DEFAULT_HOST, port or DEFAULT_PORT)
    dialer = _dialer(where, visit, pins, trust, tls, certificate)
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
    host: str | None,
    port: int | None,
    name: str | None,
    tls: bool | None,
    invited: InviteLink | None,
    certificate: Path | None,
    pins: Pins,
    state: Path,
) -> int:
    from .screen import Screen

    screen = Screen(state)
    visit = screen.visit = _visit(screen, name or "")
    typing = asyncio.create_task(screen.read_lines())
    asking = asyncio.create_task(_ask(visit, host, port, name, invited))
    await asyncio.wait([typing, asking], return_when=asyncio.FIRST_COMPLETED)
    if not asking.done():
        asking.cancel()
        await asyncio.wait([asking])
        return 0
    where = asking.result()
    host, port = where.host, where.port

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

    return await _until_over(visit, _dialer(where, visit, pins, trust, tls, certificate), typing)


def _dialer(
    where: Address | InviteLink, visit: Visit, pins: Pins, trust: Trust, tls: bool | None, certificate: Path | None
) -> Dialer:
    """The way to a server; by a link with its code in hand."""
    policies = Policies(pins.file.with_name(sts.FILE_NAME))
    visit.client.external = certificate is not None
    host, port = where.host, where.port
    if isinstance(where, Address):
        return Dialer(host, port, pins, policies, trust, tls, certificate=certificate)
    visit.client.password = where.code
    tls = where.tls or None if tls is None else tls
    return Dialer(host, port, pins, policies, trust, tls, where.pin, certificate)


async def _ask(
    visit: Visit, host: str | None, port: int | None, name: str | None, invited: InviteLink | None
) -> Address | InviteLink:
    """Ask for what is missing; Enter alone takes the default. A link may be given in place of an address."""
    where = invited or await _ask_address(visit, host, port)
    while not is_word(name or ""):
        default = _login_name()
        name = (await visit.ask(f"Your name{f' [{default}]' if default else ''}: ")).strip() or default
    visit.client.choose_name(name or "")
    return where


async def _ask_address(visit: Visit, host: str | None, port: int | None) -> Address | InviteLink:
    given = host is not None
    while host is None:
        host = (await visit.ask(f"Server address [{DEFAULT_HOST}]: ")).strip() or DEFAULT_HOST
        if links.is_link(host):
            try:
                return links.read(host)
            except links.NoLink as error:
                visit.tell(f"! That is not the link of an invitation: {error}")
                host = None
    while port is None:
        answer = "" if given else (await visit.ask(f"Server port [{DEFAULT_PORT}]: ")).strip()
        port = _port(answer or str(DEFAULT_PORT))
    return Address(host, port)


def _port(text: str) -> int | None:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    return number if 0 < number < 65536 else None


def _login_name() -> str:
    try:
        name = getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""
    return name if is_word(name) else ""
