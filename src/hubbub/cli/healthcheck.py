"""`hubbub healthcheck`: whether a server is well, for containers and supervisors that have no other tool."""

from __future__ import annotations

import http.client
from pathlib import Path

import click

from .options import load_settings, path

SECONDS = 5.0


@click.command()
@click.option("--config", metavar="FILE", type=path, help="The server's settings file.")
@click.option("--data", metavar="DIR", type=path, help="The data folder of the server.")
@click.option("--port", type=int, help="Where it listens, if neither says it.")
def healthcheck(config: Path | None, data: Path | None, port: int | None) -> int:
    """Ask the server of this machine how it is; the exit code is 0 when people can talk there."""
    listen = load_settings(config, data, {}).listen
    host = listen.host if listen.host not in ("", "0.0.0.0", "::") else "127.0.0.1"
    connection = http.client.HTTPConnection(host, port or listen.port, timeout=SECONDS)
    try:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        said = answer.read(10_000).decode(errors="replace").strip()
    except (OSError, http.client.HTTPException) as error:
        click.echo(f"No server answers at {host}, port {port or listen.port}: {error}", err=True)
        return 1
    finally:
        connection.close()
    click.echo(said)
    return 0 if answer.status == 200 else 1
