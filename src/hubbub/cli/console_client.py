"""The way by which subcommands talk to the server that runs on a data folder: its console."""

from __future__ import annotations

import socket
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from .options import load_settings, path

DONE, REFUSED = "\x06", "\x15"  # the last line of each answer (dialects/plain/console.py)
FAILED = 1
AS_JSON = "json"  # before a command (dialects/plain/console.py)
PATIENCE = 60.0  # seconds for one answer
SIGN = 5.0  # seconds without a word of it until the server is asked whether it lives, and for that answer
UNHURRIED = ("backup", "upgrade")  # take as long as there is to copy: the server has its own patience, and answers


class NoAnswer(click.ClickException):
    """There is no server to talk to, or it went away."""


class Hangs(NoAnswer):
    """There is one, and it stands still: what that is, and what helps."""

    def __init__(self, folder: Path) -> None:
        from hubbub.log.sqlite.lock import holder

        process = holder(folder)
        named = f" (process {process})" if process else ""
        here = f"the server on the data folder {folder}{named}"
        self.says = f"{here} does not answer: it stands still, or its machine is too busy"
        end = f"kill -9 {process}" if process else "end it"
        self.helps = f"if it stays so: {end}, and start it again; nothing that was said is lost"
        super().__init__(f"T{self.says[1:]}. What it was told last may be done or not. I{self.helps[1:]}.")


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
    """A connection to the console of the server whose data folder, or settings, these are. Raises NoAnswer.

    `sign`: how many seconds it may be silent until it is asked whether it lives.
    """

    def __init__(self, data: Path | None, config: Path | None, sign: float = SIGN) -> None:
        from hubbub.settings.places import CONSOLE_FILE, data_directory

        self.place = data_directory(load_settings(config, data, {})) / CONSOLE_FILE
        self._sign = sign
        self._socket = connected(self.place, sign)
        self._lines: deque[bytes] = deque()  # that have come, and the begin of the next one
        self._begun = b""

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
            self._socket.sendall(f"{command}\n".encode(errors="surrogateescape"))
            for line in self._answers(None if name in UNHURRIED else PATIENCE):
                if line in (DONE, REFUSED):
                    return lines, line == DONE
                lines.append(line)
        except TimeoutError:  # it takes nothing
            raise Hangs(self.place.parent) from None
        except OSError as error:
            raise NoAnswer(f"The server went away: {error.strerror}.") from None
        raise NoAnswer("\n".join(["The server ended the connection.", *lines]))

    def _answers(self, patience: float | None) -> Iterator[str]:
        """The lines as they come; that is waited for as long as the server lives, and no longer than `patience`.

        Raises NoAnswer and OSError.
        """
        until = time.monotonic() + (patience or 0)
        while True:
            while self._lines:
                yield self._lines.popleft().decode(errors="replace").rstrip("\r")
            try:
                come = self._socket.recv(1 << 16)
            except TimeoutError:
                if not lives(self.place, self._sign):
                    raise Hangs(self.place.parent) from None
                if patience is not None and time.monotonic() > until:
                    raise NoAnswer(f"The server has not answered for {patience:.0f} seconds.") from None
                continue
            if not come:
                return
            *whole, self._begun = (self._begun + come).split(b"\n")
            self._lines.extend(whole)
            until = time.monotonic() + (patience or 0)

    def __enter__(self) -> ConsoleClient:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()


def lives(place: Path, sign: float) -> bool:
    """Whether the server answers a line in which is nothing. One that nobody can come to, or that closes at once, is
    just being taken over, or ends: who waits for it is told by their own connection."""
    try:
        with connected(place, sign) as another:
            another.sendall(b"\n")
            another.recv(1)
    except (Hangs, TimeoutError):
        return False
    except (NoAnswer, OSError):
        pass
    return True


def connected(place: Path, sign: float = SIGN) -> socket.socket:
    """A connection to the console whose socket lies there. Raises NoAnswer."""
    if not hasattr(socket, "AF_UNIX"):
        raise NoAnswer("There is no console on this platform. Log in as an operator instead (OPER).")
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(sign)
    try:
        connection.connect(str(place))
    except (TimeoutError, BlockingIOError):  # more wait before it than it lets wait
        connection.close()
        raise Hangs(place.parent) from None
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
