"""`hubbub ban`: bans from the whole server, given to the running one."""

from __future__ import annotations

from pathlib import Path

import click

from .console import at_console, order
from .options import text


@click.command()
@click.argument("words", nargs=-1, type=text, required=True, metavar="add|del|info|list [TARGET] [TIME] [WHY]...")
@at_console
def ban(words: tuple[str, ...], data: Path | None, config: Path | None) -> int:
    """Ban from the whole server, as `/uban` does in the chat: it needs the running server, and no password.

    TARGET is nick!user@host with * and ?, $a:account, an address or a network; TIME is 30m, 2h, 7d or 1w.
    """
    return order(data, config, "uban", *words)
