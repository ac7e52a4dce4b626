"""What undoes what somebody has just done in a room."""

from __future__ import annotations

import pytest

from hubbub.client.state.items import Happening
from hubbub.views.undoing import Undo, opposite


@pytest.mark.parametrize(
    ("modes", "done", "command"),
    [
        ("+b bob!*@*", "bob!*@* is banned.", "/mode -b bob!*@*"),
        ("-b bob!*@*", "bob!*@* may come back.", "/mode +b bob!*@*"),
        ("+b m:bob", "bob is muted.", "/mode -b m:bob"),
        ("-b m:bob", "bob may speak again.", "/mode +b m:bob"),
        ("+o bob", "bob is operator now.", "/mode -o bob"),
        ("-v bob", "bob has a voice no more.", "/mode +v bob"),
    ],
)
def test_modes_about_somebody_have_an_opposite(modes: str, done: str, command: str) -> None:
    assert opposite(Happening("modes", "1", 0, by="alice", text=modes)) == Undo(done, command)


def test_who_was_removed_can_be_asked_back() -> None:
    kicked = Happening("kicked", "1", 0, name="bob", by="alice")
    assert opposite(kicked) == Undo("bob was removed.", "/invite bob")


@pytest.mark.parametrize("modes", ["+m", "+W 30", "+oo bob dave", "", "x y", "+k key"])
def test_what_is_about_nobody_has_none(modes: str) -> None:
    assert opposite(Happening("modes", "1", 0, by="alice", text=modes)) is None
    assert opposite(Happening("topic", "1", 0, by="alice", text=modes)) is None
