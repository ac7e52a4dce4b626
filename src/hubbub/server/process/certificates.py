"""The certificate from an authority: asked for when it is due by a process of its own (`hubbub.authority.child`), whose
challenges are answered here, and taken into use without anybody being disconnected."""

from __future__ import annotations

import asyncio
import logging
import random
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from hubbub.authority import record, renewal
from hubbub.authority.orders import Advice, Challenge, Failed, Issued, Order, Said, decode, encode
from hubbub.authority.record import Record
from hubbub.server.entrance.tls import BadCertificate, Pair, Served, challenge_context
from hubbub.typed.durations import UNITS, spelt

if TYPE_CHECKING:
    from .server import Server

logger = logging.getLogger(__name__)

PATIENCE = 600.0  # seconds that one order may take
LONGEST = 3600.0  # seconds that are slept at once: the clock may be set meanwhile


class Certificates:
    """Of one server, while `acme.on` is set. `answers`: by token, what an authority is told over HTTP."""

    def __init__(self, server: Server, directory: Path) -> None:
        self.server = server
        self.directory = directory
        self.answers = server.answers
        self.pair = Pair(directory / record.CERTIFICATE, directory / record.CERTIFICATE)
        self.known = record.read(directory)
        self.woken = asyncio.Event()

    def there_is(self) -> Served | None:
        """The one that there is already; None: there is none, or none that can be used."""
        if not self.pair.certificate.exists():
            return None
        try:
            return Served(self.pair)
        except BadCertificate as error:
            logger.error("%s", error, extra={"event": "bad_certificate"})
            return None

    @property
    def is_in_use(self) -> bool:
        return self.server.tls is not None and self.server.tls.pair == self.pair

    def status(self) -> dict[str, Any]:
        """For `hubbub status`; times in milliseconds since 1970."""
        known = self.known
        return {
            "names": list(self.server.settings.acme.names),
            "authority": urlsplit(self.server.settings.acme.directory).hostname,
            "there": self.is_in_use,
            "next": int(self._next() * 1000),
            "failures": known.failures,
            "failed": known.error,
        }

    def _next(self) -> float:
        """When something is to be done: the certificate got or renewed, or the authority asked when that is to be."""
        known, acme = self.known, self.server.settings.acme
        asked_for = known.names == acme.names and known.directory == acme.directory and self.is_in_use
        if known.failures:
            return known.renew_at
        return min(known.renew_at, known.ask_at or known.renew_at) if asked_for else 0.0

    async def keep(self) -> None:
        """Get it and renew it, for ever."""
        while True:
            left = self._next() - time.time()
            if left <= 0:
                await self._look()
                continue
            with suppress(TimeoutError):
                await asyncio.wait_for(self.woken.wait(), min(left, LONGEST))
            self.woken.clear()

    def try_again(self) -> None:
        """Do not wait with the next attempt, if the last one failed: somebody has mended something."""
        if self.known.failures:
            self.known = msgspec.structs.replace(self.known, renew_at=0.0)
            self.woken.set()

    async def _look(self) -> None:
        known, now = self.known, time.time()
        only_ask = not known.failures and self._next() > 0 and known.renew_at > now
        said = await self._ask(only_ask=only_ask)
        if isinstance(said, Advice):
            renew_at = known.renew_at
            if not renewal.still(renew_at, said.window):
                renew_at = renewal.due(known.begins, known.ends, random.random(), said.window)
            self._note(msgspec.structs.replace(known, renew_at=renew_at, ask_at=said.ask_again))
        elif isinstance(said, Issued) and (wrong := self._use()):
            self._failed(Failed(wrong))
        elif isinstance(said, Issued):
            self._issued(said)
        elif isinstance(said, Failed) and only_ask:  # it is renewed when it was to be
            self._note(msgspec.structs.replace(known, ask_at=max(now + LONGEST, said.not_before)))
        elif isinstance(said, Failed):
            self._failed(said)

    def _use(self) -> str:
        """Take the new one into use; why that cannot be, or nothing."""
        try:
            if self.server.tls is None:
                self.server.use_certificate(Served(self.pair))
            else:
                self.server.tls.change(self.pair)
        except BadCertificate as error:
            return str(error)
        return ""

    def _issued(self, said: Issued) -> None:
        acme, names = self.server.settings.acme, ", ".join(self.server.settings.acme.names)
        renew_at = renewal.due(said.begins, said.ends, random.random(), said.window)
        ask_at = time.time() + LONGEST if said.window else 0.0
        self._note(Record(acme.names, acme.directory, said.begins, said.ends, renew_at, ask_at))
        ends = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(said.ends))
        logger.info(
            "there is a new certificate for %s, until %s",
            names,
            ends,
            extra={
                "event": "certificate_issued",
                "names": names,
                "fingerprint": self.server.fingerprint,
                "ends": ends,
                "renew": time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(renew_at)),
            },
        )

    def _failed(self, said: Failed) -> None:
        now = time.time()
        failures = self.known.failures + 1
        at = renewal.again(failures, now, random.random(), said.not_before)
        self._note(msgspec.structs.replace(self.known, failures=failures, failed_at=now, error=said.why, renew_at=at))
        logger.error(
            "no certificate for %s: %s; another attempt in %s",
            ", ".join(self.server.settings.acme.names),
            said.why,
            spelt(round((at - now) / 60) * UNITS["minute"]),
            extra={"event": "certificate_failed", "why": said.why, "failures": failures},
        )

    def _note(self, known: Record) -> None:
        self.known = known
        record.note(self.directory, known)

    # the process that asks

    async def _ask(self, *, only_ask: bool) -> Said:
        acme = self.server.settings.acme
        order = Order(
            folder=self.directory.absolute(),
            names=acme.names,
            directory=acme.directory,
            way=acme.challenge,
            email=acme.email,
            ca_file=acme.ca_file,
            only_ask=only_ask,
        )
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "hubbub.authority.child", stdin=PIPE, stdout=PIPE, stderr=DEVNULL
        )
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._talk(process, order)
        except TimeoutError:
            return Failed(f"the authority has not answered for {PATIENCE / 60:.0f} minutes")
        finally:
            self.answers.clear()
            self.server.entrance.challenges.clear()
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    async def _talk(self, process: Process, order: Order) -> Said:
        assert process.stdin is not None
        assert process.stdout is not None
        with suppress(ConnectionError):
            process.stdin.write(encode(order))
            while line := await process.stdout.readline():
                try:
                    said = decode(line)
                    if not isinstance(said, Challenge):
                        return said
                    self._prepare(said)
                except (msgspec.MsgspecError, BadCertificate) as error:
                    return Failed(f"the process that asks the authority is not understood: {error}")
                process.stdin.write(b"\n")
        return Failed(f"the process that asks the authority ended with {await process.wait()}")

    def _prepare(self, challenge: Challenge) -> None:
        """Be ready for the authority to look. Raises BadCertificate."""
        if challenge.way == "http-01":
            self.answers[challenge.token] = challenge.answer
        else:
            host = challenge.name.lower().removesuffix(".")
            self.server.entrance.challenges[host] = challenge_context(Path(challenge.certificate))
