"""A big world: "start and memory do not grow with what is asleep" more than they have to."""

from __future__ import annotations

import gc
import tracemalloc

from tests.dialects.plain.typist import join
from tests.support.memory_chat import MemoryChat

from hubbub.chat.limits.policy import Policy
from hubbub.chat.names import fold
from hubbub.chat.party import party_of
from hubbub.chat.ports import RoomState, State
from hubbub.chat.restoring import restore
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.state import World
from hubbub.commands.rooms import forgetting
from hubbub.log.memory import MemoryLog

MANY = 2_000
BYTES = 800  # of memory for a room that is asleep, its name and places in the tables included; it was 2,500


def state_of(rooms: int) -> State:
    state = MemoryLog(fold).load(1)
    made = ("n", "", "", 1, 0, "")
    state.rooms = [RoomState(n, f"#room{n}", n, "", "", 0, 1, n, True, [made]) for n in range(1, rooms + 1)]
    return state


def made_in(room: Room) -> list[str]:
    """What was made for it since it came into being."""
    found = []
    for name in Room.FRESH:
        try:
            object.__getattribute__(room, name)
        except AttributeError:
            continue
        found.append(name)
    return found


def test_a_room_that_is_asleep_is_small() -> None:
    state, world = state_of(MANY), World("#lobby")
    gc.collect()
    tracemalloc.start()
    restore(world, state)
    used = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert used / MANY < BYTES


def test_asking_about_all_rooms_wakes_none_of_them() -> None:
    chat = MemoryChat(Policy(forget_rooms_days=30_000), lobby="#lobby")
    for n in range(1, 50):
        chat.world.add_room(Room(1000 + n, f"#room{n}", chat.now, 1, chat.now))
    alice = join(chat, "alice")
    irc = chat.irc("bob")
    irc.send("LIST", "LUSERS", "JOIN #lobby", "PRIVMSG #lobby :x", "INVITE")
    alice.send("/rooms", "/register password1", "/account export", "/search x")
    for _ in range(3):
        forgetting.forget_silent(chat.core)
    chat.world.recent.shed(chat.world.journals.values())
    chat.world.recent.silence(party_of(99))
    asleep = [room for room in chat.world.rooms.values() if room.name.startswith("#room")]
    assert {name for room in asleep for name in made_in(room)} <= {"members", "flags"}, "the least that LIST shows"


def test_a_room_wakes_with_what_every_room_has() -> None:
    room = Room(1, "#tea", 1)
    assert not room.has("members")
    assert (dict(room.flags), room.members, room.lists, room.first_recent) == ({"n": ""}, {}, {}, 1)
    other = Room(2, "#den", 1)
    room.members.clear()
    assert room.flags is other.flags
    assert room.members is not other.members
