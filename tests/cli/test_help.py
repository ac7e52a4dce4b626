"""`hubbub help`: the documentation, wherever the program is."""

from __future__ import annotations

from pathlib import Path

from tests.cli.test_process import refused, run

ROOT = Path(__file__).parents[2]


def test_it_lists_the_pages_and_prints_one_into_a_pipe() -> None:
    listed = run("help").stdout
    assert "hubbub help running " in listed
    assert "decisions" not in listed
    for name in ("running", "docs/running.md", "RUNNING"):
        assert run("help", name).stdout == (ROOT / "docs" / "running.md").read_text("utf-8")
    assert run("help", "ext/push").stdout.startswith("# ")


def test_a_page_that_is_not_there_is_said() -> None:
    assert "did you mean running?" in refused("help", "runing")
    assert "hubbub help lists them" in refused("help", "../pyproject.toml")
