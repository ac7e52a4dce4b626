"""`hubbub backup`, `verify` and `restore`: copies of everything, proved, and put into a new folder."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .options import config_file, load_settings, only_in_folders, path, text

if TYPE_CHECKING:
    from hubbub.copies.manifest import Manifest
    from hubbub.copies.record import Proof
    from hubbub.copies.restoring import Keys

_WHERE = (
    click.option("--config", metavar="FILE", type=path, help="The server's settings file."),
    click.option("--data", metavar="DIR", type=path, help="The data folder of the server."),
)
_KEYS = (
    click.option("--passphrase-file", metavar="FILE", type=path, help="The passphrase of an encrypted copy: line one."),
    click.option("--identity", metavar="FILE", type=path, help="The age key of an encrypted copy."),
)


def _with(options: tuple[Any, ...]) -> Callable[[Callable[..., int]], Callable[..., int]]:
    def decorate(command: Callable[..., int]) -> Callable[..., int]:
        for option in options:
            command = option(command)
        return command

    return decorate


@click.command()
@click.argument("file", required=False, type=path)
@_with(_WHERE)
@click.option("--encrypt-to", metavar="RECIPIENT", type=text, help="Encrypt it for this recipient of age (age1...).")
@click.option("--passphrase-file", metavar="FILE", type=path, help="Encrypt it by the passphrase in line one of FILE.")
@click.option("--reason", hidden=True, default="asked", type=text)
def backup(
    file: Path | None,
    data: Path | None,
    config: Path | None,
    encrypt_to: str | None,
    passphrase_file: Path | None,
    reason: str,
) -> int:
    """Make a copy of everything and prove it, while the server runs or not.

    Without FILE it goes into the folder for copies, and where `backup.upload` says; old ones go by the rule
    `backup.keep`.
    """
    from hubbub.copies.making import make_and_note
    from hubbub.copies.orders import Plan
    from hubbub.copies.pace import give_way
    from hubbub.server.process.copying import store_of
    from hubbub.settings.places import copies_directory, data_directory, server_name

    give_way()
    settings = load_settings(config, data, {})
    only_in_folders(settings)
    directory = data_directory(settings).absolute()
    chosen = passphrase_file or (Path(settings.backup.passphrase_file) if settings.backup.passphrase_file else None)
    plan = Plan(
        directory,
        server_name(settings),
        reason,
        settings=config_file(config, data),
        to=encrypt_to or ("" if passphrase_file else settings.backup.encrypt_to),
        passphrase_file=None if encrypt_to else chosen,
        store=None if file else store_of(settings.backup),
    )
    folder = file.absolute().parent if file else copies_directory(settings)
    with told():
        copy = make_and_note(plan, file.absolute() if file else None, folder, "" if file else settings.backup.keep)
    click.echo(f"{copy.path}")
    click.echo(_proved(copy.manifest, copy.proof))
    return 0


@click.command()
@click.argument("file", type=path)
@_with(_KEYS)
def verify(file: Path, identity: Path | None, passphrase_file: Path | None) -> int:
    """Prove a copy, on any machine: restore it in a scratch folder, compare, serve and search it."""
    from hubbub.copies.pace import give_way
    from hubbub.copies.restoring import verify

    give_way()
    with told(file):
        manifest, proof = verify(file, _keys(identity, passphrase_file))
    click.echo(_made(manifest))
    click.echo(_proved(manifest, proof))
    return 0


@click.command()
@click.argument("file", type=path)
@click.option("--data", metavar="DIR", type=path, required=True, help="A new folder, for what is restored.")
@click.option(
    "--erased-in",
    metavar="DIR",
    type=path,
    help="The data folder of later, if it is still there: what was erased there since is erased here, too.",
)
@_with(_KEYS)
def restore(file: Path, data: Path, erased_in: Path | None, identity: Path | None, passphrase_file: Path | None) -> int:
    """Put a copy into a new data folder."""
    from hubbub.copies.restoring import restore

    with told(file):
        manifest = restore(file, data.absolute(), _keys(identity, passphrase_file), erased_in)
    click.echo(_made(manifest))
    last = manifest.contents.last_at
    click.echo(
        f"The last message in it was said {time_of(last)}; what came later is not there."
        if last
        else "Nobody has said anything in it."
    )
    click.echo(f"Start it: hubbub serve --data {data}")
    return 0


def _keys(identity: Path | None, passphrase_file: Path | None) -> Keys:
    from hubbub.copies.restoring import Keys

    return Keys(identity, passphrase_file)


class told:
    """Errors of copies become one line on standard error and the exit code 1."""

    def __init__(self, file: Path | None = None) -> None:
        self.file = file

    def __enter__(self) -> None:
        if sys.stdout.isatty():
            click.echo("This takes a moment: a copy is restored and searched before it counts.", err=True)

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        from hubbub.copies.errors import BadCopy, CopyError

        if isinstance(error, BadCopy) and self.file is not None:
            raise click.ClickException(f"{self.file} is not a good copy: {error}") from None
        if isinstance(error, CopyError):
            words = str(error)
            begins = words if "/" in words.partition(" ")[0] else words[:1].upper() + words[1:]  # no path is changed
            raise click.ClickException(begins) from None


def _made(manifest: Manifest) -> str:
    return f"Copy of {manifest.server}, made {time_of(manifest.at)} by hubbub {manifest.hubbub}."


def _proved(manifest: Manifest, proof: Proof) -> str:
    searched = "restored and searched" if proof.found else "restored"
    return (
        f"Proved: {many(proof.rooms, 'room')}, {many(proof.accounts, 'account')}, "
        f"{many(proof.messages, 'message')}, {searched} in {proof.seconds:g} s."
    )


def many(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def time_of(at: int) -> str:
    return f"{datetime.fromtimestamp(at / 1000):%Y-%m-%d %H:%M:%S}"
