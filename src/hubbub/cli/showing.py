"""`--tui` of `serve` and `console`: the server console in a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click


def shown(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option `tui`."""
    return click.option("--tui", is_flag=True, help="Show the server's console in this terminal.")(command)


def show(folder: Path, command: Sequence[str], host: str, port: int, *, start: bool) -> int:
    """Until it is closed; the exit code. `command` starts the server, but for address and port."""
    whole = [sys.executable, "-m", "hubbub", "serve", *command]
    from hubbub.tui.console.run import NoScreen, run

    try:
        return run(folder, whole, host, port, start=start)
    except NoScreen as error:
        raise click.ClickException(str(error)) from None
