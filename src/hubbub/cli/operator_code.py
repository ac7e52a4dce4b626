"""`hubbub operator-code`: how to become the operator of a server that has none yet."""

from __future__ import annotations

from pathlib import Path

import click

from .console_client import at_console
from .options import load_settings


@click.command()
@at_console
def operator_code(data: Path | None, config: Path | None) -> int:
    """Show the code that makes the first operator, and how to use it."""
    from hubbub.settings.places import CODE_FILE, data_directory

    place = data_directory(load_settings(config, data, {})) / CODE_FILE
    try:
        code = place.read_text("ascii").strip()
    except FileNotFoundError:
        raise click.ClickException(
            f"There is no such code in {place.parent}: the server has an operator, or has not started there yet. (In a "
            "cluster it is on the machine that decides; hubbub cluster says which.)"
        ) from None
    click.echo(f"Join from this machine and type:\n  /register PASSWORD\n  /operator {code}")
    return 0
