"""Everything that is measured, by name: the works, and what is not a matter of deliveries."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial

from . import servers, stored
from .account import account
from .attacks import ATTACKS
from .cluster import cluster
from .faces import faces
from .orders import Arrive, Ask, ComeBack, ConnectStorm, Idle, JoinStorm, RunWork, Soak
from .process import cpu_seconds, resident_bytes
from .results import Figure
from .run import Run
from .siege import siege
from .works import ACCEPTED, FOR_ANY_SERVER, STORED, WORKS, Work

PAGE = 100
MB = 1024 * 1024

Measure = Callable[[Run], None]


def work(work: Work, run: Run) -> None:
    if not run.can(work):
        return
    result = run.work(work)
    if work is ACCEPTED:
        rate = result.load.messages / result.load.seconds
        run.figure(Figure("accepted", "messages accepted a second", rate, "/s", 20_000, more_is_better=True))


def start(run: Run) -> None:
    """From the command to the first accepted connection; the shortest of three."""
    seconds = []
    for _ in range(3):
        with servers.hubbub(run.new_folder()) as child:
            seconds.append(child.started_in)
    run.figure(Figure("start", "start on an empty data folder", min(seconds), "s", 0.5))


def start_stored(run: Run) -> None:
    data = run.stored(run.scale.stored)
    with servers.hubbub(data) as child:
        run.figure(Figure("start-stored", f"start with {run.scale.stored:,} messages", child.started_in, "s", 2))


def restart(run: Run) -> None:
    """Killed right after a second of talk, so that there is something to recover, then started again."""
    data = run.stored(run.scale.stored)
    child = servers.hubbub(data)
    try:
        run.generate(RunWork(child.target, ACCEPTED, 1.0))
    finally:
        child.kill()
    with servers.hubbub(data) as child:
        run.figure(Figure("restart", f"start after kill -9, {run.scale.stored:,} messages", child.started_in, "s", 10))


def memory(run: Run) -> None:
    """The idle server a while after its start."""
    with servers.hubbub(run.new_folder()) as child:
        time.sleep(run.scale.rest)
        size = resident_bytes(child.target.pid)
    run.figure(Figure("memory", f"idle server, {run.scale.rest:g} s after its start", size / MB, "MB", 45))


def idle(run: Run) -> None:
    with run.server(lobby="") as target:
        figures = run.generate(Idle(target, run.scale.idle)).figures
    what = f"memory of each of {run.scale.idle:,} idle connections"
    run.figure(Figure("idle", what, figures["bytes"] / 1024, "KB", 5))


def idle_tls(run: Run) -> None:
    """The same of connections that are encrypted by the server itself; among few, what the first one leaves counts."""
    with servers.hubbub(run.new_folder(), lobby="") as child:
        figures = run.generate(Idle(child.target, run.scale.idle, "tls")).figures
    what = f"memory of each of {run.scale.idle:,} idle TLS connections"
    run.figure(Figure("idle-tls", what, figures["bytes"] / 1024, "KB", 30))


def connect_storm(run: Run) -> None:
    with run.server() as target:
        figures = run.generate(ConnectStorm(target, run.scale.storm)).figures
    _storm(run, "connect-storm", f"{run.scale.storm:,} connect and register at once", figures, None)


def join_storm(run: Run) -> None:
    with run.server() as target:
        figures = run.generate(JoinStorm(target, run.scale.storm)).figures
    _storm(run, "join-storm", f"{run.scale.storm:,} join one room at once", figures, 1)


def arrivals(run: Run) -> None:
    with run.server() as target:
        figures = run.generate(Arrive(target, run.scale.storm)).figures
    _storm(run, "arrivals", f"{run.scale.storm:,} come in and join one room, a hundred at a time", figures, 0.8)


def soak(run: Run) -> None:
    """What the memory of a server is that many came to and went from; the first tenth of the time is left to it."""
    with run.server() as target:
        figures = run.generate(Soak(target, run.scale.seconds)).figures
    what = f"{figures['messages']:,.0f} messages of people who came and went, {run.scale.seconds:g} s"
    run.figure(Figure("soak", f"{what}: memory when all had gone", figures["last"] / MB, "MB"))
    run.figure(Figure("soak-first", f"{what}: the same after a tenth of it", figures["first"] / MB, "MB"))
    run.figure(Figure("soak-most", f"{what}: the most while they were there", figures["most"] / MB, "MB"))


def comeback(run: Run) -> None:
    """All guests come back to a server that was killed and started again; who is back talks on.

    Its CPU is read when all are back: going away again would be a tenth of it.
    """
    data = run.new_folder()
    children = [servers.hubbub(data, lobby="")]
    cpu: list[float] = []

    def kill_and_start() -> None:
        children[-1].kill()
        children.append(servers.hubbub(data, lobby="", port=children[0].port))

    def all_are_back() -> None:
        cpu.append(cpu_seconds(children[-1].target.pid))

    ready = iter((kill_and_start, all_are_back))
    try:
        figures = run.generate(ComeBack(children[0].target, run.scale.guests), lambda: next(ready)()).figures
    finally:
        children[-1].stop()
    what = f"{run.scale.guests:,} guests come back after kill -9"
    run.figure(Figure("comeback", f"{what}: time", figures["seconds"], "s", 60))
    run.figure(Figure("comeback-cpu", f"{what}: CPU", cpu[0], "s"))
    run.figure(Figure("comeback-p99", f"{what}: p99 of what they say meanwhile", figures["p99"], "ms"))


def _storm(run: Run, name: str, what: str, figures: dict[str, float], asked: float | None) -> None:
    run.figure(Figure(name, f"{what}: CPU", figures["cpu"], "s", asked))
    run.figure(Figure(f"{name}-time", f"{what}: time", figures["seconds"], "s"))


def history(run: Run) -> None:
    """Pages of a long room, at places spread over all its time."""
    with run.server(messages=run.scale.stored) as target:
        first = run.first_stored[run.scale.stored]
        step = run.scale.stored * stored.APART // run.scale.questions
        times = [first + (number + 1) * step for number in range(run.scale.questions)]
        questions = [f"CHATHISTORY BEFORE {stored.room_name(0)} timestamp={_iso(at)} {PAGE}" for at in times]
        figures = run.generate(Ask(target, stored.room_name(0), questions, "BATCH -")).figures
    _asked(run, "history", f"a page of {PAGE} anywhere in {run.scale.stored:,} messages", figures)


def search(run: Run) -> None:
    """A word that stands in every message, and words that stand together in few."""
    with run.server(messages=run.scale.stored) as target:
        for name, words in (("search-common", stored.COMMON), ("search-rare", stored.RARE)):
            questions = [f"SEARCH :{words}"] * run.scale.questions
            figures = run.generate(Ask(target, stored.room_name(0), questions, "BATCH -")).figures
            _asked(run, name, f"search for “{words}” in {run.scale.stored:,} messages", figures)


def _asked(run: Run, name: str, what: str, figures: dict[str, float]) -> None:
    for figure in ("p50", "p99"):
        run.figure(Figure(f"{name}-{figure}", f"{what}: {figure}", figures[figure], "ms"))
    run.figure(Figure(f"{name}-cpu", f"{what}: CPU", 1000 * figures["cpu"], "ms"))


def few_and_many(run: Run) -> None:
    """The same talk on a server with few and with many stored messages."""
    for messages in (run.scale.few_stored, run.scale.stored):
        run.tell(f"{messages:,} stored messages")
        run.work(STORED, messages)


MEASURES: dict[str, Measure] = {
    **{one.name: partial(work, one) for one in WORKS},
    "stored": few_and_many,
    "account": account,
    "start": start,
    "memory": memory,
    "idle": idle,
    "idle-tls": idle_tls,
    "connect-storm": connect_storm,
    "join-storm": join_storm,
    "arrivals": arrivals,
    "comeback": comeback,
    "soak": soak,
    "start-stored": start_stored,
    "restart": restart,
    "history": history,
    "search": search,
    "faces": faces,
    "cluster": cluster,
    **{f"attack-{name}": partial(siege, name) for name in ATTACKS},
}

FOR_ANY = FOR_ANY_SERVER | {"idle", "connect-storm", "join-storm", "arrivals", "soak"}
"""What runs `--against` another server; all but the works need to know its process."""


def chosen(names: tuple[str, ...], run: Run) -> Iterator[tuple[str, Measure]]:
    """The measures with these names (all, when there are none) that suit the server."""
    for name, measure in MEASURES.items():
        if names and name not in names:
            continue
        if run.against is not None and (name not in FOR_ANY or (not run.against.pid and name not in FOR_ANY_SERVER)):
            continue
        yield name, measure


def _iso(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
