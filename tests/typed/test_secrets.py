""" "Passwords and codes typed as commands never stand in the history file, nor come with Up": which texts these are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hubbub.typed import table
from hubbub.typed.secrets import is_secret

ROOT = Path(__file__).parents[2]

CASES = json.loads((ROOT / "spec" / "secrets.json").read_text("utf-8"))


@pytest.mark.parametrize(("text", "secret"), CASES)
def test_a_password_or_a_code_is_secret_and_everything_else_may_come_again(text: str, secret: bool) -> None:
    assert is_secret(text) is secret


def test_no_command_is_forgotten() -> None:
    """Whatever command has a password or a code in its usage."""
    takers = [command.usage for command in table.COMMANDS if {"password", "code"} & set(command.usage.split(" "))]
    assert len(takers) >= 5
    assert all(map(is_secret, takers)), takers
