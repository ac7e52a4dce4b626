"""docs/running.md has every setting, as the program prints them."""

from __future__ import annotations

from pathlib import Path

from hubbub.settings.show import to_markdown

RUNNING = Path(__file__).parents[2] / "docs" / "running.md"


def test_the_tables_of_settings_are_those_that_the_program_prints() -> None:
    text = RUNNING.read_text("utf-8")
    tables = text.partition("<!-- made by: hubbub config --markdown -->\n\n")[2].partition("\n<!-- end -->")[0]
    assert tables == to_markdown(), "paste the output of `hubbub config --markdown` into docs/running.md"
