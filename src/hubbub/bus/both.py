"""Two buses as one: what the quick one does not carry goes by the sure one."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from .ports import Bus, CannotReach, Heard

logger = logging.getLogger(__name__)

SILENT = 1.0  # seconds without a sign, after which the quick one is not trusted
SELDOM = 0.35  # seconds between two signs by the sure one, at least, where nobody needs it
NEEDED = 3.0  # seconds in which somebody needs it who has said something by it: nodes do each second
DEAF = 10.0  # seconds in which signs come by the sure one alone, before that is told
AGAIN = 1.0  # seconds between attempts to have it at all


class Ear(NamedTuple):
    """Who hears what is said there by either."""

    subject: str
    quickly: Heard
    surely: Heard


class Both:
    """See `Bus`. `sign` is a subject on which something is said several times a second, and heard here, too. So long as
    it comes by the quick one, that one carries. By the sure one it comes less often, and every time while somebody says
    that they need it, by what they say there. Without `quick`, `find` has it later.

    `is_up` tells of the quick one; who is told that it does not carry says again what may have been lost with it."""

    def __init__(
        self, sure: Bus, sign: str, quick: Bus | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.sure = sure
        self.sign = sign
        self.quick = quick
        self._clock = clock
        self._heard = -SILENT  # a sign by the quick one, the last time
        self._signed = -SELDOM  # and one that we have said by the sure one
        self._needed = -NEEDED  # something else came by the sure one
        self._deaf_since: float | None = None  # signs come, and none by the quick one
        self._said = False
        self._ears: list[Ear] = []
        self._found = asyncio.Event()  # the quick one brings all that is listened to
        self._working: set[asyncio.Task[None]] = set()  # to have something brought

    @property
    def is_up(self) -> bool:
        return self.quick is not None and self.quick.is_up and self._clock() - self._heard < SILENT

    def publish(self, subject: str, data: bytes) -> None:
        if self.quick is not None:
            self.quick.publish(subject, data)
        if not self.is_up or (subject == self.sign and self._is_time()):
            self.sure.publish(subject, data)

    def _is_time(self) -> bool:
        """Whether a sign goes by the sure one, too."""
        now = self._clock()
        if now - self._needed < NEEDED or now - self._signed >= SELDOM:
            self._signed = now
            return True
        return False

    async def subscribe(self, subject: str, heard: Heard) -> None:
        """Until one of both brings it: whoever takes another one's place does not wait for the slower one. What is said
        by either is said behind its own subscriptions, so nobody answers too early."""
        ears = [] if self._ears else [Ear(self.sign, self._carries, self._surely)]
        ears.append(Ear(subject, heard, heard if subject == self.sign else self._noting(heard)))
        self._ears += ears
        ways = [asyncio.create_task(way) for way in (self._quickly_brought(ears), self._surely_brought(ears))]
        self._working.update(ways)
        done, slower = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        self._working -= done
        for way in slower:
            way.add_done_callback(self._brought)
        failed = [error for way in done if (error := way.exception()) is not None]
        if failed:
            raise failed[0]  # whoever asked says so, and nobody else

    def _brought(self, way: asyncio.Task[None]) -> None:
        """By the slower one of both: nobody waits for it any more."""
        self._working.discard(way)
        if not way.cancelled() and (error := way.exception()) is not None:
            logger.error("one of two buses cannot be listened to", exc_info=error)

    async def close(self) -> None:
        for way in (ways := tuple(self._working)):
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
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
        known = 0
        while known < len(self._ears):  # more may come meanwhile
            ear, known = self._ears[known], known + 1
            await quick.subscribe(ear.subject, ear.quickly)
        self.quick = quick
        self._found.set()
        if said:
            logger.warning("the bus is there", extra={"event": "bus_back"})

    async def _quickly_brought(self, ears: list[Ear]) -> None:
        """If it is still to be found, it has them as soon as it is there."""
        if self.quick is None:
            await self._found.wait()
            return
        for ear in ears:
            await self.quick.subscribe(ear.subject, ear.quickly)

    async def _surely_brought(self, ears: list[Ear]) -> None:
        await asyncio.gather(*(self.sure.subscribe(ear.subject, ear.surely) for ear in ears))

    def _noting(self, heard: Heard) -> Heard:
        def note(data: bytes) -> None:
            self._needed = self._clock()
            heard(data)

        return note

    def _carries(self, _: bytes) -> None:
        self._heard = self._clock()
        self._deaf_since, self._said = None, False

    def _surely(self, _: bytes) -> None:
        """A sign by the sure one: whether the quick one is there, and has none."""
        now = self._clock()
        if self.is_up or self.quick is None or not self.quick.is_up:
            self._deaf_since = None
        elif self._deaf_since is None:
            self._deaf_since = now
        elif now - self._deaf_since > DEAF and not self._said:
            self._said = True
            logger.warning(
                "NATS brings nothing of the one that decides; the database does. Do all machines name the same NATS?",
                extra={"event": "bus_deaf"},
            )
