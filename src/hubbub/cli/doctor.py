"""`hubbub doctor`: what is wrong with the installation, and what helps."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hubbub import __version__

from .console_client import ConsoleClient, Hangs, NoAnswer, at_console
from .options import config_file, read_settings

if TYPE_CHECKING:
    from hubbub.doctor.finding import Finding

FAILED = 1


@click.command()
@click.option("--fix", is_flag=True, help="Mend what is safe to mend: rights of files, and leftovers.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@at_console
def doctor(fix: bool, as_json: bool, data: Path | None, config: Path | None) -> int:
    """Look what is wrong with the server of this machine, whether it runs or not. The exit code is 1 when something is.

    Each line says what it means, and what helps.
    """
    found, running = _examined(data, config)
    mended: list[Finding] = []
    for finding in found if fix else ():
        if finding.mend is not None:
            finding.mend()
            mended.append(finding)
    left = [finding for finding in found if finding not in mended]
    if as_json:
        plain = {"found": list(map(_plain, left)), "mended": list(map(_plain, mended))}
        click.echo(json.dumps({"running": running, **plain}))
    else:
        _show(left, mended, running=running)
    return FAILED if any(finding.level == "bad" for finding in left) else 0


def _examined(data: Path | None, config: Path | None) -> tuple[list[Finding], bool]:
    from hubbub.doctor.examine import cannot_look, case_of, examine, of_settings
    from hubbub.log.sqlite.lock import holder
    from hubbub.settings import SettingsError, data_directory

    try:
        settings = read_settings(config, data, {})
    except SettingsError as error:
        return of_settings(error), False
    except OSError as error:
        return [cannot_look(error, "the settings")], False
    told = _told(data, config)
    folder = data_directory(settings).absolute()
    running = told is not None or holder(folder) > 0  # of a cluster's machines one has a console
    case = case_of(settings, folder, config_file(config, data), running=running, now=time.time())
    found = examine(case)
    known = {finding.what for finding in found}
    return [*(one for one in told or () if one.what not in known), *found], running


def _told(data: Path | None, config: Path | None) -> list[Finding] | None:
    """What the running server says of itself; None: it does not run, or not on this machine."""
    from hubbub.doctor.finding import Finding

    try:
        with ConsoleClient(data, config) as server:
            lines, done = server.answer("status json")
    except Hangs as error:
        return [Finding("bad", "hangs", error.says, error.helps)]
    except (NoAnswer, OSError):
        return None
    known: dict[str, Any] = json.loads(lines[0]) if done and lines else {"troubles": [], "version": __version__}
    found = [Finding("bad" if one["down"] else "warn", one["what"], one["says"], "") for one in known["troubles"]]
    if known["version"] != __version__:
        says = f"hubbub {known['version']} runs, and {__version__} is installed"
        found.append(Finding("warn", "other_version", says, "hubbub upgrade: nobody is disconnected"))
    return found


def _show(left: list[Finding], mended: list[Finding], *, running: bool) -> None:
    click.echo(f"The server {'runs' if running else 'does not run'}.")
    for finding in mended:
        click.echo(f"mended  {finding.what}: {finding.says}")
    for finding in left:
        click.echo(f"{finding.level:6}  {finding.what}: {finding.says}")
        if finding.helps:
            click.echo(f"        -> {finding.helps}")
    if not left:
        click.echo("ok      nothing is wrong")


def _plain(finding: Finding) -> dict[str, str]:
    return {"level": finding.level, "what": finding.what, "says": finding.says, "helps": finding.helps}
