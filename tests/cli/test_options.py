"""Numbers on the command line are digits, at every option of every command."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest
from tests.support.each import each

from hubbub.cli.entry import hubbub
from hubbub.cli.options import Decimal, Whole


def commands(command: click.Command, path: str = "hubbub") -> Iterator[tuple[str, click.Command]]:
    """All there are, with how they are called."""
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from commands(found, f"{path} {name}")


def test_no_option_reads_numbers_as_click_does() -> None:
    """`int` takes `1_0`, `+5` and the digits of other scripts, `float` also `1e3` and `nan`."""
    seen = 0
    for path, command in commands(hubbub):
        for parameter in command.params:
            kind = parameter.type
            number = isinstance(kind, click.types.IntParamType | click.types.FloatParamType)
            assert not number or isinstance(kind, Whole | Decimal), f"{path} {parameter.name}"
            seen += number
    assert seen >= 4


@each("given", ["1_0", "+5", " 5", "5 ", "1e1", "nan", "inf", "-1", "", ".5", "5.", "0x5", "\u0667", "9" * 400])
def test_what_is_no_number_is_refused(given: str) -> None:
    for kind in (Whole(1, 99), Decimal(0.2, 99)):
        with pytest.raises(click.BadParameter):
            kind.convert(given, None, None)


def test_numbers_are_taken() -> None:
    assert Whole(1, 99).convert("07", None, None) == 7
    assert Decimal(0.2, 99).convert("07", None, None) == 7.0
    assert Decimal(0.2, 99).convert("0.25", None, None) == 0.25
