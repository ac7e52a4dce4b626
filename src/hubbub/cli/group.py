"""A click group whose subcommands are imported only when they are run."""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple

import click

from hubbub.settings.closest import closest

MISTYPED = 0.8  # as alike are a word and the one that was meant, when it may be another one altogether


class Subcommand(NamedTuple):
    """Where a subcommand lives, and its line in the listing, so that listing imports nothing.

    `place` is `module:attribute`; the attribute is the command, or a dict that has it under its name.
    """

    place: str
    help: str


class LazyGroup(click.Group):
    """A group of `Subcommand`s by name, in the order given."""

    def __init__(self, *, subcommands: dict[str, Subcommand], **settings: object) -> None:
        super().__init__(**settings)  # type: ignore[arg-type]  # click's own keywords, handed through
        self.subcommands = subcommands

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.subcommands)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        found = self.subcommands.get(cmd_name)
        if found is None:
            return None
        module, attribute = found.place.split(":")
        there: click.Command | dict[str, click.Command] = getattr(import_module(module), attribute)
        return there if isinstance(there, click.Command) else there[cmd_name]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            close = closest(args[0], self.subcommands, MISTYPED) or _of_console(args[0])
            close = close or closest(args[0], self.subcommands)
            if not close:
                raise
            raise click.UsageError(f"{error.message} Did you mean {close}?", ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, subcommand.help) for name, subcommand in self.subcommands.items()])


def _of_console(word: str) -> str:
    """How that is typed which the running server understands; "": it does not."""
    from hubbub.dialects.plain.console import USEFUL
    from hubbub.dialects.services.console import CONSOLE

    return f"console {word.lower()}" if word.lower() in {*CONSOLE, *(row.name for row in USEFUL)} else ""
