"""spec/client/: lines in, state out; typed in, lines out."""

from __future__ import annotations

import re
from typing import Any

from tests.client.vectors import SPEC, Run, cases
from tests.support.each import each

from hubbub.client.actions.table import ACTIONS

CASES = cases()


@each("steps", [steps for _, steps in CASES], ids=[name for name, _ in CASES])
def test_case(steps: list[dict[str, Any]]) -> None:
    run = Run()
    for number, step in enumerate(steps):
        try:
            run.step(step)
        except AssertionError as error:
            raise AssertionError(f"step {number}, {step}: {error}") from error


def test_every_action_has_a_case() -> None:
    done = {step["do"] for _, steps in CASES for step in steps if "do" in step}
    assert ACTIONS.keys() - done == set()


def test_the_readme_lists_the_actions() -> None:
    text = (SPEC.parent / "README.md").read_text(encoding="utf-8")
    table = text[text.index("### Actions") :]
    assert set(re.findall(r"[;|] `([a-z_]+)`", table)) == ACTIONS.keys()
