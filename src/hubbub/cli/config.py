"""`hubbub config`: every setting, as TOML that can be saved and edited."""

from __future__ import annotations

from pathlib import Path

import click

from .options import load_settings, path


@click.command()
@click.option("--data", metavar="DIR", type=path, help="The data folder whose hubbub.toml is read.")
@click.option("--config", metavar="FILE", type=path, help="Settings file to read in its place.")
@click.option("--defaults", is_flag=True, help="The defaults, whatever the file says.")
@click.option("--markdown", is_flag=True, help="The defaults as the tables of the documentation.")
def config(data: Path | None, config: Path | None, defaults: bool, markdown: bool) -> int:
    """Print all settings with what they mean; passwords are left out."""
    from hubbub.settings import Settings
    from hubbub.settings.show import to_markdown, to_toml

    if markdown:
        click.echo(to_markdown(), nl=False)
    else:
        click.echo(to_toml(Settings() if defaults else load_settings(config, data, {})), nl=False)
    return 0
