"""`--gui` and `--tui` of `serve` and `console`: the server console in a window, or in a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click


def shown(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options `gui` and `tui`."""
    for option in (
        click.option("--tui", is_flag=True, help="Show the server's console in this terminal."),
        click.option("--gui", is_flag=True, help="Show the server's console in a window."),
    ):
        command = option(command)
    return command


def show(folder: Path, command: Sequence[str], host: str, port: int, *, gui: bool, tui: bool, start: bool) -> int:
    """Until it is closed; the exit code. `command` starts the server, but for address and port."""
    if gui and tui:
        raise click.UsageError("--gui and --tui are two ways to see the same: choose one")
    whole = [sys.executable, "-m", "hubbub", "serve", *command]
    if gui:
        from hubbub.desktop.console.run import run as in_window
        from hubbub.desktop.run import NoWindows

        try:
            return in_window(folder, whole, host, port, start=start)
        except NoWindows as error:
            raise click.ClickException(str(error)) from None
    from hubbub.tui.console.run import NoScreen, run

    try:
        return run(folder, whole, host, port, start=start)
    except NoScreen as error:
        raise click.ClickException(str(error)) from None
