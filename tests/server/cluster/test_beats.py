"""The rules of 10 and 15 seconds: a node gives up before it is given up, whatever is lost or late."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.examples import examples

from hubbub.server.cluster.beats import DEAD, LOST, Alive, Contact


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_contact_counts_from_when_the_beat_was_sent() -> None:
    clock = Clock()
    contact = Contact(clock)
    contact.sent(1)
    clock.now += 4
    contact.sent(2)
    clock.now += 4
    contact.heard(1)
    assert contact.silence == 8
    contact.heard(2)
    assert contact.silence == 4
    lost = []
    for seconds in (LOST - 4, 0.1):
        clock.now += seconds
        lost.append(contact.is_lost)
    contact.begin()
    assert [*lost, contact.is_lost] == [False, True, False]


def test_the_dead_are_told_of_once() -> None:
    alive = Alive(0, ["a"])
    for second in range(1, 16):
        alive.heard("b", second)
        assert alive.dead(second) == []
    assert (alive.silence("a", 15.5), alive.silence("b", 15.5)) == (15.5, 0.5)
    assert alive.dead(15.5) == ["a"]
    assert alive.dead(16) == []


def test_who_slept_has_heard_nobody() -> None:
    alive = Alive(0, ["a"])
    assert alive.dead(1) == []
    assert alive.dead(100) == []
    for second in range(101, 114):
        assert alive.dead(second) == []
    assert alive.dead(114.5) == ["a"]


@given(st.integers(0, 2**32))
@settings(max_examples=examples(200))
def test_a_node_gives_up_first(seed: int) -> None:
    """Beats are lost and late in both directions: nobody is dead who does not know that contact is lost."""
    random, clock = Random(seed), Clock()
    contact, alive = Contact(clock), Alive(clock.now, ["n"])
    good = random.random()
    to_decider: list[tuple[float, int]] = []
    to_node: list[tuple[float, int]] = []
    for step in range(600):
        clock.now += 0.1
        if step % 10 == 0:
            contact.sent(step)
            if random.random() < good:
                to_decider.append((clock.now + random.random() * random.choice([0.1, 3]), step))
        for due, number in [one for one in to_decider if one[0] <= clock.now]:
            to_decider.remove((due, number))
            alive.heard("n", clock.now)
            if random.random() < good:
                to_node.append((clock.now + random.random() * random.choice([0.1, 3]), number))
        for due, number in [one for one in to_node if one[0] <= clock.now]:
            to_node.remove((due, number))
            contact.heard(number)
        if alive.dead(clock.now):
            assert contact.is_lost
            assert contact.silence > DEAD - 0.2
            return
