""" "Passwords and codes typed as commands never stand in the history file, nor come with Up": which texts these are."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support.each import each

from hubbub.typed import table
from hubbub.typed.secrets import is_secret, may_slip, slipped

ROOT = Path(__file__).parents[2]

CASES = json.loads((ROOT / "spec" / "secrets.json").read_text("utf-8"))


@each(("text", "secret"), CASES)
def test_a_password_or_a_code_is_secret_and_everything_else_may_come_again(text: str, secret: bool) -> None:
    assert is_secret(text) is secret


def test_no_command_is_forgotten() -> None:
    """Whatever command has a password or a code in its usage."""
    takers = [command.usage for command in table.COMMANDS if {"password", "code"} & set(command.usage.split(" "))]
    assert len(takers) >= 5
    assert all(map(is_secret, takers)), takers


def test_what_begins_with_a_sign_that_no_slip_begins_with_is_none() -> None:
    """`may_slip` spares most lines the long look; it may never spare one that would be found."""
    spared = [letter for letter in map(chr, range(256)) if not may_slip(letter)]
    assert {"a", "é", "1", "{", '"'} <= set(spared)
    for letter in spared:
        for rest in ("login ana hunter22", "/login ana hunter22", " /login ana hunter22", ".login ana hunter22"):
            assert not slipped(letter + rest), letter
