"""`hubbub rollback`: the way back from an upgrade, in one command where the earlier program is installed again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .console_client import ConsoleClient, Hangs, NoAnswer, at_console
from .copies import many, time_of, told
from .options import load_settings, only_in_folders
from .process import hand_over, until_it_answers

if TYPE_CHECKING:
    from hubbub.copies.manifest import Manifest
    from hubbub.copies.restoring import Since


@click.command()
@at_console
@click.option("--yes", is_flag=True, help="Do not ask.")
def rollback(data: Path | None, config: Path | None, yes: bool) -> int:
    """Go back to the hubbub from before the last upgrade.

    Install it, as the newer one was installed; then this puts back the copy of the database that was made before the
    upgrade, and lets the running server begin anew with that. Where the upgrade has not changed the database nothing is
    put back, and nobody is disconnected.
    """
    from hubbub import __version__
    from hubbub.copies.restoring import roll_back
    from hubbub.log.sqlite.engine import DATABASE
    from hubbub.log.sqlite.schema import NEWEST, version_on_disk
    from hubbub.settings.places import copies_directory, data_directory

    settings = load_settings(config, data, {})
    only_in_folders(settings)
    directory = data_directory(settings).absolute()
    present = version_on_disk(directory / DATABASE)
    running = _running(data, config)
    if running and present == NEWEST and _parts(__version__) < _parts(running["version"]):
        click.echo(f"hubbub {__version__} reads the database as it is: nothing is put back.")
        return hand_over(data, config)
    copy, manifest = _copy(copies_directory(settings), present)
    is_earlier = not present or present > NEWEST
    if running and not is_earlier:
        raise click.ClickException(
            f"This is hubbub {__version__}, which would bring the database to its schema again. Install the one that "
            f"ran until {time_of(manifest.at)}, and say once more: hubbub rollback. Meanwhile the server goes on."
        )
    _tell(directory, copy, manifest)
    if running:
        click.echo("The server begins anew with it: everybody is disconnected for a moment.")
    if not yes and not click.confirm("Put it back?"):
        return 1
    if running:
        return _under(running, directory, copy, data, config)
    with told():
        _tell_aside(*roll_back(directory, copy))
    click.echo(
        f"Now start it: hubbub serve --data {directory}"
        if is_earlier
        else f"Now start the hubbub from before: {__version__}, which is this one, would upgrade it again."
    )
    return 0


def _copy(folder: Path, present: int) -> tuple[Path, Manifest]:
    """The one to put back in the place of a database of that schema. Raises click.ClickException."""
    from hubbub import __version__
    from hubbub.copies.archive import read_manifest
    from hubbub.copies.errors import CopyError
    from hubbub.copies.restoring import before_upgrade
    from hubbub.log.sqlite.schema import NEWEST

    with told():
        copy = before_upgrade(folder, present, NEWEST)
        if copy is None:
            raise CopyError(
                f"there is no copy in {folder} from before an upgrade of this database that hubbub {__version__} could "
                "go on with"
            )
        return copy, read_manifest(copy)


def _tell(directory: Path, copy: Path, manifest: Manifest) -> None:
    """What it is, and what comes and goes with it."""
    from hubbub.copies.errors import CopyError
    from hubbub.copies.restoring import lost_since

    click.echo(
        f"{copy.name}: made {time_of(manifest.at)} by hubbub {manifest.hubbub}, before it changed the database of "
        f"schema {manifest.schema}."
    )
    try:
        click.echo(_came(lost_since(directory, manifest)))
    except CopyError as error:
        click.echo(f"What came since cannot be counted: {error}. It is kept aside.")


def _parts(version: str) -> list[int]:
    """What versions are compared by."""
    return [int(part) for part in re.findall("[0-9]+", version)]


def _running(data: Path | None, config: Path | None) -> dict[str, Any]:
    """How the running server is; empty: none runs. Raises Hangs."""
    try:
        with ConsoleClient(data, config) as server:
            return dict(json.loads(server.answer("status json")[0][0]))
    except Hangs:
        raise
    except NoAnswer:
        return {}


def _under(running: dict[str, Any], directory: Path, copy: Path, data: Path | None, config: Path | None) -> int:
    """Under a running server, which begins anew with what is put back, where it runs by this installation."""
    import hubbub
    from hubbub.copies.making import scratch
    from hubbub.copies.restoring import RESTORED, unpack_proved

    if running.get("program") != str(Path(hubbub.__file__).parent):
        raise click.ClickException(
            f"The server runs by the hubbub in {running.get('program')}, and this is another installation. Stop it, "
            "and say once more: hubbub rollback"
        )
    with told(), scratch(directory) as workshop:
        manifest = unpack_proved(copy, workshop)
        with ConsoleClient(data, config) as server:
            lines, done = server.answer(f"rollback {workshop / RESTORED}")
        if not done:
            raise click.ClickException("\n".join(lines).removeprefix("! "))
        known = until_it_answers(data, config, running["process"])
    if known["not_upgraded"]:
        click.echo(f"No rollback: {known['not_upgraded']}. hubbub {known['version']} goes on as before.", err=True)
        return 1
    _tell_aside(manifest, Path(lines[0]))
    click.echo(f"hubbub {known['version']} goes on.")
    return 0


def _tell_aside(manifest: Manifest, aside: Path) -> None:
    click.echo(
        f"Put back, with all that was said up to {time_of(manifest.at)}. What was there is in {aside}, with all that\n"
        f"came since; the hubbub from after the upgrade reads it: hubbub serve --data {aside}.\n"
        "Remove it when you are sure."
    )


def _came(since: Since) -> str:
    """What a step back leaves behind, and what it brings back."""
    came, back = list(_going(since)), list(_back(since))
    lines = [
        f"Since then came {_listed(came)}: they will not be there any more, but kept aside."
        if came
        else "Nothing was said since, and no account was made."
    ]
    if back:
        lines.append(f"There again will be {_listed(back)}, erased or deleted since.")
    lines.append("All else that was changed since (bans, settings, what one has read) goes back, too.")
    return "\n".join(lines)


def _going(since: Since) -> Iterator[str]:
    if since.messages:
        yield f"{many(since.messages, 'message')} (the last one {time_of(since.last_at)})"
    if since.others:
        what = "joins, edits, reactions and the like"
        yield f"{since.others:,} other {'entry' if since.others == 1 else 'entries'} ({what})"
    if since.accounts:
        yield many(since.accounts, "account")


def _back(since: Since) -> Iterator[str]:
    if since.erased:
        yield many(since.erased, "message")
    if since.deleted:
        yield many(since.deleted, "account")


def _listed(parts: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
