"""`hubbub healthcheck`: whether a server is well, for containers and supervisors that have no other tool."""

from __future__ import annotations

import http.client
import json
from pathlib import Path

import click

from .console_client import ConsoleClient, Hangs, NoAnswer
from .options import Whole, load_settings, path

SECONDS = 5.0


@click.command()
@click.option("--config", metavar="FILE", type=path, help="The server's settings file.")
@click.option("--data", metavar="DIR", type=path, help="The data folder of the server.")
@click.option("--port", type=Whole(1, 65535), help="Where it listens, if neither says it.")
def healthcheck(config: Path | None, data: Path | None, port: int | None) -> int:
    """Ask the server of this machine how it is; the exit code is 0 when people can talk there."""
    listen = load_settings(config, data, {}).listen
    host, wanted = _here(listen.host), port or listen.port
    try:
        status, said = _ask(host, wanted)
    except (OSError, http.client.HTTPException) as error:
        found = _told(data, config) if port is None else None  # it may have been started with --port
        if found is None or found == (host, wanted):
            return _nobody(host, wanted, error)
        try:
            status, said = _ask(*found)
        except (OSError, http.client.HTTPException) as another:
            return _nobody(*found, another)
    click.echo(said)
    return 0 if status == 200 else 1


def _nobody(host: str, port: int, error: Exception) -> int:
    why = getattr(error, "strerror", None) or str(error) or error.__class__.__name__
    click.echo(f"No server answers at {host}, port {port}: {why}", err=True)
    return 1


def _ask(host: str, port: int) -> tuple[int, str]:
    """The status, and what it says. Raises OSError and HTTPException."""
    connection = http.client.HTTPConnection(host, port, timeout=SECONDS)
    try:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        return answer.status, answer.read(10_000).decode(errors="replace").strip()
    finally:
        connection.close()


def _told(data: Path | None, config: Path | None) -> tuple[str, int] | None:
    """Where the server of that folder says that it listens; None: there is none. Raises Hangs."""
    try:
        with ConsoleClient(data, config, SECONDS / 2) as server:
            known = json.loads(server.answer("status json")[0][0])
        return _here(str(known["host"])), int(known["port"])
    except Hangs:
        raise
    except (NoAnswer, LookupError, ValueError):
        return None


def _here(host: str) -> str:
    return host if host not in ("", "0.0.0.0", "::") else "127.0.0.1"
