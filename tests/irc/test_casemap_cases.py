"""spec/casemap.json: the names of which every implementation says alike whether they are the same."""

from __future__ import annotations

import json
from pathlib import Path

from hubbub.irc import casemap

CASES = json.loads((Path(__file__).parents[2] / "spec" / "casemap.json").read_text(encoding="utf-8"))


def test_every_name_is_folded_as_the_cases_say() -> None:
    assert [[name, casemap.lower(name)] for name, _ in CASES] == CASES
