"""`hubbub serve`: the options of the server."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .options import PORT, BadSettings, config_file, load_settings, no_password, path, read_settings, text
from .showing import show, shown

if TYPE_CHECKING:
    from hubbub.server.process.early import Early
    from hubbub.settings import Settings

_OPTIONS = {
    "server.name": "--name",
    "server.lobby": "--lobby",
    "listen.tls_cert": "--tls-cert",
    "listen.tls_key": "--tls-key",
}


@click.command()
@click.option("--host", type=text, help="Address to listen on. Default: all of this machine.")
@click.option("--port", type=PORT, help="Port to listen on. Default: 7777.")
@click.option(
    "--listen",
    "addresses",
    metavar="[KIND://]ADDRESS:PORT",
    type=text,
    multiple=True,
    help="Listen there too; a KIND of plain, irc or http takes only that. May be repeated.",
)
@click.option("--data", metavar="DIR", type=path, help="The folder that keeps everything.")
@click.option("--config", metavar="FILE", type=path, help="Settings file. Default: hubbub.toml in the data folder.")
@click.option("--name", type=text, help="The server's name. Default: the machine's host name.")
@click.option("--lobby", metavar="ROOM", help='The room where everybody starts; "" for none. Default: #lobby.')
@click.option("--tls-cert", metavar="FILE", type=path, help="Certificate chain (PEM). Default: a self-signed one.")
@click.option("--tls-key", metavar="FILE", type=path, help="Private key of the certificate (PEM).")
@click.option("--ask", is_flag=True, help="Ask for address and port.")
@click.option("--no-limits", is_flag=True, help="No limits per address, no flood control. For tests; loopback only.")
@click.option("--cluster", is_flag=True, help="Be one of many machines: [cluster] of the settings.")
@shown
@click.option("--check", is_flag=True, help="Only say whether it could start.")
@no_password
def serve(
    host: str | None,
    port: int | None,
    addresses: tuple[str, ...],
    data: Path | None,
    config: Path | None,
    name: str | None,
    lobby: str | None,
    tls_cert: Path | None,
    tls_key: Path | None,
    ask: bool,
    no_limits: bool,
    cluster: bool,
    gui: bool,
    tui: bool,
    check: bool,
) -> int:
    """Run the server until Ctrl-C or SIGTERM. With --gui or --tui it is a process of its own, which that shows."""
    from hubbub.server.process.early import Early

    early = None if gui or tui else Early()
    if ask:
        host, port = _ask(host, port)
    flags = {
        "listen.host": host,
        "listen.port": port,
        "listen.addresses": addresses,
        "listen.tls_cert": _absolute(tls_cert),
        "listen.tls_key": _absolute(tls_key),
        "server.name": name,
        "server.lobby": lobby,
    }
    settings = load_settings(config, data, flags)
    reread = partial(read_settings, config, data, flags)
    if no_limits:
        _only_loopback(settings)
    _check_cluster(settings, cluster=cluster)
    if early is None:
        switches = {"--no-limits": no_limits, "--cluster": cluster}
        command = _again(data, config, flags, [option for option, is_on in switches.items() if is_on])
        return _show(settings, command, gui=gui, tui=tui)
    file = config_file(config, data)
    return _check(settings, file) if check else _run(settings, early, file, reread, no_limits=no_limits)


def _again(data: Path | None, config: Path | None, flags: dict[str, Any], switches: list[str]) -> list[str]:
    """The same options once more, but for address and port: for the process that a console starts."""
    given = {"--data": _absolute(data), "--config": _absolute(config)}
    given |= {option: flags[setting] for setting, option in _OPTIONS.items()}
    command = [part for option, value in given.items() if value is not None for part in (option, value)]
    command += [part for address in flags["listen.addresses"] for part in ("--listen", address)]
    return command + switches


def _show(settings: Settings, command: list[str], *, gui: bool, tui: bool) -> int:
    """The console, which starts the server."""
    from hubbub.settings import data_directory

    folder, listen = data_directory(settings).absolute(), settings.listen
    return show(folder, command, listen.host, listen.port, gui=gui, tui=tui, start=True)


def _check(settings: Settings, file: Path | None) -> int:
    """Say whether a server could start with these settings, which are of that file."""
    from hubbub.server.process import run
    from hubbub.settings import SettingsError

    try:
        click.echo(run.check(settings, file))
    except run.CannotStart as error:
        raise click.ClickException(str(error)) from None
    except SettingsError as error:
        raise BadSettings(error) from None
    return 0


def _run(
    settings: Settings, early: Early, file: Path | None, reread: Callable[[], Settings], *, no_limits: bool
) -> int:
    """Serve: as all there is, as a node among many machines, or as the child of one that decides. The exit code."""
    from hubbub.settings import SettingsError

    try:
        if not settings.cluster.bus:
            from hubbub.server.process import run

            return run.run(settings, no_limits=no_limits, reread=reread, config=file, early=early)
        from hubbub.server.cluster import child

        if child.is_decider():
            from hubbub.server.cluster import decider

            return decider.run(settings, no_limits=no_limits, reread=reread, config=file, early=early)
        from hubbub.server.cluster import run as node

        return node.run(settings, no_limits=no_limits, reread=reread, early=early)
    except SettingsError as error:
        raise BadSettings(error) from None


def _ask(host: str | None, port: int | None) -> tuple[str | None, int]:
    """Address and port as typed, with what was given on the command line as the defaults."""
    asked = click.prompt("Address to listen on (* for all)", default=host or "*", value_proc=text)
    return ("" if asked == "*" else asked), click.prompt("Port", default=7777 if port is None else port, type=PORT)


def _only_loopback(settings: Settings) -> None:
    from hubbub.settings import listeners

    for listener in listeners(settings.listen):
        if not listener.loopback:
            raise click.UsageError(f"--no-limits is for loopback addresses only, and {listener} is not one")


def _check_cluster(settings: Settings, *, cluster: bool) -> None:
    """A server never opens another log than the one that is meant."""
    if cluster and not settings.cluster.log:
        raise click.UsageError("--cluster needs the address of a database: log in the table [cluster] of the settings")
    if settings.cluster.log and not cluster:
        raise click.UsageError("the settings have a database in [cluster] log: start with --cluster, or take it out")


def _absolute(path: Path | None) -> str | None:
    return None if path is None else str(path.absolute())
