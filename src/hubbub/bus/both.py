"""Two buses as one: what the quick one does not carry goes by the sure one."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from .ports import Bus, CannotReach, Heard

logger = logging.getLogger(__name__)

SILENT = 1.0  # seconds without a sign, after which the quick one is not trusted
AGAIN = 1.0  # seconds between attempts to have it at all


class Both:
    """See `Bus`. `sign` is a subject on which something is said several times a second: always by both, and heard here,
    too. So long as it comes by the quick one, that one carries. Without `quick`, `find` has it later.

    `is_up` tells of the quick one; who is told that it does not carry says again what may have been lost with it."""

    def __init__(
        self, sure: Bus, sign: str, quick: Bus | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.sure = sure
        self.sign = sign
        self.quick = quick
        self._clock = clock
        self._heard = -SILENT  # a sign by the quick one, the last time
        self._ears: list[tuple[str, Heard]] = []

    @property
    def is_up(self) -> bool:
        return self.quick is not None and self.quick.is_up and self._clock() - self._heard < SILENT

    def publish(self, subject: str, data: bytes) -> None:
        if self.quick is not None:
            self.quick.publish(subject, data)
        if subject == self.sign or not self.is_up:
            self.sure.publish(subject, data)

    async def subscribe(self, subject: str, heard: Heard) -> None:
        if not self._ears:
            await self._listen(self.sign, self._carries)
        await self.sure.subscribe(subject, heard)
        await self._listen(subject, heard)

    async def close(self) -> None:
        await self.sure.close()
        if self.quick is not None:
            await self.quick.close()

    async def find(self, connect: Callable[[], Awaitable[Bus]]) -> None:
        """Have the quick one as soon as it can be reached."""
        said = False
        while True:
            try:
                quick = await connect()
                break
            except CannotReach as error:
                if not said:
                    logger.warning("%s", error, extra={"event": "bus_away"})
                said = True
            await asyncio.sleep(AGAIN)
        self.quick = quick
        for subject, heard in tuple(self._ears):
            await quick.subscribe(subject, heard)
        if said:
            logger.warning("the bus is there", extra={"event": "bus_back"})

    async def _listen(self, subject: str, heard: Heard) -> None:
        self._ears.append((subject, heard))
        if self.quick is not None:
            await self.quick.subscribe(subject, heard)

    def _carries(self, _: bytes) -> None:
        self._heard = self._clock()
