"""What each command may cost: "no command holds the loop longer than 10 ms whatever its arguments"."""

from __future__ import annotations

import pytest
from tests.faults.verb_costs import measure, of_strangers, typed_lines, typist

HELD = 10.0  # milliseconds of CPU in one go
OF_STRANGERS = 3.0  # before they have a name
LOAD = 0.2  # of a core, that one connection takes with it at the speed it is let talk


@pytest.mark.long
def test_nothing_of_a_stranger_costs_more_than_it_should() -> None:
    """Before registration: 256 lines at most, and next to nothing for each of them."""
    costs = of_strangers()
    print(f"{costs[0].held:.2f} ms: {costs[0].line[:60]}")
    assert costs[0].held < OF_STRANGERS


@pytest.mark.long
@pytest.mark.timeout(600)
def test_no_command_holds_the_loop_whatever_its_arguments() -> None:
    costs = measure()
    for cost in costs[:10]:
        print(f"{cost.by_kilobyte:.0f} ms/KB, {cost.held:.1f} ms in one go: {cost.line[:60]}")
    assert [cost for cost in costs if cost.held > HELD] == []
    assert [cost for cost in costs if cost.load > LOAD] == []


@pytest.mark.long
@pytest.mark.timeout(600)
def test_nor_does_what_people_type() -> None:
    """`/rooms` with 10,000 rooms, `/who` with 5,000 people ..."""
    costs = sorted(measure(typist, typed_lines), key=lambda cost: -cost.held)
    for cost in costs[:5]:
        print(f"{cost.held:.1f} ms in one go: {cost.line[:60]}")
    assert [cost for cost in costs if cost.held > HELD] == []
