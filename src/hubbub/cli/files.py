"""`hubbub files`: what people have uploaded, looked at on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from .options import load_settings, only_in_folders, path, text

_SAID = {
    "missing": "its content is missing",
    "damaged": "its content is damaged: put back that of a copy, or remove the file",
    "orphan": "no file has this content; the server removes it at its next start, or within an hour",
}
_config = click.option("--config", metavar="FILE", type=path, help="The server's settings file.")
_data = click.option("--data", metavar="DIR", type=path, help="The data folder of the server.")


@click.group()
def files() -> None:
    """What people have uploaded."""


@files.command("list")
@_data
@_config
def listed(data: Path | None, config: Path | None) -> int:
    """List all files, the oldest first."""
    from hubbub.files.inventory import kept
    from hubbub.wire.sanitize import visible

    with _told(folder := _folder(data, config)):
        found = kept(folder)
    for file in found:
        when = datetime.fromtimestamp(file.at / 1000).strftime("%Y-%m-%d %H:%M")
        click.echo(f"{file.id}  {when}  {file.size:>11}  {file.uses:>2}  {visible(file.owner)}  {visible(file.name)}")
    click.echo(f"{len(found)} files, {sum(file.size for file in found)} bytes")
    return 0


@files.command()
@_data
@_config
def check(data: Path | None, config: Path | None) -> int:
    """Compare each content with its hash, and find what is missing or belongs to no file."""
    from hubbub.files.inventory import faults
    from hubbub.wire.sanitize import visible

    with _told(folder := _folder(data, config)):
        found = list(faults(folder))
    for fault in found:
        click.echo(f"{visible(fault.about)}: {_SAID[fault.what]} ({fault.path})")
    click.echo("All files are whole." if not found else f"{len(found)} found.")
    return 1 if any(fault.what != "orphan" for fault in found) else 0


@files.command()
@click.argument("id", type=text)
@_data
@_config
def remove(id: str, data: Path | None, config: Path | None) -> int:
    """Remove a file for good, while the server is stopped. While it runs: remove the message that has it."""
    from hubbub.files.inventory import remove
    from hubbub.wire.sanitize import visible

    with _told(folder := _folder(data, config)):
        gone = remove(folder, id)
    if gone is None:
        raise click.ClickException(f"there is no file {id}; to see those that there are: hubbub files list")
    click.echo(f"{visible(gone.name)} is removed; messages that had it keep its link.")
    return 0


def _folder(data: Path | None, config: Path | None) -> Path:
    from hubbub.settings.places import data_directory

    settings = load_settings(config, data, {})
    only_in_folders(settings)
    return data_directory(settings).absolute()


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    import apsw

    from hubbub.log.sqlite.errors import CannotOpen

    try:
        yield
    except CannotOpen as error:
        raise click.ClickException(str(error)) from None
    except (apsw.Error, OSError) as error:
        raise click.ClickException(f"The files of {folder} cannot be read: {error}") from None
