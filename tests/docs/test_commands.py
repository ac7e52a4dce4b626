"""Every typed command is told of in the docs, and so is every option of the command line."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from hubbub.cli.entry import SUBCOMMANDS, hubbub
from hubbub.typed.table import COMMANDS, Command

ROOT = Path(__file__).parents[2]


def docs() -> str:
    """README and docs/ as one text, decision records left out."""
    pages = [ROOT / "README.md", *sorted(ROOT.glob("docs/*.md"))]
    return "\n".join(page.read_text("utf-8") for page in pages)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_a_typed_command_is_told_of_as_the_table_has_it(command: Command) -> None:
    page = (ROOT / "docs" / "commands.md").read_text("utf-8")
    ways = [f"`{command.usage}`", *(f"`/{alias}`" for alias in command.aliases)]
    assert f"| {', '.join(ways)} | {command.help} |\n" in page
    assert [detail for detail in command.details if detail not in page] == []


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_a_subcommand_is_in_the_docs(name: str) -> None:
    assert f"hubbub {name}" in docs()


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_an_option_has_a_sentence_of_help(name: str) -> None:
    command = hubbub.get_command(click.Context(hubbub), name)
    assert command is not None
    for option in command.params:
        if isinstance(option, click.Option) and not option.hidden:
            assert (option.help or "").endswith("."), option.name
