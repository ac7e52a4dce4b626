"""`hubbub account`: operators' commands about accounts, given to the running server."""

from __future__ import annotations

import os
from pathlib import Path

import click

from .console import FAILED, Console, at_console, order
from .options import text


@click.command()
@click.argument("words", nargs=-1, type=text, required=True, metavar="COMMAND...")
@at_console
def account(words: tuple[str, ...], data: Path | None, config: Path | None) -> int:
    """Look after people's accounts, as `/account` does in the chat: it needs the running server, and no password.

    `hubbub account add alice` makes an account, and prints the password to hand to its owner.
    `hubbub account operator alice` makes the owner of an account an operator, and `off` after that ends it.
    `hubbub account export alice alice.jsonl` writes all that is kept of an account to a new file.
    `hubbub account delete alice keep` deletes an account; with `erase` all that its owner said is erased, too.
    """
    match words:
        case ("export", name, file):
            return _export(data, config, name, Path(file))
    return order(data, config, "account", *words)


def _export(data: Path | None, config: Path | None, name: str, file: Path) -> int:
    """Write all that is kept of an account, which the server gives a part at a time. Never over an existing file."""
    with Console(data, config) as server:
        lines, done = server.answer(f"account export {name}")
        if not done:
            click.echo("\n".join(lines), err=True)
            return FAILED
        try:
            with open(file, "x", encoding="utf-8", opener=_private) as out:
                while True:
                    *part, following = lines
                    out.writelines(f"{line}\n" for line in part)
                    if following == "0 0":
                        return 0
                    lines, done = server.answer(f"account export {name} {following}")
                    if not done:
                        raise click.ClickException("\n".join(lines))
        except OSError as error:
            raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from None


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
