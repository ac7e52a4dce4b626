"""The load generator at one work: everybody comes in, some talk for a while, and all that arrives is counted."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import msgspec

from .clients import Target
from .crowd import WARM_UP, Crowd, Tell
from .process import cpu_seconds, resident_bytes
from .works import Work

CALM_DOWN = 10.0  # seconds at most that the server may go on working after the last delivery

Quiet = Callable[[], Awaitable[None]]


class Load(msgspec.Struct, frozen=True):
    """What one work cost. Times in seconds, latencies in milliseconds; CPU 0 where the server's process is not known.

    `began` is on the monotonic clock. `cpu_after`: what the server still had to do when all was delivered (such as the
    search index).
    """

    messages: int
    deliveries: int
    missing: int
    seconds: float
    cpu: float
    cpu_after: float
    generator_cpu: float
    p50: float
    p99: float
    p999: float
    connection_bytes: float  # growth of the server's memory per connection, while they came in
    began: float = 0.0
    others_cpu: tuple[float, ...] = ()  # of the target's other processes, in their order

    @property
    def cpu_us(self) -> float:
        """Microseconds of server CPU per delivery."""
        return 1e6 * self.cpu / max(1, self.deliveries)

    @property
    def generator_us(self) -> float:
        return 1e6 * self.generator_cpu / max(1, self.deliveries)


async def run_work(target: Target, work: Work, seconds: float, tell: Tell, quiet: Quiet | None = None) -> Load:
    """Run the work for that many seconds after a short warm-up. `quiet` is awaited when all are in."""
    crowd = Crowd(work)
    memory = resident_bytes(target.pid) if target.pid else 0
    await crowd.come_in(target, tell)
    grown = (resident_bytes(target.pid) - memory) if target.pid else 0
    if quiet is not None:
        await quiet()
    crowd.begin()
    await asyncio.sleep(WARM_UP)
    crowd.forget_times()
    before, got, sent = _clocks(target), crowd.got, crowd.sent
    others = [cpu_seconds(pid) for pid in target.others]
    await _watch(crowd, seconds, tell)
    crowd.end()
    last = await crowd.drain()
    after = _clocks(target)
    others_after = [cpu_seconds(pid) for pid in target.others]
    calm = await settled(target)
    load = Load(
        messages=crowd.sent - sent,
        deliveries=crowd.got - got,
        missing=crowd.sent * work.hearers - crowd.got,
        seconds=last - before[0],
        cpu=after[1] - before[1],
        cpu_after=calm - after[1],
        generator_cpu=after[2] - before[2],
        **_percentiles(crowd.times()),
        connection_bytes=grown / work.people,
        began=before[0],
        others_cpu=tuple(now - then for then, now in zip(others, others_after, strict=True)),
    )
    if crowd.lost:
        tell(f"{crowd.lost} connections were closed by the server")
    crowd.go()
    return load


async def _watch(crowd: Crowd, seconds: float, tell: Tell) -> None:
    for step in [1.0] * int(seconds) + [seconds % 1]:
        got = crowd.got
        await asyncio.sleep(step)
        if step:
            tell(f"{(crowd.got - got) / step:,.0f} deliveries a second")


def _clocks(target: Target) -> tuple[float, float, float]:
    """Now, the server's CPU time, ours."""
    return time.perf_counter(), cpu_seconds(target.pid) if target.pid else 0.0, time.process_time()


async def settled(target: Target) -> float:
    """The server's CPU time when it has come to rest."""
    if not target.pid:
        return 0.0
    end = time.perf_counter() + CALM_DOWN
    cpu = cpu_seconds(target.pid)
    while time.perf_counter() < end:
        await asyncio.sleep(0.25)
        now = cpu_seconds(target.pid)
        if now - cpu < 0.02:
            return now
        cpu = now
    return cpu


def _percentiles(sorted_times: list[int]) -> dict[str, float]:
    """In milliseconds; 0 when nothing was measured."""
    return {name: percentile(sorted_times, share) / 1e6 for name, share in SHARES.items()}


SHARES = {"p50": 0.5, "p99": 0.99, "p999": 0.999}


def percentile(ascending: list[int], share: float) -> float:
    """The value below which that share of the values lies; 0 of none."""
    return ascending[min(len(ascending) - 1, int(len(ascending) * share))] if ascending else 0
