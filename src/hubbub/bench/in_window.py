"""What a window costs, painting included."""

from __future__ import annotations

import time
import tkinter as tk
from collections.abc import Callable

from hubbub.client.state.buffers import Member
from hubbub.desktop.choices import Choices
from hubbub.desktop.connection import ConnectionState
from hubbub.desktop.window import Window
from hubbub.tk.look import Look, Wishes

from .still import MANY, MEMBERS, ROOMS, Row, Still, messages, state


class Stage:
    """A main window over a state. `longest`: of the last act, how long a key would have waited at most, in
    milliseconds."""

    def __init__(self) -> None:
        self.state = state()
        self.root = tk.Tk(className="hubbub")
        self.root.geometry("1180x760")
        frame = tk.Frame(self.root)
        frame.pack(fill="both", expand=True)
        look = Look(self.root, Wishes("light", scale=1.0))
        self.window = Window(frame, look, Still(self.state), Choices(), "bench")
        self.window.stand(ConnectionState("on", "alice", True))
        self.window.open(ROOMS[0])
        self.longest = 0.0

    def settle(self) -> None:
        """Until all is painted that was asked for."""
        self.longest, quiet = 0.0, 0
        while quiet < 5:
            begun = time.process_time()
            self.root.update()
            took = (time.process_time() - begun) * 1000
            self.longest = max(self.longest, took)
            quiet = quiet + 1 if took < 0.5 else 0
            time.sleep(0.01)

    def cost(self, act: Callable[[], object]) -> float:
        """Milliseconds of CPU time until all of it is painted."""
        begun = time.process_time()
        act()
        self.settle()
        return (time.process_time() - begun) * 1000

    def hear(self) -> None:
        timeline = self.state.buffers[ROOMS[0]].timeline
        for message in messages(MANY, 7):
            timeline.add(message)
        timeline.trim()
        self.window.show({"talk", "places"})

    def crowd(self) -> None:
        self.state.buffers[ROOMS[2]].members = {f"person{n}": Member(f"person{n}") for n in range(MEMBERS)}
        self.window.show({"members"})


def rows() -> list[Row]:
    stage = Stage()
    stage.settle()
    found: list[Row] = [("first", "first paint, interpreter and imports included", time.process_time(), "s", 0.7)]
    found.append(("many", f"{MANY:,} messages at once", stage.cost(stage.hear), "ms", None))
    found.append(("pause", f"{MANY:,} messages at once: the longest turn", stage.longest, "ms", 150.0))
    first, again = (lambda: stage.window.open(ROOMS[1])), (lambda: stage.window.open(ROOMS[2]))
    found.append(("place", "a place of 150 messages, opened for the first time", stage.cost(first), "ms", 150.0))
    found.append(("back", "a place opened again", stage.cost(again), "ms", 150.0))
    found.append(("members", f"{MEMBERS:,} members", stage.cost(stage.crowd), "ms", 150.0))
    found.append(("width", "a new width", stage.cost(lambda: stage.root.geometry("1000x700")), "ms", 150.0))
    stage.root.destroy()
    return found
