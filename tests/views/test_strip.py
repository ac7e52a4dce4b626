"""The sentence above the field: when one may write again in a slow room."""

from __future__ import annotations

from hubbub.client.state.buffers import Member
from hubbub.views import slow_mode, strip

from .making import NOW, buffer, said


def test_in_a_slow_room_one_waits_from_ones_last_message_on() -> None:
    place = buffer("#tea", said("1", "alice", "a"), said("2", "bob", "b"))
    spoke = place.timeline[0].at
    assert slow_mode.waits(place, "alice", spoke) == 0
    place.modes["W"] = "90"
    assert [slow_mode.waits(place, "alice", spoke + ms) for ms in (0, 1, 89_500, 90_000, 10**9)] == [90, 90, 1, 0, 0]
    place.members["alice"] = Member("alice", "v")
    assert slow_mode.waits(place, "alice", spoke) == 0
    place.members["alice"] = Member("alice")
    place.modes["W"] = "9" * 30
    assert slow_mode.waits(place, "alice", spoke) == 0
    assert slow_mode.waits(buffer("#new"), "alice", NOW) == 0


def test_the_time_is_said_as_people_say_it() -> None:
    told = [strip.slow_mode(seconds).removeprefix("Slow mode: you can write again in ") for seconds in (5, 60, 90)]
    assert told == ["5 s.", "1 min.", "1 min 30 s."]
