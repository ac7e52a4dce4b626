"""The bus on PostgreSQL's own notifications (NOTIFY, LISTEN): there whenever the log is. Nothing of what it carries is
kept."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from base64 import b64decode, b64encode
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import asyncpg

from .ports import Heard

logger = logging.getLogger(__name__)

AGAIN = 0.2  # seconds between attempts to come back
CLOSING = 1.0  # seconds for what is to be said last
MOST = 8 * 1024 * 1024  # bytes that wait to be said; what is said beyond that is lost
TOGETHER = 256 * 1024  # bytes that are said in one transaction, about
PIECE = 5700  # bytes of a notification: fewer than 8000 as base64, with what stands before it
LAST, MORE = ".", "+"  # behind the number of a piece: whether the message ends with it

_LOST = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
_SAY = "select pg_notify(channel, piece) from unnest($1::text[], $2::text[]) as said(channel, piece)"

Open = Callable[[], Awaitable[Any]]


class PostgresBus:
    """See `Bus`. It has a connection of its own, made by `open`, again and again when it is lost."""

    def __init__(self, open: Open) -> None:
        self._open = open
        self._waiting: deque[tuple[str, bytes]] = deque()
        self._size = 0
        self._some = asyncio.Event()
        self._ears: list[_Ear] = []
        self._asked: deque[tuple[_Ear, asyncio.Future[None]]] = deque()  # who wants to listen
        self._is_ending = False
        self._is_told = False
        self.is_up = False
        self._keeping = asyncio.get_running_loop().create_task(self._keep(), name="bus of the log")

    def publish(self, subject: str, data: bytes) -> None:
        if self.is_up and self._size <= MOST:
            self._waiting.append((subject, data))
            self._size += len(data)
            self._some.set()

    async def subscribe(self, subject: str, heard: Heard) -> None:
        listens = asyncio.get_running_loop().create_future()
        self._asked.append((_Ear(_channel(subject), heard), listens))
        self._some.set()
        await listens

    async def close(self) -> None:
        self._is_ending = True
        self._some.set()
        if not self.is_up:
            self._keeping.cancel()
        await asyncio.wait([self._keeping], timeout=CLOSING)
        self._keeping.cancel()
        await asyncio.gather(self._keeping, return_exceptions=True)

    async def _keep(self) -> None:
        while not self._is_ending:
            connection = None
            try:
                connection = await self._open()
                await self._talk(connection)
            except _LOST as error:
                self._tell(error, opened=connection is not None)
            finally:
                self.is_up = False
                self._waiting.clear()
                self._size = 0
                if connection is not None:
                    connection.terminate()
            await asyncio.sleep(AGAIN)

    def _tell(self, error: Exception, *, opened: bool) -> None:
        """Once that no connection is to be had, until there is one again: it may be one too many for the database."""
        is_news = not opened and not self._is_told
        self._is_told = not opened
        level, extra = logging.WARNING if is_news else logging.DEBUG, {"event": "no_bus", "why": str(error)}
        logger.log(level, "no connection to the database for what machines tell each other: %s", error, extra=extra)

    async def _talk(self, connection: Any) -> None:
        """Until it is lost. Who says something that nobody keeps does not wait for a disk."""
        connection.add_termination_listener(lambda _: self._some.set())
        await connection.execute("set synchronous_commit = off")
        for ear in self._ears:
            await ear.listen(connection)
        self.is_up = True
        while not connection.is_closed():
            while self._asked:
                ear, listens = self._asked[0]
                await ear.listen(connection)
                self._ears.append(ear)
                self._asked.popleft()
                if not listens.done():  # who asked may have given up
                    listens.set_result(None)
            while self._waiting:
                await self._say(connection)
            if self._is_ending:
                return
            await self._some.wait()
            self._some.clear()

    async def _say(self, connection: Any) -> None:
        """A message in one transaction, so that all of its pieces come, in a row, or none."""
        channels: list[str] = []
        pieces: list[str] = []
        size = 0
        while self._waiting and size < TOGETHER:
            subject, data = self._waiting.popleft()
            size += len(data)
            self._size -= len(data)
            for piece in _pieces(data, len(pieces)):
                channels.append(_channel(subject))
                pieces.append(piece)
        await connection.execute(_SAY, channels, pieces)


class _Ear:
    """Who listens at a channel: what comes in pieces is put together, of each speaker by itself."""

    def __init__(self, channel: str, heard: Heard) -> None:
        self.channel = channel
        self.heard = heard

    async def listen(self, connection: Any) -> None:
        begun: defaultdict[int, bytearray] = defaultdict(bytearray)

        def hear(_connection: Any, speaker: int, _channel: str, piece: str) -> None:
            head, _, text = piece.partition(" ")
            begun[speaker] += b64decode(text)
            if head.endswith(LAST):
                self._hand_on(bytes(begun.pop(speaker)))

        await connection.add_listener(self.channel, hear)

    def _hand_on(self, data: bytes) -> None:
        try:
            self.heard(data)
        except Exception:  # it is not to end the listening
            logger.exception("what the database has brought could not be dealt with")


def _pieces(data: bytes, first: int) -> Iterator[str]:
    """Numbered, as PostgreSQL brings what is the same twice in a transaction once."""
    for number, begin in enumerate(range(0, len(data) or 1, PIECE), first):
        ends = LAST if begin + PIECE >= len(data) else MORE
        yield f"{number}{ends} {b64encode(data[begin : begin + PIECE]).decode()}"


def _channel(subject: str) -> str:
    """Its name in PostgreSQL, where it may have 63 characters."""
    return f"hubbub_{hashlib.blake2s(subject.encode(), digest_size=16).hexdigest()}"
