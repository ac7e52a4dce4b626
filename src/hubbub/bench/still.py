"""A visit without a server, for faces that are measured: a state of some size, and nobody who changes it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from hubbub.client.state.buffers import Buffer, Member
from hubbub.client.state.messages import Message
from hubbub.client.state.people import Me
from hubbub.client.state.server import Connection, Server
from hubbub.client.state.store import State

Row = tuple[str, str, float, str, float | None]

SENTENCE = "the garden needs water and somebody has to bring the long ladder on Saturday because nobody else can"
WORDS = SENTENCE.split(" ")
NAMES = ("alice", "bob", "erin", "dave", "Mirela", "ximena", "olu", "greta", "frank")
ROOMS = ("#garden", "#kitchen", "#lobby")
BEGUN, MANY, LONG, MEMBERS = 150, 10_000, 100_000, 5_000
MINUTE = 60_000


class Still:
    """A visit without a server: a state, and nobody who changes it."""

    def __init__(self, state: State) -> None:
        self.state = state

    @contextmanager
    def reading(self) -> Iterator[State]:
        yield self.state

    def now(self) -> int:
        return int(time.time() * 1000)

    def do(self, action: str, *, by: str = "", **arguments: Any) -> None:
        if action == "open" and arguments["buffer"] in self.state.buffers:
            self.state.current = arguments["buffer"]

    def typed(self, text: str, buffer: str | None, *, by: str = "") -> None:
        """Nobody is there to be told."""

    def retry(self) -> None:
        """Nothing is lost."""

    def leave(self) -> None:
        """Nobody to say goodbye to."""

    def share(self, work: Callable[[Any], Any], then: Callable[[Any], None], failed: Callable[[Any], None]) -> None:
        """Nobody keeps files."""


def messages(count: int, seed: int) -> list[Message]:
    chance = random.Random(seed)
    now = int(time.time() * 1000)
    return [
        Message(f"m{seed}-{n}", chance.choice(NAMES), " ".join(chance.choices(WORDS, k=chance.randint(2, 30))),
                now - (count - n) * MINUTE // 3, late=True)
        for n in range(count)
    ]  # fmt: skip


def state() -> State:
    made = State(Me("alice"), Server(lobby="#lobby"), Connection("ready", been_here=True))
    for place, name in enumerate(ROOMS):
        buffer = made.buffers[name] = Buffer(name, name, "room", joined=True)
        for message in messages(BEGUN, place):
            buffer.timeline.add(message)
        buffer.members = {member: Member(member) for member in NAMES}
    made.current = ROOMS[0]
    return made
