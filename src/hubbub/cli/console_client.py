"""The way by which subcommands talk to the server that runs on a data folder: its console."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from .options import load_settings, path

DONE, REFUSED = "\x06", "\x15"  # the last line of each answer (dialects/plain/console.py)
FAILED = 1
AS_JSON = "json"  # before a command (dialects/plain/console.py)
PATIENCE = 60.0  # seconds for one answer
UNHURRIED = ("backup", "upgrade")  # take as long as there is to copy: the server has its own patience, and answers


class NoAnswer(click.ClickException):
    """There is no server to talk to, or it went away."""


def at_console(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of a subcommand that talks to the console: `data` and `config`."""
    for option in (
        click.option("--config", metavar="FILE", type=path, help="The server's settings file."),
        click.option("--data", metavar="DIR", type=path, help="The data folder of the server."),
    ):
        command = option(command)
    return command


in_json = click.option("--json", "as_json", is_flag=True, help="Answer in lines of JSON (docs/ext/rows.md).")


def order(data: Path | None, config: Path | None, *words: str, as_json: bool = False) -> int:
    """Type one command at the console, print the answer, and return the exit code. Raises NoAnswer."""
    with ConsoleClient(data, config) as server:
        return server.ask(" ".join([*([AS_JSON] if as_json else []), *words]))


def coloured(line: str) -> str:
    """What is good or bad news on a terminal; elsewhere click leaves colours out."""
    if line.startswith("Copy of ") and " proved: " in line:
        return click.style(line, fg="green")
    return click.style(line, fg="red") if line.startswith("! ") else line


class ConsoleClient:
    """A connection to the console of the server whose data folder, or settings, these are. Raises NoAnswer."""

    def __init__(self, data: Path | None, config: Path | None) -> None:
        from hubbub.settings.places import CONSOLE_FILE, data_directory

        directory = data_directory(load_settings(config, data, {}))
        self._socket = connected(directory / CONSOLE_FILE)
        self._answers = self._socket.makefile(encoding="utf-8", newline="\n")

    def ask(self, command: str) -> int:
        """Type one command, print its answer, and return the exit code: 1 when it was refused."""
        lines, done = self.answer(command)
        for line in lines:
            click.echo(coloured(line), err=not done)
        return 0 if done else FAILED

    def answer(self, command: str) -> tuple[list[str], bool]:
        """The lines of the answer, and whether the command was done."""
        lines: list[str] = []
        name = command.removeprefix(f"{AS_JSON} ").lstrip(" /").partition(" ")[0].lower()
        try:
            self._socket.settimeout(None if name in UNHURRIED else PATIENCE)
            self._socket.sendall(f"{command}\n".encode(errors="surrogateescape"))
            for line in self._answers:
                if line.rstrip("\r\n") in (DONE, REFUSED):
                    return lines, line.startswith(DONE)
                lines.append(line.rstrip("\r\n"))
        except TimeoutError:
            raise NoAnswer(f"The server has not answered for {PATIENCE:.0f} seconds.") from None
        except OSError as error:
            raise NoAnswer(f"The server went away: {error.strerror}.") from None
        raise NoAnswer("\n".join(["The server ended the connection.", *lines]))

    def __enter__(self) -> ConsoleClient:
        return self

    def __exit__(self, *_: object) -> None:
        self._answers.close()
        self._socket.close()


def connected(place: Path) -> socket.socket:
    """A connection to the console whose socket lies there. Raises NoAnswer."""
    if not hasattr(socket, "AF_UNIX"):
        raise NoAnswer("There is no console on this platform. Log in as an operator instead (OPER).")
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(PATIENCE)
    try:
        connection.connect(str(place))
    except OSError as error:
        connection.close()
        raise NoAnswer(_why_not(place, error)) from None
    return connection


def _why_not(place: Path, error: OSError) -> str:
    from hubbub.log.sqlite.lock import holder

    if isinstance(error, FileNotFoundError | ConnectionRefusedError):
        if process := holder(place.parent):
            return (
                f"The server on the data folder {place.parent} (process {process}) has no console: it has only begun, "
                "or another machine of its cluster decides, which hubbub cluster names: that one has it. To have this "
                f"one read its settings and its certificate again: kill -HUP {process}"
            )
        return (
            f"No server runs on the data folder {place.parent}. Name its folder with --data, or start it: hubbub serve"
        )
    if isinstance(error, PermissionError):
        return f"You may not use {place}: run this as the user that runs the server."
    return f"There is no console at {place}: {error.strerror or error}. A shorter path for --data may help."
