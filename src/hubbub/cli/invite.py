"""`hubbub invite`: invitations by code, made by the running server."""

from __future__ import annotations

from pathlib import Path

import click

from .console_client import at_console, in_json, order
from .options import Whole, text
from .served import ROWS, about, completed


@click.command(help=about(ROWS["invite"]))
@click.argument(
    "words", nargs=-1, type=text, metavar="[list | revoke NUMBER]", shell_complete=completed(ROWS["invite"])
)
@click.option("--room", type=text, metavar="ROOM", help="Into this room, whatever its modes say.")
@click.option("--uses", type=Whole(1), metavar="N", help="How many people can use it. Default: 10.")
@click.option("--days", type=Whole(1), metavar="D", help="How long it lasts. Default: 7.")
@in_json
@at_console
def invite(
    words: tuple[str, ...],
    room: str | None,
    uses: int | None,
    days: int | None,
    data: Path | None,
    config: Path | None,
    as_json: bool,
) -> int:
    options = {"room": room, "uses": uses, "days": days}
    given = [str(part) for name, value in options.items() if value is not None for part in (name, value)]
    if words and given:
        raise click.UsageError("--room, --uses and --days are for a new invitation")
    return order(data, config, "invite-link", *words, *given, as_json=as_json)
