"""`hubbub chat`: its options, and which of its two faces they open: the full screen, or lines."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .options import Whole, no_password, path, text

if TYPE_CHECKING:
    from hubbub.uplink.addresses import Address

PORT = Whole(1, 65535)


@click.command()
@click.argument("address", metavar="[HOST|LINK]", required=False, type=text)
@click.argument("at_port", metavar="[PORT]", required=False, type=PORT)
@click.option("--host", type=text, help="The same as HOST.")
@click.option("--port", type=PORT, help="The same as PORT. Default: 7777.")
@click.option("--name", type=text, help="Your name there.")
@click.option("--tls/--no-tls", default=None, help="Encrypt. Default: except with a server on this machine.")
@click.option("--cert", metavar="FILE", type=path, help="Log in by this certificate (PEM, with its key), over TLS.")
@click.option("--line", "lines", is_flag=True, help="Lines only: for screen readers, and for simple terminals.")
@no_password
def chat(
    address: str | None,
    at_port: int | None,
    host: str | None,
    port: int | None,
    name: str | None,
    tls: bool | None,
    cert: Path | None,
    lines: bool,
) -> int:
    """Join the server at HOST, or by the LINK of an invitation. Without, on a terminal, asks for what it needs."""
    if (address and host) or (at_port and port):
        raise click.UsageError("host and port are given twice")
    if cert is not None and tls is False:
        raise click.UsageError("--cert needs TLS")

    from hubbub.terminal import troubles
    from hubbub.uplink.trouble import BadCertificate

    where = _address(address or host, at_port or port)
    try:
        return _face(lines)(where, name, tls=tls, certificate=cert)
    except BadCertificate as error:
        raise click.ClickException(troubles.of(error)) from None


def _face(lines: bool) -> Callable[..., int]:
    """The full screen where it can be shown; what is not used is not imported."""
    from hubbub.tui import capable

    if not lines and not capable.wants_lines(os.environ, sys.stdin, sys.stdout):
        reason = capable.why_not(os.environ)
        if not reason:
            from hubbub.tui.chat import run as on_screen

            return on_screen
        click.echo(reason, err=True)
    from hubbub.terminal.chat import run as in_lines

    return in_lines


def _address(given: str | None, port: int | None) -> Address | None:
    """Where to; without a host, or None: that is to be asked."""
    from hubbub.terminal import troubles
    from hubbub.uplink import addresses
    from hubbub.uplink.trouble import Trouble

    if given is None:
        return addresses.Address("", port) if port else None
    try:
        address = addresses.read(given, port or addresses.PORT)
    except Trouble as error:
        raise click.UsageError(troubles.of(error)) from None
    if port and address.port != port:
        raise click.UsageError("the port is given twice")
    return address
