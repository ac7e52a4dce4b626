"""What is not as it should be with the server, looked at every minute: the log tells of it, and so are operators in the
chat, each once, also who comes later. When nothing is wrong they are told of the last copy that came by itself: every
morning there is a line, in IRC programs a green or a red one.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Container, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hubbub.chat.events import ServerSaid
from hubbub.chat.party import Party
from hubbub.copies import record
from hubbub.log.space import space
from hubbub.server.core.troubles import Trouble, of_log
from hubbub.server.entrance.tls import dates
from hubbub.settings.places import copies_directory

if TYPE_CHECKING:
    from .server import Server

logger = logging.getLogger(__name__)

EVERY = 60.0  # seconds between two looks
DAYS = (1, 7, 21)  # before the end of a certificate when operators are told
DAY = 86_400
SILENT = 5.0  # seconds without a beat of a node
LATELY = 3600.0  # seconds for which a node that differed is told of
MANY = 3  # attempts at a new certificate that failed
GREEN, RED = "\x0303", "\x0304"  # of IRC programs; others leave colours out


class Health:
    """Of one server. `directory`: its data folder, once it has one."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.directory: Path | None = None
        self.told: set[str] = set()
        self.heard: dict[Party, set[str]] = {}  # by operators, of what there is to tell them
        self._dates: tuple[str, tuple[float, float]] = ("", (0.0, 0.0))  # fingerprint, when that one begins and ends

    def troubles(self) -> list[Trouble]:
        """All there is now."""
        return [
            *of_log(self.server.engine),
            *self._of_disk(),
            *self._of_certificate(),
            *self._of_authority(),
            *self._of_copies(),
            *self._of_proxies(),
            *self._of_nodes(),
        ]

    def certificate_end(self) -> float:
        """When the certificate in use ends, in seconds since 1970; 0: there is none, or nobody can tell."""
        return self._certificate_dates()[1]

    def _certificate_dates(self) -> tuple[float, float]:
        tls = self.server.tls
        if tls is None:
            return 0.0, 0.0
        if self._dates[0] != tls.fingerprint:
            self._dates = (tls.fingerprint, dates(tls.pair))
        return self._dates[1]

    def _of_nodes(self) -> Iterator[Trouble]:
        for node in self.server.nodes() if self.server.nodes is not None else ():
            if node.silent > SILENT:
                yield Trouble("node_silent", f"the node {node.name} is not heard any more")
            if 0 <= node.same < LATELY:
                yield Trouble(
                    "node_differs",
                    f"the node {node.name} did not tell its clients what was said ({node.differed} connections closed)",
                    about=node.name,
                )

    async def watch(self) -> None:
        """Look every minute, for ever, and tell what is new."""
        while True:
            await self.look_at_files()
            self.look()
            await asyncio.sleep(EVERY)

    async def look_at_files(self) -> None:
        """Take another certificate that somebody has put there. One that cannot be used is tried once."""
        tls = self.server.tls
        if tls is not None and tls.has_changed:
            await self.server.load_certificate()

    def look(self) -> None:
        """Tell of what was not so before."""
        found = {trouble.key: trouble for trouble in self.troubles()}
        for key in found.keys() - self.told:
            logger.warning("%s", found[key].says, extra={"event": "trouble", "what": found[key].what})
        self.told = set(found)
        if not any(trouble.down for trouble in found.values()):  # else nobody could be told
            bad, good = {key: _bad(trouble) for key, trouble in found.items()}, dict(self._good())
            self._tell_operators(bad or good, {**bad, **good})

    def _tell_operators(self, texts: Mapping[str, str], known: Container[str]) -> None:
        """Let each of those who are here have what they have not heard. `texts`: by what is told once; `known`: what
        holds, of which it is remembered who has heard it, also what is not told now."""
        engine = self.server.engine
        chat = engine.chat
        operators = list(chat.world.with_mode("o"))
        heard = {user.party: self.heard.get(user.party, set()) for user in operators}
        self.heard = {party: {key for key in keys if key in known} for party, keys in heard.items()}
        for user in operators:
            missing = [key for key in texts if user.sessions and key not in self.heard[user.party]]
            self.heard[user.party].update(missing)
            for key in missing:
                engine.begin()
                chat.emit(ServerSaid(at=chat.now, server=chat.policy.server, target=user.name, text=texts[key]))

    def _good(self) -> Iterator[tuple[str, str]]:
        """The last copy, if it came by itself and others are to come; that one is late is a trouble."""
        if not self.server.settings.backup.every:
            return
        now = datetime.now()
        taken = record.read(copies_directory(self.server.settings)).taken
        if taken and taken[-1].reason == "scheduled":
            text = taken[-1].told(now)
            yield f"copy {taken[-1].at}", f"{GREEN}{text[0].upper()}{text[1:]}."

    def _of_disk(self) -> list[Trouble]:
        if self.directory is None:
            return []
        try:
            disk = space(self.directory)
        except OSError:
            return []
        return [Trouble("disk_low", disk.says, about="")] if disk.is_low else []

    def _of_certificate(self) -> Iterator[Trouble]:
        tls = self.server.tls
        if tls is None or tls.pair.own:  # ours is made anew by itself
            return
        if tls.next_start and self.server.certificates is None:  # an authority gives another one
            yield Trouble(
                "certificate_files",
                f"the next start will not have the certificate that is in use: {tls.next_start}; put both of its files "
                "there, then: hubbub reload",
            )
        (begin, end), now = self._certificate_dates(), time.time()
        if not end:
            return
        days = next((days for days in DAYS if end - now < days * DAY), 0)
        if end <= now:
            yield Trouble("certificate_ended", "the certificate has ended; renew it, then: hubbub reload")
        elif begin > now:
            yield Trouble("certificate_early", "the certificate is not valid yet: is this machine's clock right?")
        elif days and self.server.certificates is None:  # which renews it, or why not is said below
            within = f"within {days} day{'s' * (days > 1)}"
            yield Trouble("certificate_ends", f"the certificate ends {within}; renew it, then: hubbub reload")

    def _of_authority(self) -> list[Trouble]:
        """One failure does not matter where there is a certificate: there is time for more attempts."""
        mine = self.server.certificates
        if mine is None or not mine.known.failures or (mine.is_in_use and mine.known.failures < MANY):
            return []
        return [Trouble("certificate_failed", f"no new certificate from the authority: {mine.known.error}")]

    def _of_copies(self) -> list[Trouble]:
        backup = self.server.settings.backup
        known = record.read(copies_directory(self.server.settings))
        if known.failures:
            return [Trouble("copy_failed", f"the last copy failed: {known.error}")]
        if not backup.every or not known.taken:
            return []
        is_late = known.taken[-1].is_late(backup.every, time.time())
        return [Trouble("copy_old", "the last copy is older than it should be")] if is_late else []

    def _of_proxies(self) -> list[Trouble]:
        """A proxy that nobody told us of: all who come through it seem to be one."""
        web = self.server.web
        return [
            Trouble("proxy_forgotten", f"requests come through {one}; is it your proxy? Then: web.trusted_proxies")
            for one in sorted(web.unbelieved)
            if one not in web.proxies
        ]


def _bad(trouble: Trouble) -> str:
    return f"{RED}This server needs you: {trouble.says}. `hubbub doctor` says more."
