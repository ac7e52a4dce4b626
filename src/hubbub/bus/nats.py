"""The bus on NATS. Nothing of what it carries is kept there."""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
from contextlib import suppress

from .nats_wire import NatsAddress, NotAccepted, Refused, Wire, open_wire
from .ports import CannotReach, Heard

logger = logging.getLogger(__name__)

CONNECTING = 5  # seconds
AGAIN = 0.2  # seconds between attempts to come back
LOOK = 1  # seconds between looks whether anything came
SILENT = 2  # after so many without anything it is lost
MOST = 8 * 1024 * 1024  # bytes that wait to be sent; what is said beyond that is lost
LEAST = 1024 * 1024  # bytes that a message may have, NATS's default: nodes say up to half of it in one

_LOST = (Refused, OSError, TimeoutError)


class NatsBus:
    """See `Bus`. To be made by `connect`. `places`: the servers of the settings, of which one is used at a time, or one
    that they name."""

    def __init__(self, places: list[NatsAddress], name: str) -> None:
        self._places = self._named = places
        self._name = name
        self._at = 0  # which place is used, or tried next
        self._ears: list[tuple[str, Heard]] = []  # subscriptions, their numbers are those here
        self._wire: Wire | None = None
        self._keeping: asyncio.Task[None] | None = None

    @property
    def is_up(self) -> bool:
        return self._wire is not None and self._wire.is_open

    def publish(self, subject: str, data: bytes) -> None:
        wire = self._wire
        if (
            wire is not None
            and wire.is_open
            and len(data) <= wire.info.max_payload
            and wire.transport.get_write_buffer_size() <= MOST
        ):
            wire.publish(subject, data)

    async def subscribe(self, subject: str, heard: Heard) -> None:
        self._ears.append((subject, heard))
        if (wire := self._wire) is not None and wire.is_open:
            wire.subscribe(subject, len(self._ears) - 1)
            await _dealt_with(wire)  # NATS knows of it: nothing that is said from now on is missed

    async def close(self) -> None:
        wire, self._wire = self._wire, None
        if self._keeping is not None:
            self._keeping.cancel()
        if wire is not None:
            await _dealt_with(wire)
            wire.transport.close()

    async def open(self) -> None:
        """To the next server. Raises what `open_wire` does, TimeoutError, and CannotReach where it takes too little."""
        place = self._places[self._at % len(self._places)]
        self._at += 1
        async with asyncio.timeout(CONNECTING):
            wire = await open_wire(place, f"hubbub {self._name}", self._hear)
        if wire.info.max_payload < LEAST:
            wire.transport.abort()
            raise CannotReach(
                f"NATS at {place} takes no more than {wire.info.max_payload} bytes in one message: set max_payload "
                f"to {LEAST} or more there, or leave it away."
            )
        self._at -= 1
        for number, (subject, _) in enumerate(self._ears):
            wire.subscribe(subject, number)
        self._wire = wire

    def keep(self) -> None:
        """Come back from now on whenever the connection is lost."""
        self._keeping = asyncio.get_running_loop().create_task(self._keep(), name="bus")

    def _learn(self, wire: Wire) -> None:
        """Which other servers there are, as NATS has said last: they come and go while one is connected."""
        place, known = self._places[self._at % len(self._places)], dict[tuple[str, int], NatsAddress]()
        with suppress(ValueError):
            for one in (*self._named, place, *map(place.beside, wire.info.connect_urls)):
                known.setdefault((one.host, one.port), one)
            self._places = list(known.values())
            self._at = self._places.index(place)

    def _hear(self, number: int, data: bytes) -> None:
        self._ears[number][1](data)

    async def _keep(self) -> None:
        while (wire := self._wire) is not None:
            await _until_lost(wire)
            self._learn(wire)
            place = self._places[self._at % len(self._places)]
            logger.warning("NATS at %s cannot be reached", place, extra={"event": "bus_away"})
            await self._come_back()
            place = self._places[self._at % len(self._places)]
            logger.warning("NATS at %s is back", place, extra={"event": "bus_back"})

    async def _come_back(self) -> None:
        said = False
        while True:
            for _ in range(len(self._places)):
                place = self._places[self._at % len(self._places)]
                try:
                    await self.open()
                    return
                except (*_LOST, CannotReach) as error:  # that contact was lost is said once, not at every attempt
                    logger.debug("NATS: %s", error)
                    if isinstance(error, NotAccepted | CannotReach) and not said:  # it is there, and not for us
                        said = True
                        logger.warning("%s", _trouble(place, error), extra={"event": "bus_away"})
            await asyncio.sleep(AGAIN)


async def connect(address: str, name: str) -> NatsBus:
    """A bus at `nats://[NAME:PASSWORD@]HOST[:PORT]`, or `tls://`; several with commas between them are one NATS.

    `name` is shown to who looks at NATS. Raises CannotReach, which tells of the first of them."""
    try:
        places = [NatsAddress.of(one) for one in address.split(",")]
    except ValueError as error:
        raise CannotReach(f"cluster.bus has no address of NATS: {error}") from error
    bus, first = NatsBus(places, name), CannotReach("")
    for place in places:
        try:
            await bus.open()
            bus.keep()
            return bus
        except (*_LOST, CannotReach) as error:
            first = first if first.args[0] else _trouble(place, error)
    raise first


async def _until_lost(wire: Wire) -> None:
    """One that answers nothing any more is lost, too. It is only asked when nothing comes anyway."""
    while not wire.over.done():
        await asyncio.wait([wire.over], timeout=LOOK)
        wire.silent += 1
        if wire.silent > SILENT:
            wire.transport.abort()
            await wire.over
        elif wire.silent > 1 and not wire.over.done():
            wire.ask()


async def _dealt_with(wire: Wire) -> None:
    """All that was said; without an answer it is said again, to whom it is for, when contact is back."""
    with suppress(*_LOST):
        async with asyncio.timeout(CONNECTING):
            await wire.ask()


def _trouble(place: NatsAddress, error: Exception) -> CannotReach:
    return error if isinstance(error, CannotReach) else CannotReach(f"Cannot use NATS at {place}: {_reason(error)}")


def _reason(error: Exception) -> str:
    if isinstance(error, NotAccepted):
        return "it does not accept us. Name and password stand in its address: nats://NAME:PASSWORD@HOST"
    if isinstance(error, TimeoutError):
        return f"it did not answer within {CONNECTING} seconds. Is the address right, and may this machine reach it?"
    if isinstance(error, ssl.SSLCertVerificationError):
        return (
            f"its certificate is not trusted here ({error.verify_message}). Where an authority of your own has signed "
            "it, name that one's file in SSL_CERT_FILE"
        )
    if isinstance(error, ssl.SSLError):
        return f"TLS does not come about: {error.reason or error}"
    if isinstance(error, socket.gaierror):
        return f"{error.strerror}. Is its host's name right?"
    if isinstance(error, OSError):
        return f"{error.strerror or error}. Is nats-server running there?"
    return str(error)
