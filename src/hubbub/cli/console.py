"""`hubbub console`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from .console_client import AS_JSON, ConsoleClient, at_console, connected, in_json, order
from .options import load_settings, text
from .showing import show, shown

GOODBYE = ("quit", "/quit", "exit", "/exit")


def _begun(ctx: click.Context, _: click.Parameter, begun: str) -> list[str]:
    """For shells: the commands that there are, and the words behind them."""
    from hubbub.dialects.plain.console import USEFUL
    from hubbub.dialects.services.console import CONSOLE
    from hubbub.typed import table

    from .served import following

    before = tuple(ctx.params.get("words") or ())
    row = table.find(before[0]) if before else None
    words = [word for word, _ in following(row, before[1:])] if row is not None and row.console else []
    if not before:
        words = sorted({*CONSOLE, *(command.name for command in USEFUL)})
    return [word for word in words if word.startswith(begun.lower())]


@click.command()
@click.argument("words", nargs=-1, type=text, metavar="[COMMAND]...", shell_complete=_begun)
@in_json
@shown
@at_console
def console(words: tuple[str, ...], data: Path | None, config: Path | None, as_json: bool, gui: bool, tui: bool) -> int:
    """Give an operator's commands to the running server: one as arguments, or many as lines of standard input.

    `hubbub console help` lists them. --gui and --tui show the server: who is here, rooms, reports, bans, the log.
    """
    if gui or tui:
        if words:
            raise click.UsageError("a command needs neither --gui nor --tui")
        return _watch(data, config, gui=gui, tui=tui)
    if words:
        return order(data, config, *words, as_json=as_json)
    with ConsoleClient(data, config) as server:
        codes = [server.ask(f"{AS_JSON} {typed}" if as_json else typed) for typed in _typed()]
    return max(codes, default=0)


def _watch(data: Path | None, config: Path | None, *, gui: bool, tui: bool) -> int:
    """Show the server that runs on the folder. Raises NoAnswer."""
    from hubbub.settings.places import CONSOLE_FILE, data_directory

    settings = load_settings(config, data, {})
    folder = data_directory(settings).absolute()
    connected(folder / CONSOLE_FILE).close()
    given = {"--data": str(data.absolute()) if data else None, "--config": str(config.absolute()) if config else None}
    command = [part for option, value in given.items() if value is not None for part in (option, value)]
    listen = settings.listen
    return show(folder, command, listen.host, listen.port, gui=gui, tui=tui, start=False)


def _typed() -> Iterator[str]:
    """Lines of standard input, with a prompt where somebody sits before it."""
    asking = sys.stdin.isatty()
    while True:
        if asking:
            click.echo("> ", nl=False)
        line = sys.stdin.readline()
        if not line or line.strip() in GOODBYE:
            return
        if line.strip():
            yield line.rstrip("\r\n")
