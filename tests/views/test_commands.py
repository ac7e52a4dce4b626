"""The list of all that can be typed: what it begins with, who may, how it is found."""

from __future__ import annotations

from tests.support import sample

from hubbub.typed.table import COMMANDS
from hubbub.views.commands import all_typed, narrowed


def test_each_command_is_in_it_for_somebody_who_may_everything() -> None:
    state = sample.sample()
    garden = state.buffers["#garden"]
    state.me.operator = True
    garden.members["alice"].roles = "q"
    found = all_typed(state, garden)
    assert {one.begins.split()[0] for one in found} == {f"/{command.name}" for command in COMMANDS}
    begins = [one.begins for one in found]
    assert "/token add " in begins
    assert "/account export" in begins
    assert "/uban list" in begins
    assert not [one for one in begins if set(one) & set("<[|]>")]


def test_what_one_may_not_do_here_is_left_out() -> None:
    state = sample.sample()
    state.buffers["#garden"].members["alice"].roles = ""
    for buffer in (state.buffers["#garden"], None):
        words = {one.begins.strip() for one in all_typed(state, buffer)}
        assert not words & {"/kick", "/retention", "/uban list", "/account list", "/token list of", "/rehash"}
        assert {"/devices", "/token list", "/block", "/account export"} <= words
    state.buffers["#garden"].members["alice"].roles = "h"
    words = {one.begins.strip() for one in all_typed(state, state.buffers["#garden"])}
    assert "/kick" in words
    assert not words & {"/slow", "/retention"}


def test_it_is_found_by_words_of_what_it_does_and_first_by_its_name() -> None:
    found = all_typed(sample.sample(), None)
    assert narrowed(found, "/mE")[0].begins == "/me "
    assert "/devices " in [one.begins for one in narrowed(found, "where logged in")]
    assert narrowed(found, "no such thing at all") == []
