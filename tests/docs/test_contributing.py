"""CONTRIBUTING.md leads to what is there, and its hooks run what `make check` runs."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")


def test_every_place_that_it_names_is_there() -> None:
    places = re.findall(r"(?:src|tests|spec|docs|tools)/[\w./-]*[\w/]", PAGE)
    assert len(places) > 25
    assert [place for place in places if not (ROOT / place).exists()] == []


def test_the_hooks_run_what_make_check_runs() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    check = re.search(r"^check-python:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)
    assert check
    hooks = (ROOT / ".pre-commit-config.yaml").read_text("utf-8")
    for tool in ("ruff format", "ruff check", "mypy src tests", "lint-imports", "pytest -q -n 0 tests/docs"):
        assert tool in check[1]
        assert tool in hooks
