"""What a visit tells, kept for a test to wait for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from hubbub.client.session import Client
from hubbub.uplink.addresses import Address
from hubbub.uplink.dial import Dialer, known
from hubbub.uplink.happenings import PhaseChanged
from hubbub.uplink.ports import Dial, Told
from hubbub.uplink.trouble import Trouble
from hubbub.uplink.visit import Visit

PATIENCE = 20.0  # seconds; a test that needs them has failed
T = TypeVar("T")


class Watching:
    """Everything that was told, in order; faults of ours are raised."""

    def __init__(self) -> None:
        self.told: list[Told] = []
        self._more = asyncio.Event()

    def __call__(self, told: list[Told]) -> None:
        self.told += told
        self._more.set()

    def all(self, kind: type[T]) -> list[T]:
        return [one for one in self.told if isinstance(one, kind)]

    @property
    def phases(self) -> list[str]:
        return [one.phase for one in self.all(PhaseChanged)]

    async def until(self, true: Callable[[], bool]) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                while not true():
                    self._more.clear()
                    await self._more.wait()
        except TimeoutError:
            raise AssertionError(self.told) from None

    async def first(self, kind: type[T]) -> T:
        """The first of that kind, once it was told."""
        await self.until(lambda: bool(self.all(kind)))
        return self.all(kind)[0]

    async def until_phase(self, phase: str, times: int = 1) -> None:
        await self.until(lambda: self.phases.count(phase) >= times)


def dialer(port: int, folder: Path, *, tls: bool | None = None) -> Dialer:
    return Dialer(Address("127.0.0.1", port, tls=tls), known(folder))


class Staying:
    """A visit under way, as an asyncio face has it."""

    def __init__(self, name: str, dial: Dial, **options: object) -> None:
        self.watching = Watching()
        self.visit = Visit(Client(name, f"nonce{name}"), self.watching, faults=_raise, **options)  # type: ignore[arg-type]
        self._dial = dial

    async def __aenter__(self) -> Staying:
        self.task = asyncio.create_task(self.visit.run(self._dial))
        return self

    async def __aexit__(self, *_: object) -> None:
        self.task.cancel()
        await asyncio.wait([self.task])

    async def over(self) -> Trouble:
        async with asyncio.timeout(PATIENCE):
            return await self.task


def _raise(error: BaseException) -> Trouble:
    raise error
