"""The recent entries of a log: no hole, at most 200, counted in bytes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.support.slots import made

from hubbub.chat.events import Entry, MessageSent
from hubbub.chat.world.history import recent as recent_module
from hubbub.chat.world.history.journal import RECENT, Journal, cost
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.state import World


def entry(seq: int, text: str = "") -> Entry:
    return Entry(1, seq, seq, seq, MessageSent(id=seq, at=seq, log=1, target="#a", source="a!a@a", text=text))


def grown(to: int, keeping: int) -> Journal:
    journal = Journal(1)
    journal.last_seq = to
    journal.recent.extend(entry(seq) for seq in range(to - keeping + 1, to + 1))
    return journal


@given(st.integers(0, 300), st.integers(0, 200), st.integers(1, 300), st.integers(0, 300))
def test_what_is_remembered_has_no_hole(to: int, keeping: int, first: int, last: int) -> None:
    journal = grown(to, min(keeping, to))
    had = len(journal.recent)
    journal.remember([entry(seq) for seq in range(first, min(last, to) + 1)])
    seqs = [kept.seq for kept in journal.recent]
    assert had <= len(seqs) <= RECENT
    assert seqs == list(range(journal.first_recent, to + 1))


def test_older_entries_come_in_front_as_far_as_there_is_room() -> None:
    journal = grown(250, 10)
    journal.remember([entry(seq) for seq in range(1, 245)])
    assert [kept.seq for kept in journal.recent] == list(range(51, 251))


def test_the_longest_silent_are_forgotten_first() -> None:
    world = World()
    rooms = [Room(log, f"#{log}", 0, last_at=log) for log in (1, 2, 3)]
    for room in rooms:
        world.add_room(room)
    text = "x" * (recent_module.RECENT_BYTES // 4)
    for seq in (1, 2):
        for room in (rooms[2], rooms[0]):
            room.last_seq = seq
            world.recent.extend(room, [entry(seq, text)])
    assert not rooms[0].recent
    assert len(rooms[2].recent) == 2
    assert world.recent.bytes == cost([entry(1, text)] * 2)


@given(st.lists(st.sampled_from([1, 8, 150, 199, 200, 201, 450]), max_size=5))
def test_what_is_counted_is_what_is_remembered(runs: list[int]) -> None:
    world, room, seq = World(), Room(1, "#a", 0), 0
    world.add_room(room)
    for many in runs:
        world.recent.extend(room, [entry(seq + place, "x" * (seq + place)) for place in range(many)])
        seq += many
        assert [kept.seq for kept in room.recent] == list(range(max(0, seq - RECENT), seq))
        assert world.recent.bytes == cost(room.recent)


def test_a_room_that_sleeps_again_is_as_small_as_before_it_woke_and_keeps_what_it_has() -> None:
    room = Room(1, "#tea", 0)
    asleep = set(made(room))
    room.recent.append(entry(1))
    assert set(made(room)) > asleep
    room.roles[7] = "q"
    room.forget_recent()
    assert set(made(room)) - asleep == {"flags", "roles"}
    assert room.roles == {7: "q"}
    assert (room.members, room.listeners, room.readers, list(room.recent)) == ({}, {}, set(), [])
