"""`hubbub account`: operators' commands about accounts, given to the running server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from .console_client import FAILED, ConsoleClient, at_console, in_json, order
from .options import text
from .served import ROWS, about, completed


@click.command(help=about(ROWS["account"]) + "\n\nWith a file behind its name, an export is written to that new file.")
@click.argument(
    "words", nargs=-1, type=text, required=True, metavar="COMMAND...", shell_complete=completed(ROWS["account"])
)
@in_json
@at_console
def account(words: tuple[str, ...], data: Path | None, config: Path | None, as_json: bool) -> int:
    match words:
        case ("export", name, file):
            return _export(data, config, name, Path(file))
    return order(data, config, "account", *words, as_json=as_json)


def _export(data: Path | None, config: Path | None, name: str, file: Path) -> int:
    """Write all that is kept of an account, which the server gives a part at a time. Never over an existing file."""
    with ConsoleClient(data, config) as server:
        lines, done = server.answer(f"account export {name}")
        if not done:
            click.echo("\n".join(lines), err=True)
            return FAILED
        try:
            with open(file, "x", encoding="utf-8", opener=_private) as out, _whole(file):
                while True:
                    *part, following = lines
                    out.writelines(f"{line}\n" for line in part)
                    if following == "0 0":
                        out.flush()
                        return 0
                    lines, done = server.answer(f"account export {name} {following}")
                    if not done:
                        raise click.ClickException("\n".join(lines))
        except OSError as error:
            raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from None


@contextmanager
def _whole(file: Path) -> Iterator[None]:
    """What is not written to its end is not there: another attempt would find a file in its way."""
    try:
        yield
    except BaseException:
        file.unlink(missing_ok=True)
        raise


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
