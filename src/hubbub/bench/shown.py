"""One face, measured in this process: `python -m hubbub.bench.shown desktop|terminal` prints its figures as JSON.

A row is: name, what it is, value, unit, what is asked for. CPU times are of this process, wherever the machine is busy.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
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

    def do(self, action: str, **arguments: Any) -> None:
        if action == "open" and arguments["buffer"] in self.state.buffers:
            self.state.current = arguments["buffer"]

    def typed(self, text: str, buffer: str | None) -> None:
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


def cpu(work: Callable[[], object]) -> float:
    """Milliseconds of this process's CPU time that it takes."""
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1000


def desktop() -> list[Row]:
    import tkinter as tk

    from hubbub.desktop.choices import Choices
    from hubbub.desktop.connection import Standing
    from hubbub.desktop.window import Window
    from hubbub.tk.look import Look, Wishes

    known = state()
    root = tk.Tk(className="hubbub")
    root.geometry("1180x760")
    frame = tk.Frame(root)
    frame.pack(fill="both", expand=True)
    window = Window(frame, Look(root, Wishes("light", scale=1.0)), Still(known), Choices(), "bench")
    window.stand(Standing("on", "alice", True))
    window.open(ROOMS[0])
    longest = [0.0]

    def settle() -> None:
        """Until all is painted that was asked for; the longest turn is how long a key would have waited."""
        longest[0], quiet = 0.0, 0
        while quiet < 5:
            begun = time.process_time()
            root.update()
            took = (time.process_time() - begun) * 1000
            longest[0] = max(longest[0], took)
            quiet = quiet + 1 if took < 0.5 else 0
            time.sleep(0.01)

    settle()
    rows: list[Row] = [("first", "first paint, interpreter and imports included", time.process_time(), "s", 0.7)]

    def at_once() -> None:
        for message in messages(MANY, 7):
            known.buffers[ROOMS[0]].timeline.add(message)
        known.buffers[ROOMS[0]].timeline.trim()
        window.show({"talk", "places"})
        settle()

    rows.append(("many", f"{MANY:,} messages at once", cpu(at_once), "ms", None))
    rows.append(("pause", f"{MANY:,} messages at once: the longest turn", longest[0], "ms", 150.0))

    def to(place: str) -> Callable[[], None]:
        def go() -> None:
            window.open(place)
            settle()

        return go

    rows.append(("place", "a place of 150 messages, opened for the first time", cpu(to(ROOMS[1])), "ms", 150.0))
    rows.append(("back", "a place opened again", cpu(to(ROOMS[2])), "ms", 150.0))

    def members() -> None:
        known.buffers[ROOMS[2]].members = {f"person{n}": Member(f"person{n}") for n in range(MEMBERS)}
        window.show({"members"})
        settle()

    rows.append(("members", f"{MEMBERS:,} members", cpu(members), "ms", 150.0))

    def wider() -> None:
        root.geometry("1000x700")
        settle()

    rows.append(("width", "a new width", cpu(wider), "ms", 150.0))
    root.destroy()
    return rows


def terminal() -> list[Row]:
    return asyncio.run(_terminal())


async def _terminal() -> list[Row]:
    from hubbub.tui.app import Chat
    from hubbub.tui.core import Unkept
    from hubbub.tui.inks import Inks

    known = state()
    app = Chat(Still(known), Unkept(), Inks("dark"), "bench")
    rows: list[Row] = []
    async with app.run_test(size=(124, 36)) as pilot:

        async def painted() -> None:
            app.paint()
            await pilot.pause()

        async def took(work: Callable[[], object]) -> float:
            begun = time.process_time()
            work()
            await painted()
            return (time.process_time() - begun) * 1000

        await painted()
        rows.append(("first", "first screen, interpreter and imports included", time.process_time(), "s", 1.0))
        timeline = known.buffers[ROOMS[0]].timeline

        def add() -> None:
            """As they would come: what the core does not keep is let go on the way."""
            for n, message in enumerate(made, 1):
                timeline.add(message)
                if n % 1000 == 0:
                    timeline.trim()

        made = messages(MANY, 8)
        rows.append(("many", f"{MANY:,} messages at once", await took(add), "ms", None))
        made = messages(LONG, 9)
        rows.append(("long", f"{LONG:,} more, one after the other", await took(add), "ms", None))
        begun = time.process_time()
        await pilot.resize_terminal(100, 30)
        await painted()
        rows.append(("width", "a new width then", (time.process_time() - begun) * 1000, "ms", None))

        def go() -> None:
            known.current = ROOMS[1]

        rows.append(("place", "a place of 150 messages", await took(go), "ms", 150.0))

        def members() -> None:
            known.buffers[ROOMS[1]].members = {f"person{n}": Member(f"person{n}") for n in range(MEMBERS)}

        rows.append(("members", f"{MEMBERS:,} members", await took(members), "ms", 150.0))
    return rows


if __name__ == "__main__":
    print(json.dumps({"desktop": desktop, "terminal": terminal}[sys.argv[1]]()))
