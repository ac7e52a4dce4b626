"""Who is likely to be meant."""

from __future__ import annotations

from tests.support.each import each
from tests.views.making import buffer, state

from hubbub.client.state.people import Person
from hubbub.views.completing import ADDRESSED, candidates, with_addressed


@each(
    ("text", "names"),
    [
        ("dora: hi", ["dora", "bob", "dave"]),
        ("@dave look", ["dave", "bob"]),
        ("BOB, are you there", ["BOB", "dave"]),
        ("bob is here", ["bob", "dave"]),
        ("@", ["bob", "dave"]),
        ("", ["bob", "dave"]),
    ],
)
def test_whom_one_has_spoken_to_last_comes_first(text: str, names: list[str]) -> None:
    assert with_addressed(["bob", "dave"], text) == names


def test_no_more_than_ten_are_remembered() -> None:
    names: list[str] = []
    for number in range(20):
        names = with_addressed(names, f"n{number}: hi")
    assert names == [f"n{number}" for number in range(19, 19 - ADDRESSED, -1)]


def test_somebody_is_found_by_the_name_of_their_account() -> None:
    garden = buffer("#garden", members=("alice", "健二", "karl"))
    made = state(garden)
    made.people = {"健二": Person("健二", account="kenji"), "karl": Person("karl", account="karl")}
    found = candidates(made, garden, "thanks @k")
    assert [(one.text, one.words) for one in found] == [("@karl ", ""), ("@健二 ", "kenji")]


def test_a_command_that_is_typed_whole_comes_first() -> None:
    found = [one.text for one in candidates(state(), None, "/op")]
    assert found[:2] == ["/op ", "/operator "]
    assert [one.text for one in candidates(state(), None, "/LIST")] == ["/list "]
