"""`hubbub audit` and `hubbub undo`: what operators did, asked of the running server."""

from __future__ import annotations

from pathlib import Path

import click

from .console import at_console, order
from .options import text


@click.command()
@click.argument("words", nargs=-1, type=text, metavar="[ROOM|NAME] [N]")
@at_console
def audit(words: tuple[str, ...], data: Path | None, config: Path | None) -> int:
    """Show who did what as an operator, as `/audit` does in the chat: the last N acts, in a ROOM or about a NAME."""
    return order(data, config, "audit", *words)


@click.command()
@click.argument("number", type=text)
@at_console
def undo(number: str, data: Path | None, config: Path | None) -> int:
    """Undo the act of that NUMBER, which `hubbub audit` shows."""
    return order(data, config, "undo", number)
