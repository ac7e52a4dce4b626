"""`hubbub serve`: the options of the server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .options import PORT, BadSettings, load_settings, no_password, path, text
from .reading import config_file
from .serving import Given, absolute, contradiction, run
from .showing import show, shown

if TYPE_CHECKING:
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
    given = Given(host, port, addresses, data, config, name, lobby, tls_cert, tls_key, no_limits, cluster)
    settings = load_settings(config, data, given.flags)
    if complaint := contradiction(given, settings):
        raise click.UsageError(complaint)
    if early is None:
        return _show(settings, _again(given), gui=gui, tui=tui)
    return _check(settings, config_file(config, data)) if check else run(given, settings, early)


def _again(given: Given) -> list[str]:
    """The same options once more, but for address and port: for the process that a console starts."""
    values: dict[str, object] = {"--data": absolute(given.data), "--config": absolute(given.config)}
    values |= {option: given.flags[setting] for setting, option in _OPTIONS.items()}
    command = [part for option, value in values.items() if value is not None for part in (option, str(value))]
    command += [part for address in given.addresses for part in ("--listen", address)]
    switches = {"--no-limits": given.no_limits, "--cluster": given.cluster}
    return command + [option for option, is_on in switches.items() if is_on]


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


def _ask(host: str | None, port: int | None) -> tuple[str | None, int]:
    """Address and port as typed, with what was given on the command line as the defaults."""
    asked = click.prompt("Address to listen on (* for all)", default=host or "*", value_proc=text)
    return ("" if asked == "*" else asked), click.prompt("Port", default=7777 if port is None else port, type=PORT)
