"""One run of the bench: which servers are started, what the load generator is told, what is kept of its answers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from . import servers, stored
from .clients import Target
from .crowd import Tell
from .load import Load
from .orders import AnyAnswer, AnyOrder, Done, Failed, Ready, RunWork, Talked
from .process import keep_to
from .results import Figure, Results, WorkResult
from .works import FOR_ANY_SERVER, Work


class BenchFailed(Exception):
    """A measurement could not be made."""


class Scale(msgspec.Struct, frozen=True):
    """How large the measurements are."""

    seconds: float = 5.0
    repeat: int = 1
    stored: int = 1_000_000
    few_stored: int = 1_000
    idle: int = 10_000
    storm: int = 1_000
    guests: int = 10_000  # who come back after a kill
    members: int = 10_000
    questions: int = 300
    begin: float = 20.0  # seconds that attackers have, while the others are there already, to get under way
    one_core: bool = False  # of works: the server keeps to one core, the load generator to the others
    rest: float = 10.0  # seconds after the start, before the idle server's memory is looked at


QUICK = Scale(
    seconds=1.0,
    stored=20_000,
    few_stored=1_000,
    idle=1_000,
    storm=200,
    guests=200,
    members=1_000,
    questions=50,
    begin=5.0,
    rest=2.0,
)


class Run:
    """What the measurements share. `against`: the server to measure instead of our own.

    Raises BenchFailed where there is one core and two are asked for.
    """

    def __init__(self, scale: Scale, directory: Path, results: Results, tell: Tell, against: Target | None) -> None:
        self.scale = scale
        self.directory = directory
        self.results = results
        self.tell = tell
        self.against = against
        self.core: int | None = None  # that the server of a work keeps to
        if scale.one_core:
            self.core, *others = sorted(os.sched_getaffinity(0))
            if not others:
                raise BenchFailed("--one-core is one core for the server and others for the load: here is only one")
            keep_to(others)  # and with us all that we start, but for such a server
        self.folders = 0
        self.first_stored: dict[int, int] = {}

    def work(self, work: Work, stored_messages: int = 0) -> WorkResult:
        """Measure a work, and the floor before it, as often as asked; the one with the median CPU is kept."""
        floors = [load for load in (self._floor(work) for _ in range(self.scale.repeat)) if load]
        loads = [self._load(work, stored_messages) for _ in range(self.scale.repeat)]
        result = WorkResult(work, _median(loads), _median(floors) if floors else None, stored_messages)
        self.results.works.append(result)
        return result

    def figure(self, figure: Figure) -> None:
        self.results.figures.append(figure)

    @contextmanager
    def server(self, *, lobby: str | None = None, messages: int = 0) -> Iterator[Target]:
        """The server to measure: our own on a new data folder (or one with many messages), or the one named."""
        if self.against is not None:
            yield self.against
            return
        data = self.stored(messages) if messages else self.new_folder()
        with servers.hubbub(data, lobby=lobby) as child:
            yield child.target
        if not messages:
            shutil.rmtree(data)

    def generate(self, order: AnyOrder, ready: Callable[[], None] | None = None) -> Done:
        """Let the load generator obey, in a process of its own; `ready` is called when it is. Raises BenchFailed."""
        command = [sys.executable, "-m", "hubbub.bench.generator"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(msgspec.json.encode(order))
            process.stdin.close()
            for line in process.stdout:
                answer: AnyAnswer = msgspec.json.decode(line, type=AnyAnswer)
                if isinstance(answer, Talked):
                    self.tell(answer.text)
                elif isinstance(answer, Ready):
                    assert ready is not None
                    ready()
                elif isinstance(answer, Failed):
                    raise BenchFailed(answer.why)
                else:
                    return answer
        raise BenchFailed("the load generator ended without an answer")

    def new_folder(self) -> Path:
        self.folders += 1
        return self.directory / f"data{self.folders}"

    def stored(self, messages: int) -> Path:
        """The data folder with that many messages, made when it is first needed."""
        data = self.directory / f"stored{messages}"
        if messages not in self.first_stored:
            self.tell(f"writing {messages:,} messages")
            self.first_stored[messages] = stored.make(data, messages, self.tell)
        return data

    def _load(self, work: Work, stored_messages: int) -> Load:
        with self.server(messages=stored_messages) as target:
            return self._measure(target, work)

    def _floor(self, work: Work) -> Load | None:
        """The same talk on the floor server, which knows TCP and IRC only."""
        if sys.platform != "linux":
            return None
        bare = msgspec.structs.replace(work, carrier="tcp", caps=False, echo=work.echo or work.caps)
        with servers.floor(self.directory) as child:
            self.tell("the floor")
            return self._measure(child.target, bare)

    def _measure(self, target: Target, work: Work) -> Load:
        if self.core is not None and target.pid:
            keep_to([self.core], target.pid)
        load = self.generate(RunWork(target, work, self.scale.seconds)).load
        assert load is not None
        return load

    def can(self, work: Work) -> bool:
        """Whether the work suits the server and the scale."""
        return work.members <= self.scale.members and (self.against is None or work.name in FOR_ANY_SERVER)


def _median(loads: list[Load]) -> Load:
    return sorted(loads, key=lambda load: load.cpu_us)[(len(loads) - 1) // 2]
