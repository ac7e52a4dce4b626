"""`hubbub status`, `reload` and `upgrade`: the process of the server that runs on a data folder."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

import click

from .console_client import ConsoleClient, NoAnswer, at_console

WRONG = 78  # as where a start is refused for the settings
FAILED = 1
PATIENCE = 60.0  # seconds that the next process may take to answer, and longer where it is seen to be at work


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@at_console
def status(as_json: bool, data: Path | None, config: Path | None) -> int:
    """Show how the running server is. The exit code is 1 when something is not as it should be."""
    with ConsoleClient(data, config) as server:
        known = json.loads(server.answer("status json")[0][0])
        lines = [json.dumps(known, indent=1)] if as_json else server.answer("status")[0]
    for line in lines:
        click.echo(line)
    return FAILED if known["troubles"] else 0


@click.command()
@at_console
def reload(data: Path | None, config: Path | None) -> int:
    """Let the running server read its settings and certificate again; 78 when something is wrong with them."""
    with ConsoleClient(data, config) as server:
        lines, done = server.answer("reload")
    told = lines if done else "\n".join(lines).removeprefix("! ").split(" | ")
    for line in told:
        click.echo(line, err=not done)
    return 0 if done else WRONG


@click.command()
@at_console
def upgrade(data: Path | None, config: Path | None) -> int:
    """Let the program on disk take over the running server; nobody is disconnected.

    When it does not start or go on, it says why, and the one before goes on.
    """
    return hand_over(data, config)


def hand_over(data: Path | None, config: Path | None) -> int:
    """Do that; the exit code. Raises NoAnswer."""
    with ConsoleClient(data, config) as server:
        process = json.loads(server.answer("status json")[0][0])["process"]
        lines, done = server.answer("upgrade")
    for line in lines:
        click.echo(line, err=not done)
    if not done:
        return FAILED
    known = until_it_answers(data, config, process)
    if known["not_upgraded"]:
        click.echo(f"No upgrade: {known['not_upgraded']}. hubbub {known['version']} goes on as before.", err=True)
        return FAILED
    people = known["people"]
    click.echo(f"hubbub {known['version']} goes on, with {people} {'person' if people == 1 else 'people'} connected.")
    return 0


def until_it_answers(data: Path | None, config: Path | None, process: int) -> dict[str, Any]:
    """How the server is that goes on in that process, when it answers. Raises NoAnswer."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with ConsoleClient(data, config) as server:
                known = dict(json.loads(server.answer("status json")[0][0]))
            if not known.get("ends"):  # else it is the one before, still
                return known
        except NoAnswer:
            if time.monotonic() > until and not _is_there(process):
                raise
        time.sleep(0.05)


def _is_there(process: int) -> bool:
    """Whether a process of that number runs: that of the server stays the same over an upgrade."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
