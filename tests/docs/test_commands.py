"""docs/commands.md is what the table makes of it, and every option of the command line is told of."""

from __future__ import annotations

from pathlib import Path

import click
from tests.docs.commands_page import PAGE, page
from tests.support.each import each

from hubbub.cli.entry import SUBCOMMANDS, hubbub

ROOT = Path(__file__).parents[2]


def docs() -> str:
    """README and docs/ as one text, decision records left out."""
    pages = [ROOT / "README.md", *sorted(ROOT.glob("docs/*.md"))]
    return "\n".join(page.read_text("utf-8") for page in pages)


def test_the_page_is_as_the_table_has_it() -> None:
    text = PAGE.read_text("utf-8")
    assert page(text) == text, "run `make docs`: docs/commands.md is made from src/hubbub/typed/table"


@each("name", SUBCOMMANDS)
def test_a_subcommand_is_in_the_docs(name: str) -> None:
    assert f"hubbub {name}" in docs()


@each("name", SUBCOMMANDS)
def test_an_option_has_a_sentence_of_help(name: str) -> None:
    command = hubbub.get_command(click.Context(hubbub), name)
    assert command is not None
    for option in command.params:
        if isinstance(option, click.Option) and not option.hidden:
            assert (option.help or "").endswith("."), option.name
