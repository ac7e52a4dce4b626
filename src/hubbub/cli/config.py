"""`hubbub config`: every setting, as TOML that can be saved and edited."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .options import BadSettings, config_file, load_settings_with_sources, path, writing

if TYPE_CHECKING:
    from hubbub.settings import Settings


@click.command()
@click.option("--data", metavar="DIR", type=path, help="The data folder whose hubbub.toml is read.")
@click.option("--config", metavar="FILE", type=path, help="Settings file to read in its place.")
@click.option("--defaults", is_flag=True, help="The defaults, whatever the file says.")
@click.option("--markdown", is_flag=True, help="The defaults as the tables of the documentation.")
@click.option("--check", is_flag=True, help="Print nothing; say what is wrong, if anything is (exit code 78).")
@click.option("--save", metavar="FILE", type=path, help="Write them to a new file of yours alone, passwords included.")
def config(
    data: Path | None, config: Path | None, defaults: bool, markdown: bool, check: bool, save: Path | None
) -> int:
    """Print all settings, with what they mean and where they come from; passwords are not shown."""
    from hubbub.settings import Settings, SettingsError, server_password
    from hubbub.settings.show import to_markdown, to_toml

    if markdown:
        click.echo(to_markdown(), nl=False)
        return 0
    if defaults:
        settings, sources = Settings(), {}
    else:
        if not check and save is None:
            _look_where_it_goes(config_file(config, data))
        try:
            loaded = load_settings_with_sources(config, data)
        except BadSettings:
            if not check and save is None:
                click.echo("these settings are wrong, and not shown")  # no TOML: as a file it starts no server, either
            raise
        settings, sources = loaded.settings, loaded.sources
    if check:
        try:
            server_password(settings)
        except SettingsError as error:
            raise BadSettings(error) from None
    elif save is not None:
        _save(settings, save)
    else:
        click.echo(to_toml(settings, sources=sources), nl=False)
    return 0


def _look_where_it_goes(file: Path | None) -> None:
    """What is printed into the settings file itself comes after the shell has emptied that: it would say that there
    are no passwords. Raises click.ClickException."""
    try:
        where = os.fstat(1)
        if file is None or not os.path.samestat(where, file.stat()):
            return
    except OSError:
        return
    if where.st_size:
        raise click.ClickException(f"{file} would have all settings twice: print them elsewhere")
    click.echo("these settings were lost")  # no TOML: no server starts with it
    raise click.ClickException(
        f"your shell has emptied {file} before it could be read. If something was in it, put it back from a copy; for "
        f"a new one: hubbub config --defaults > {file}"
    )


def _save(settings: Settings, file: Path) -> None:
    from hubbub.settings.show import to_toml

    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise click.ClickException(f"{file} is there already: name a new file") from None
    try:
        with writing(file), os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as out:
            out.write(to_toml(settings, secrets=True))
    except OSError:  # half of the settings would be read as all of them
        file.unlink(missing_ok=True)
        raise
