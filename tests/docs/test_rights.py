"""docs/moderation.md shows the table of rights as it is."""

from __future__ import annotations

from pathlib import Path

from tests.support.each import each

from hubbub.chat.rights import IN_ROOMS, ON_SERVER, Action, Role

PAGE = (Path(__file__).parents[2] / "docs" / "moderation.md").read_text("utf-8")


@each("action", IN_ROOMS, ids=lambda action: action.name)
def test_an_action_in_rooms_stands_in_the_docs(action: Action) -> None:
    marks = " | ".join("x" if role >= IN_ROOMS[action] else " " for role in Role)
    assert f"| {action.value} | {marks} |\n" in PAGE


@each("action", Action, ids=lambda action: action.name)
def test_every_action_is_decided_in_one_place(action: Action) -> None:
    assert (action in IN_ROOMS) != (action in ON_SERVER)
    assert action.value in PAGE
