"""The bus on NATS. Nothing of what it carries is kept there."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import nats.errors
from nats.aio.client import Client
from nats.aio.msg import Msg

from .ports import CannotReach, Heard

logger = logging.getLogger(__name__)

CONNECTING = 5  # seconds
AGAIN = 0.2  # seconds between attempts to come back
PINGS = 1  # seconds between signs of life
SILENT = 2  # of which so many may be missing
MOST = 8 * 1024 * 1024  # bytes that wait to be sent; what is said beyond that is lost


class NatsBus:
    """See `Bus`. To be made by `connect`."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._waiting: deque[tuple[str, bytes]] = deque()
        self._size = 0
        self._some = asyncio.Event()
        self._sending = asyncio.get_running_loop().create_task(self._keep_sending(), name="bus")

    @property
    def is_up(self) -> bool:
        return self._client.is_connected

    def publish(self, subject: str, data: bytes) -> None:
        if not self._client.is_connected or len(data) > self._client.max_payload or self._size > MOST:
            return
        self._waiting.append((subject, data))
        self._size += len(data)
        self._some.set()

    async def subscribe(self, subject: str, heard: Heard) -> None:
        await self._client.subscribe(subject, cb=_handing_on(heard))
        # A PING of nats-py may overtake what waits to be sent; the second one cannot, as the first was answered since.
        try:
            await self._client.flush(CONNECTING)
            await self._client.flush(CONNECTING)  # NATS knows of it: nothing that is said from now on is missed
        except (nats.errors.Error, OSError, TimeoutError):  # it is told so when it is back
            logger.debug("NATS does not answer who wants to listen")

    async def close(self) -> None:
        self._sending.cancel()
        try:
            while self._waiting and self._client.is_connected:
                await self._client.publish(*self._waiting.popleft())
            if self._client.is_connected:
                await self._client.flush(CONNECTING)
        except (nats.errors.Error, OSError, TimeoutError):
            logger.debug("what was said last to NATS is lost")
        await self._client.close()

    async def _keep_sending(self) -> None:
        while True:
            await self._some.wait()
            self._some.clear()
            while self._waiting:
                subject, data = self._waiting.popleft()
                self._size -= len(data)
                try:
                    await self._client.publish(subject, data)
                except (nats.errors.Error, OSError) as error:
                    logger.debug("lost on the way to NATS: %s", error)


async def connect(address: str, name: str) -> NatsBus:
    """A bus at `nats://[NAME:PASSWORD@]HOST[:PORT]`; several with commas between them are one cluster of NATS.

    `name` is shown to who looks at NATS. Raises CannotReach."""
    shown = ", ".join(map(_without_password, address.split(",")))
    client, troubles = Client(), list[Exception]()

    async def failed(error: Exception) -> None:
        troubles.append(error)

    async def lost() -> None:
        if not client.is_closed:
            logger.warning("NATS at %s cannot be reached", shown, extra={"event": "bus_away"})

    async def back() -> None:
        logger.warning("NATS at %s is back", shown, extra={"event": "bus_back"})

    try:
        await client.connect(
            servers=[one.strip() for one in address.split(",")],
            name=f"hubbub {name}",
            error_cb=failed,
            disconnected_cb=lost,
            reconnected_cb=back,
            connect_timeout=CONNECTING,
            reconnect_time_wait=0,
            max_reconnect_attempts=1,
            ping_interval=PINGS,
            max_outstanding_pings=SILENT,
        )
    except (nats.errors.Error, OSError, ValueError, TimeoutError) as error:
        raise CannotReach(f"Cannot use NATS at {shown}: {_reason(*troubles, error)}") from error
    client.options.update(max_reconnect_attempts=-1, reconnect_time_wait=AGAIN)  # from now on it is waited for
    client._error_cb = _forget
    return NatsBus(client)


def _handing_on(heard: Heard) -> Callable[[Msg], Awaitable[None]]:
    async def hand_on(message: Msg) -> None:
        try:
            heard(message.data)
        except Exception:  # it is not to end the subscription
            logger.exception("what NATS has brought could not be dealt with")

    return hand_on


async def _forget(error: Exception) -> None:
    """That contact was lost is said once, and not at every attempt to come back."""
    logger.debug("NATS: %s", error)


def _without_password(address: str) -> str:
    parts = urlsplit(address.strip())
    return f"{parts.hostname or address}{f':{parts.port}' if parts.port else ''}"


def _reason(*errors: Exception) -> str:
    """The first one says what is wrong, the last one that we have given up."""
    error = next((one for one in errors if not isinstance(one, nats.errors.NoServersError)), errors[-1])
    if isinstance(error, nats.errors.AuthorizationError) or "authorization" in str(error).lower():
        return "it does not accept us. Name and password stand in its address: nats://NAME:PASSWORD@HOST"
    if isinstance(error, TimeoutError | nats.errors.TimeoutError):
        return f"it did not answer within {CONNECTING} seconds. Is the address right, and may this machine reach it?"
    if isinstance(error, OSError):
        return f"{error.strerror or error}. Is nats-server running there?"
    return str(error) or type(error).__name__
