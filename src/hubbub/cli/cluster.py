"""`hubbub cluster`: what servers share that run with --cluster."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .options import load_settings, path

if TYPE_CHECKING:
    from hubbub.log.moving import Moved

_config = click.option("--config", metavar="FILE", type=path, help="The settings, with the database in [cluster] log.")
_data = click.option("--data", metavar="DIR", type=path, required=True, help="The data folder.")


@click.group(invoke_without_command=True)
@click.option("--data", metavar="DIR", type=path, help="The data folder.")
@_config
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_context
def cluster(context: click.Context, data: Path | None, config: Path | None, as_json: bool) -> int:
    """The machines that share a log: who of them decides, and how far each is. Or move that log."""
    return 0 if context.invoked_subcommand else _show(data, config, as_json=as_json)


@cluster.command()
@click.option("--data", metavar="DIR", type=path, help="The data folder.")
@_config
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def status(data: Path | None, config: Path | None, as_json: bool) -> int:
    """Who decides, and how far each machine is."""
    return _show(data, config, as_json=as_json)


@cluster.command("import")
@_data
@_config
def take_in(data: Path, config: Path | None) -> int:
    """Carry the log of a data folder into the empty database of the settings. The folder stays as it is."""
    from hubbub.log.moving import to_postgres

    address = _address(data, config)
    return _carry(lambda: to_postgres(data.absolute(), address), "the database")


@cluster.command()
@_data
@_config
def export(data: Path, config: Path | None) -> int:
    """Carry the log of the database into a data folder that has none, for one machine without --cluster."""
    from hubbub.log.moving import to_directory

    address = _address(data, config)
    return _carry(lambda: to_directory(address, data.absolute()), str(data))


def _show(data: Path | None, config: Path | None, *, as_json: bool) -> int:
    """Exit code 1: nobody decides."""
    from hubbub.log.errors import CannotOpen
    from hubbub.log.postgres import how_it_stands
    from hubbub.server.cluster import standing

    try:
        found = how_it_stands(_address(data, config), standing.NODE)
    except CannotOpen as error:
        raise click.ClickException(str(error)) from None
    click.echo(standing.in_json(found) if as_json else "\n".join(standing.lines(found)))
    return 0 if found is not None and found.served else 1


def _address(data: Path | None, config: Path | None) -> str:
    address = load_settings(config, data, {}).cluster.log
    if not address:
        raise click.UsageError("the settings name no database: log in the table [cluster]")
    return address


def _carry(work: Callable[[], Moved], into: str) -> int:
    from hubbub.log.errors import CannotOpen

    try:
        moved = work()
    except CannotOpen as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{moved.rooms} rooms, {moved.accounts} accounts and {moved.entries} entries are in {into} now.")
    return 0
