"""spec/client/: lines in, state out; typed in, lines out."""

from __future__ import annotations

from typing import Any

import pytest
from tests.client.vectors import Run, cases

from hubbub.client.actions.table import ACTIONS

CASES = cases()


@pytest.mark.parametrize("steps", [steps for _, steps in CASES], ids=[name for name, _ in CASES])
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
