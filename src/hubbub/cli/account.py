"""`hubbub account`: operators' commands about accounts, given to the running server."""

from __future__ import annotations

from pathlib import Path

import click

from .console import at_console, order
from .options import text


@click.command()
@click.argument("words", nargs=-1, type=text, required=True, metavar="COMMAND...")
@at_console
def account(words: tuple[str, ...], data: Path | None, config: Path | None) -> int:
    """Look after people's accounts, as `/account` does in the chat: it needs the running server, and no password.

    `hubbub account add alice` makes an account, and prints the password to hand to its owner.
    `hubbub account operator alice` makes the owner of an account an operator, and `off` after that ends it.
    """
    return order(data, config, "account", *words)
