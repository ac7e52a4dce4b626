"""`hubbub lockdown`: who may register, come in and speak on the running server, for now."""

from __future__ import annotations

from pathlib import Path

import click

from .console import at_console, order
from .options import text


@click.command()
@click.argument("level", type=text, required=False, metavar="[open|no-registration|accounts-only|read-only]")
@at_console
def lockdown(level: str | None, data: Path | None, config: Path | None) -> int:
    """Lock the server down, as `/lockdown` does in the chat, or show how far it is. It needs the running server."""
    return order(data, config, "lockdown", *([level] if level else []))
