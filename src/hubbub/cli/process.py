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
LONG = 10.0  # seconds after which is said that this takes its time
PATIENCE = 60.0  # seconds that the next process may be silent and do nothing


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
    """How the server is that goes on in that process, when it answers. Raises NoAnswer when it has done nothing at all
    for a while."""
    began = since = time.monotonic()
    done, told = _work(process), False
    while True:
        try:
            with ConsoleClient(data, config) as server:
                known = dict(json.loads(server.answer("status json")[0][0]))
            if not known.get("ends"):  # else it is the one before, still
                return known
        except NoAnswer:
            now = _work(process)
            if now != done:
                since, done = time.monotonic(), now
                if not told and since - began > LONG:
                    click.echo(f"It is at work still (process {process}): a large database takes its time.", err=True)
                    told = True
            elif now is None:
                raise NoAnswer(
                    "The server has ended while it was upgraded; its log says why. Start it again: nothing that was "
                    "said is lost."
                ) from None
            elif time.monotonic() - since > PATIENCE:
                raise NoAnswer(
                    f"The upgrade has begun, and the server (process {process}) neither answers nor works; its log may "
                    f"say why. If it stays so: kill -9 {process}, and start it again; nothing that was said is lost."
                ) from None
        time.sleep(0.05)


def _work(process: int) -> int | None:
    """What the process, whose number stays the same over an upgrade, and those that it started have used of the
    processor, in ticks: who changes a database for an hour is at work. Where that cannot be seen, it is the seconds
    that pass. None: there is no such process."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return None
    except PermissionError:
        pass
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        stats = [Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split() for number in (process, *children)]
    except OSError:
        return int(time.monotonic())
    return sum(int(ticks) for stat in stats for ticks in stat[11:15])
