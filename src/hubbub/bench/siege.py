"""What an attack costs the others: the same talk before it and under it, on a server with the limits it comes with."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

from . import servers
from .load import Load
from .orders import Done, RunAttack, RunWork
from .process import resident_bytes
from .results import Figure
from .run import BenchFailed, Run
from .servers import Child
from .works import Work

VICTIMS = Work("victims", "20 rooms of 5, 1 talker each, 1.5 messages a second", 20, 5, 1, rate=1.5)
FILES = 1024  # that the server may have open, where running out of them is the attack
MB = 1024 * 1024


def siege(attack: str, run: Run) -> None:
    """Figures: the others' p99 in calm and under attack, the server's growth, and how much the attackers did."""
    files = FILES if attack == "descriptors" else 0
    with servers.hubbub(run.new_folder(), limits=True, files=files) as child:
        before = _load(run.generate(RunWork(child.target, VICTIMS, 2 * run.scale.seconds)))
        memory = resident_bytes(child.target.pid)
        meanwhile, count = _under(attack, run, child)
        grown = resident_bytes(child.target.pid) - memory
    asked = 2 * before.p99 + 5
    run.figure(Figure(f"{attack}-calm", f"{attack}: p99 of the others before", before.p99, "ms"))
    run.figure(Figure(f"{attack}-p99", f"{attack}: p99 of the others meanwhile", meanwhile.p99, "ms", asked))
    run.figure(Figure(f"{attack}-missing", f"{attack}: messages missing", meanwhile.missing, "", 0))
    run.figure(Figure(f"{attack}-memory", f"{attack}: the server has grown by", grown / MB, "MB"))
    run.figure(Figure(f"{attack}-count", f"{attack}: what the attackers did", count, "times"))


def _under(attack: str, run: Run, child: Child) -> tuple[Load, float]:
    """The talk while the attack goes on, and how much the attackers did."""
    talk = RunWork(child.target, VICTIMS, 2 * run.scale.seconds, wait=run.scale.begin)
    order = RunAttack(child.target, attack, talk.seconds + run.scale.begin)
    begun = Event()
    with ThreadPoolExecutor(1) as pool:
        attacks: list[Future[Done]] = []
        talked = run.generate(talk, lambda: attacks.append(pool.submit(run.generate, order, begun.set)))
        if not begun.is_set() and not (attacks and attacks[0].done()):
            raise BenchFailed(f"{attack}: it was not under way within {run.scale.begin:g} seconds")
        return _load(talked), attacks[0].result().figures["count"]


def _load(done: Done) -> Load:
    assert done.load is not None
    return done.load
