from __future__ import annotations

import re

from hubbub.irc import numerics

NAMED = {name: value for name, value in vars(numerics).items() if name.startswith(("RPL_", "ERR_"))}


def test_each_is_three_digits_and_has_one_name() -> None:
    assert all(re.fullmatch("[0-9]{3}", value) for value in NAMED.values())
    assert len(set(NAMED.values())) == len(NAMED) > 100


def test_errors_are_named_as_errors() -> None:
    assert all(name.startswith("ERR_") for name, value in NAMED.items() if value[0] in "45")
