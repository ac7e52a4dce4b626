"""`hubbub report`: what people reported, asked of the running server."""

from __future__ import annotations

from pathlib import Path

import click

from .console import at_console, order
from .options import text


@click.command()
@click.argument("words", nargs=-1, type=text, required=True, metavar="list [ROOM]|take NUMBER|close NUMBER [NOTE]...")
@at_console
def report(words: tuple[str, ...], data: Path | None, config: Path | None) -> int:
    """Show what people reported, or say what becomes of it, as `/reports` does in the chat."""
    return order(data, config, "reports", *(words[1:] if words[0] == "list" else words))
