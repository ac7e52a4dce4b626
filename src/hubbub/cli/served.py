"""What the running server is told to do: the subcommands that the table of commands names, given to its console."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from hubbub.typed import table
from hubbub.typed.help import listing
from hubbub.typed.table import Command, Form

from .console_client import at_console, in_json, order
from .options import text

ROWS = {row.cli: row for row in table.COMMANDS if row.cli}


def about(row: Command) -> str:
    """Help for click: what it does, each of its ways in a line, and what there is to know."""
    ways = [(f"hubbub {row.cli} {plain(form.arguments)}".rstrip(), form.help) for form in row.ways(console=True)]
    parts = (
        f"{row.sentence} It is /{row.name} of the chat, for the running server: here it needs no name and no password.",
        "\n".join(["\b", *listing(ways)]) if ways else "",
        " ".join(row.details),
    )
    return "\n\n".join(part for part in parts if part)


def completed(row: Command) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """What shells offer for the next word of it."""

    def complete(ctx: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem]:
        before = tuple(ctx.params.get("words") or ())
        return [
            CompletionItem(word, help=help)
            for word, help in following(row, before)
            if word.startswith(begun.lower())
        ]  # fmt: skip

    return complete


def following(row: Command, before: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The words that may come behind these, as its ways have them, each once, with what that way does."""
    told: set[str] = set()
    for form in row.ways(console=True) or (Form(row.arguments, row.help),):
        parts = form.arguments.replace("[", "").replace("]", "").split()
        if len(before) >= len(parts) or parts[len(before)].startswith("<"):
            continue
        known = zip(parts, before, strict=False)
        if not all(part.startswith("<") or word.lower() in part.split("|") for part, word in known):
            continue
        for word in parts[len(before)].split("|"):
            if word not in told:
                told.add(word)
                yield word, form.help


def plain(arguments: str) -> str:
    """Arguments of the table as a usage line has them."""
    return arguments.replace("<", "").replace(">", "")


def _subcommand(row: Command) -> click.Command:
    """Its words go to the console as they are."""

    @click.command(row.cli, help=about(row))
    @click.argument(
        "words", nargs=-1, type=text, metavar=plain(row.all_arguments(console=True)), shell_complete=completed(row)
    )
    @in_json
    @at_console
    def run(words: tuple[str, ...], data: Path | None, config: Path | None, as_json: bool) -> int:
        return order(data, config, row.name, *words, as_json=as_json)

    return run


SUBCOMMANDS = {name: _subcommand(row) for name, row in ROWS.items()}
