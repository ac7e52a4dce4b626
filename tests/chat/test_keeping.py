"""What was kept as it changed is enough to go on: the next process has the same world."""

from __future__ import annotations

from random import Random
from typing import Any

import msgspec
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.chat.test_replay import POLICIES, busy
from tests.support.examples import examples
from tests.support.memory_chat import MemoryChat

from hubbub.chat.chat import Batch
from hubbub.chat.limits.policy import Policy
from hubbub.chat.party import Party, guest, party_of
from hubbub.chat.ports import KeptState
from hubbub.chat.restoring import restore
from hubbub.chat.restoring.handed import HandedWorld, hand
from hubbub.chat.restoring.keeping import PASSED, PERSON, Keeping, kept_world
from hubbub.chat.world.state import World


class KeepingChat(MemoryChat):
    """`states`: what was kept of it, as a table has it."""

    def __init__(self, policy: Policy, lobby: str) -> None:
        super().__init__(policy, lobby)
        self.states: dict[tuple[str, str], bytes] = {}
        self.keeping = Keeping(self.world)
        self.keep(list(self.keeping.everybody()))

    def commit(self) -> None:
        batch: Batch = self.core.batch
        super().commit()
        if hasattr(self, "keeping"):
            self.keep(self.keeping.of(batch))

    def keep(self, states: list[KeptState]) -> None:
        for state in states:
            if state.body is None:
                del self.states[state.kind, state.key]
            else:
                self.states[state.kind, state.key] = state.body

    def kept(self) -> list[KeptState]:
        return [KeptState(kind, key, body) for (kind, key), body in self.states.items()]


def plain(handed: HandedWorld) -> dict[str, Any]:
    """To compare; but what is kept every so often only, and what of accounts is in tables of its own."""
    known: dict[str, Any] = msgspec.to_builtins(handed)
    there = {one["party"] for one in known["users"]} | {guest(one["number"]) for one in known["visits"]}
    there |= {party_of(one["number"]) for one in known["accounts"]}
    known["rooms"] = {room.pop("log"): room for room in known["rooms"]}
    for room in known["rooms"].values():
        room["members"] = sorted(room["members"])
        room["invited"].sort()
        room["readers"] = [party for party in room["readers"] if party in there]  # of others nobody asks any more
    known["rooms"] = {log: room for log, room in known["rooms"].items() if any(room.values())}
    for name, key in (("users", "party"), ("accounts", "number"), ("visits", "number")):
        for one in known[name]:
            one["blocked"].sort()  # of accounts, as their table has it
        known[name] = {one[key]: one for one in known[name]}
    for name in ("departed", "limits", "most_users"):
        del known[name]
    for user in known["users"].values():
        del user["reaction_told_at"]
    return known


@given(st.integers(0, 2**32), st.sampled_from(["", "#lobby"]))
@example(244927, "")  # somebody wrote to themselves, by the name that they had before
@example(10790, "")  # an account that was last called otherwise was written to by its name
@example(17791, "")
@example(2276230354, "")  # the owner of an account that is deleted was invited
@example(1138856644, "")  # a room ends that somebody has read who is not named in it
@settings(max_examples=examples(60), deadline=None)
def test_the_next_process_has_the_same_world(seed: int, lobby: str) -> None:
    random = Random(seed)
    chat = KeepingChat(random.choice(POLICIES), lobby)
    busy(random, lobby, chat)
    chat.keep(chat.keeping.rest())
    now = chat.now + 1_000  # later than all that happened
    next_log = chat.log.after_a_crash()
    world = World(lobby)
    restore(world, next_log.load(now), kept_world(chat.kept()))
    for one in (world, chat.world):
        for log in [*one.every_room, *one.quiet.numbers()]:  # what sleeps is not handed over
            one.journal(log)
    assert plain(hand(world)) == plain(hand(chat.world))


def test_nobody_has_kept_anything_yet() -> None:
    assert kept_world([]) is None


class LookedUp(str):
    """A party; how often any of them is looked up in a table."""

    __slots__ = ()
    looks = 0

    def __hash__(self) -> int:
        LookedUp.looks += 1
        return super().__hash__()


def test_a_look_at_some_people_costs_no_more_for_many_and_everybody_has_their_turn() -> None:
    """Of the first nothing stands there yet; one stands there who is here no more."""
    chat, most = MemoryChat(), 2
    chat.irc("ann")
    ann = next(iter(chat.world.users.values()))
    people = [Party(LookedUp(guest(number))) for number in range(2_000)]
    chat.world.parties = dict.fromkeys(people[:-1], ann)
    keeping = Keeping(chat.world, [KeptState(PERSON, party, b"") for party in people[1:]])
    wrong: list[Party] = []
    counts: list[int] = []
    while len(wrong) < len(people):
        LookedUp.looks = 0
        wrong += keeping.again(most)[1]
        counts.append(LookedUp.looks)
    assert (wrong, max(counts) < 2 * PASSED * most) == ([*people[1:], people[0]], True)
    while keeping.again(most) == ([], []) and len(counts) < 2_100:  # now all of it is right
        counts.append(0)
    assert len(counts) == 2_100
