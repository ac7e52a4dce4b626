"""`hubbub chat`: the options of the line client."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .options import no_password, path, text

if TYPE_CHECKING:
    from hubbub.typed.links import InviteLink

PORT = click.IntRange(1, 65535)


@click.command()
@click.argument("address", metavar="[HOST|LINK]", required=False, type=text)
@click.argument("at_port", metavar="[PORT]", required=False, type=PORT)
@click.option("--host", type=text, help="The same as HOST.")
@click.option("--port", type=PORT, help="The same as PORT. Default: 7777.")
@click.option("--name", type=text, help="Your name there.")
@click.option("--tls/--no-tls", default=None, help="Encrypt. Default: except with a server on this machine.")
@click.option("--cert", metavar="FILE", type=path, help="Log in by this certificate (PEM, with its key), over TLS.")
@no_password
def chat(
    address: str | None,
    at_port: int | None,
    host: str | None,
    port: int | None,
    name: str | None,
    tls: bool | None,
    cert: Path | None,
) -> int:
    """Join the server at HOST, or by the LINK of an invitation. Without, on a terminal, asks for what it needs."""
    if (address and host) or (at_port and port):
        raise click.UsageError("host and port are given twice")
    if cert is not None and tls is False:
        raise click.UsageError("--cert needs TLS")

    from hubbub.terminal.chat import run
    from hubbub.uplink.dial import BadCertificate

    try:
        return run(address or host, at_port or port, name, tls=tls, invited=_link(address), certificate=cert)
    except BadCertificate as error:
        raise click.ClickException(str(error)) from None


def _link(address: str | None) -> InviteLink | None:
    """The link that was given in place of a host."""
    from hubbub.typed import links

    if address is None or not links.is_link(address):
        return None
    try:
        return links.read(address)
    except links.NoLink as error:
        raise click.UsageError(f"that is not the link of an invitation: {error}") from None
