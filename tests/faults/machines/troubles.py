"""What goes wrong: each kind breaks something, waits, and mends it."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from pathlib import Path
from random import Random

from tests.faults.machines.stage import Stage
from tests.faults.machines.wires import Machine

PAUSES = (1, 3, 5)  # seconds
CUT = 6.0
LOSS = 20  # percent of packets
ALL_LOST = 13.0  # more than a node waits for the others

Trouble = Callable[[Stage, Random], Awaitable[set[int]]]
"""Returns the machines whose own people are concerned."""


def _signal(pid: int, number: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


async def _hang(pids: Sequence[int], random: Random) -> None:
    for pid in pids:
        _signal(pid, signal.SIGSTOP)
    await asyncio.sleep(random.choice(PAUSES))
    for pid in pids:
        _signal(pid, signal.SIGCONT)


async def decider_killed(stage: Stage, random: Random) -> set[int]:
    _signal(stage.decider()[1], signal.SIGKILL)
    return set()


async def decider_stopped(stage: Stage, random: Random) -> set[int]:
    _signal(stage.decider()[1], signal.SIGTERM)
    return set()


async def decider_hangs(stage: Stage, random: Random) -> set[int]:
    await _hang([stage.decider()[1]], random)
    return set()


async def standby_killed(stage: Stage, random: Random) -> set[int]:
    found = stage.standby()
    if found is not None:
        number, pid = found
        _signal(pid, signal.SIGKILL)
        await stage.until(lambda: pid not in stage.nodes[number].children, "it waits no more")
    return set()


async def node_killed(stage: Stage, random: Random) -> set[int]:
    number = random.randrange(len(stage.nodes))
    await stage.nodes[number].kill()
    await stage.nodes[number].start()
    return {number}


async def node_stopped(stage: Stage, random: Random) -> set[int]:
    number = random.randrange(len(stage.nodes))
    await stage.nodes[number].stop()
    await stage.nodes[number].start()
    return {number}


async def node_hangs(stage: Stage, random: Random) -> set[int]:
    number = random.randrange(len(stage.nodes))
    await _hang([stage.nodes[number].pid], random)
    return {number}


async def _cut(stage: Stage, number: int, others: Sequence[Machine], seconds: float, way: str) -> None:
    machine = stage.machines[number]
    if way in ("both", "in"):
        machine.deafen(*others)
    if way in ("both", "out"):
        for other in others:
            other.deafen(machine)
    await asyncio.sleep(seconds)
    for one in (machine, *others):
        one.heal()


async def decider_cut_from_log(stage: Stage, random: Random) -> set[int]:
    number = stage.decider()[0]
    await _cut(stage, number, [stage.log_machine], CUT, "both")
    return {number}


async def decider_cut_from_bus(stage: Stage, random: Random) -> set[int]:
    number = stage.decider()[0]
    await _cut(stage, number, [stage.bus_machine], CUT, "both")
    return {number}


async def decider_cut_from_both(stage: Stage, random: Random) -> set[int]:
    number = stage.decider()[0]
    await _cut(stage, number, [stage.bus_machine, stage.log_machine], CUT, "both")
    return {number}


def _another(stage: Stage, random: Random) -> int:
    decides = stage.decider()[0]
    return random.choice([number for number in range(len(stage.nodes)) if number != decides])


async def node_cut_from_log(stage: Stage, random: Random) -> set[int]:
    number = _another(stage, random)
    await _cut(stage, number, [stage.log_machine], CUT, "both")
    return {number}


async def node_cut_from_bus(stage: Stage, random: Random) -> set[int]:
    number = _another(stage, random)
    await _cut(stage, number, [stage.bus_machine], CUT, "both")
    return {number}


async def node_cut_from_both(stage: Stage, random: Random) -> set[int]:
    number = _another(stage, random)
    await _cut(stage, number, [stage.bus_machine, stage.log_machine], ALL_LOST, "both")
    return {number}


async def cut_one_way(stage: Stage, random: Random) -> set[int]:
    number = random.randrange(len(stage.nodes))
    other = random.choice([stage.log_machine, stage.bus_machine])
    await _cut(stage, number, [other], CUT, random.choice(["in", "out"]))
    return {number}


async def packets_lost(stage: Stage, random: Random) -> set[int]:
    """A fifth of what goes between a machine and both engines, either way."""
    number = random.randrange(len(stage.nodes))
    machine, engines = stage.machines[number], [stage.bus_machine, stage.log_machine]
    machine.lose(LOSS, *engines)
    for engine in engines:
        engine.lose(LOSS, machine)
    await asyncio.sleep(CUT)
    for one in (machine, *engines):
        one.heal()
    return {number}


async def flapping(stage: Stage, random: Random) -> set[int]:
    number = random.randrange(len(stage.nodes))
    for _ in range(5):
        await _cut(stage, number, [stage.bus_machine, stage.log_machine], 1, "both")
        await asyncio.sleep(1)
    return {number}


async def nats_killed(stage: Stage, random: Random) -> set[int]:
    stage.bus.stop()
    await asyncio.to_thread(stage.bus.start)
    return set()


async def nats_away(stage: Stage, random: Random) -> set[int]:
    stage.bus.stop()
    await asyncio.sleep(CUT)
    await asyncio.to_thread(stage.bus.start)
    return set()


async def nats_hangs(stage: Stage, random: Random) -> set[int]:
    await _hang([stage.bus.process.pid], random)
    return set()


async def postgres_restarted(stage: Stage, random: Random) -> set[int]:
    await asyncio.to_thread(stage.database.stop)
    await asyncio.to_thread(stage.database.start)
    return set()


async def postgres_away(stage: Stage, random: Random) -> set[int]:
    await asyncio.to_thread(stage.database.stop)
    await asyncio.sleep(CUT)
    await asyncio.to_thread(stage.database.start)
    return set()


async def postgres_promoted(stage: Stage, random: Random) -> set[int]:
    await asyncio.to_thread(stage.promote)
    return set()


async def decider_killed_and_postgres_promoted(stage: Stage, random: Random) -> set[int]:
    moving = asyncio.ensure_future(asyncio.to_thread(stage.promote))
    database = stage.database
    await stage.until(lambda: moving.done() or not database.is_running, "PostgreSQL moves")
    await decider_killed(stage, random)
    await moving
    return set()


async def postgres_hangs(stage: Stage, random: Random) -> set[int]:
    await _hang(stage.database.pids(), random)
    return set()


async def disk_full(stage: Stage, random: Random) -> set[int]:
    stage.disk.fill()
    await asyncio.sleep(CUT)
    stage.disk.make_space()
    await asyncio.sleep(1)
    if not stage.database.is_running:
        await asyncio.to_thread(stage.database.start)
    return set()


async def decider_and_nats_killed(stage: Stage, random: Random) -> set[int]:
    await decider_killed(stage, random)
    return await nats_killed(stage, random)


async def decider_killed_and_postgres_restarted(stage: Stage, random: Random) -> set[int]:
    await decider_killed(stage, random)
    return await postgres_restarted(stage, random)


async def _decider_killed_in_a_commit(stage: Stage, then: int) -> None:
    """What it was about to commit may be kept or not: nobody may have seen it. `then`: what becomes of PostgreSQL."""
    pids = stage.database.pids()
    for pid in pids:
        _signal(pid, signal.SIGSTOP)
    await asyncio.sleep(1)
    _signal(stage.decider()[1], signal.SIGKILL)
    for pid in pids:
        _signal(pid, then)


async def decider_killed_while_postgres_hangs(stage: Stage, random: Random) -> set[int]:
    await _decider_killed_in_a_commit(stage, signal.SIGCONT)
    return set()


async def decider_and_postgres_killed(stage: Stage, random: Random) -> set[int]:
    first = stage.database.pids()[0]
    await _decider_killed_in_a_commit(stage, signal.SIGKILL)
    await stage.until(lambda: not Path(f"/proc/{first}").exists(), "PostgreSQL is gone")
    await asyncio.to_thread(stage.database.start)
    return set()


TROUBLES: tuple[Trouble, ...] = (
    decider_killed, decider_stopped, decider_hangs, standby_killed, node_killed, node_stopped, node_hangs,
    decider_cut_from_log, decider_cut_from_bus, decider_cut_from_both, node_cut_from_log, node_cut_from_bus,
    node_cut_from_both, cut_one_way, packets_lost, flapping, nats_killed, nats_away, nats_hangs, postgres_restarted,
    postgres_away, postgres_hangs, disk_full, decider_and_nats_killed, decider_killed_and_postgres_restarted,
    decider_killed_while_postgres_hangs, decider_and_postgres_killed, postgres_promoted,
    decider_killed_and_postgres_promoted,
)  # fmt: skip


def drawn(random: Random, count: int) -> list[Trouble]:
    """So many, in any order, of each kind about as many."""
    all_of_them = list(TROUBLES) * (1 + count // len(TROUBLES))
    chosen = all_of_them[:count] if count >= len(TROUBLES) else random.sample(TROUBLES, count)
    random.shuffle(chosen)
    return chosen
