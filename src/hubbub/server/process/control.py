"""What operators and signals may ask of the process: to read its settings again, to stop, to begin anew."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from hubbub.chat.world.session import Session
from hubbub.copies.putting_back import make_aside, put_back
from hubbub.log.errors import CannotOpen
from hubbub.log.sqlite.engine import DATABASE
from hubbub.log.sqlite.schema import version_on_disk
from hubbub.settings import Settings, SettingsError

from . import copying, notify, status, upgrade
from .upgrade import CannotUpgrade, Child
from .waiting import for_later

if TYPE_CHECKING:
    from .server import Server

logger = logging.getLogger(__name__)

RESTART = -1  # in place of an exit code: the same command again
UPGRADE = -2  # the same command again, and nobody is disconnected
ROLLBACK = -3  # the same command again, on the database of a copy


class PutBack(msgspec.Struct, frozen=True):
    """`database` takes the place of that of the folder `data`, which goes to `aside`."""

    data: Path
    database: Path
    aside: Path

    def do(self) -> str:
        """Do it while no server has the folder; why it could not be."""
        try:
            put_back(self.data, self.database, self.aside)
        except (OSError, CannotOpen) as error:
            return f"the copy could not be put back ({error})"
        return ""


class Controls:
    """`ports.Control` of a running server. `asked` gets the exit code, or RESTART."""

    def __init__(self, server: Server, reread: Callable[[], Settings]) -> None:
        self.server = server
        self.reread = reread
        self.asked: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self.reading = asyncio.Lock()  # while the settings are read
        self.why = "signal"  # it ends
        self.copying = False
        self.config: Path | None = None  # the settings file, for copies
        self.upgrading = False
        self.child: Child | None = None  # the new program, when it is ready to take over
        self.put_back: PutBack | None = None  # by what the database is replaced, when all have gone

    async def rehash(self) -> list[str]:
        """Settings and certificate again; what is wrong or has to wait comes back in lines."""
        wrong, waiting = await self.reload()
        return [*wrong, *waiting]

    async def reload(self) -> tuple[list[str], list[str]]:
        """The same; what is wrong, and what has to wait for a restart. Files are read in a thread, and what was asked
        for first is done first."""
        async with self.reading:
            wrong = [text for text in (await self.server.reload(),) if text]
            try:
                settings = await asyncio.to_thread(self.reread)
                self.server.engine.begin()
                waiting = list(for_later(self.server.settings, settings))
                self.server.follow(settings)
            except SettingsError as error:
                return [*wrong, *map(str, error.problems)], []
        logger.info("the settings were read again", extra={"event": "rehash"})
        return wrong, waiting

    def status(self) -> dict[str, Any]:
        """How it is."""
        return status.status(self.server)

    def reread_unasked(self) -> None:
        """SIGHUP: the same, and the log is told."""
        notify.reloading()
        self.server.engine.spawn(self._reread_unasked(), "reading the settings")

    async def _reread_unasked(self) -> None:
        for problem in await self.rehash():
            logger.warning("%s", problem, extra={"event": "rehash"})
        notify.ready()

    def numbers(self, what: str) -> Iterable[tuple[str, dict[str, Any]]]:
        """What the process knows of itself."""
        return self.server.numbers.records(what)

    def end(self, *, restart: bool) -> None:
        """Stop cleanly, after what was said in this turn has been kept."""
        if not self.asked.done():
            self.why = "restart" if restart else "operator"
            self.asked.set_result(RESTART if restart else 0)

    def watch(self, session: Session) -> None:
        """This console is told what happens from here on."""
        self.server.feed.watch(session)

    async def backup(self) -> tuple[dict[str, Any], str]:
        """A copy by the settings, in a process of its own."""
        if self.copying:
            return {}, "one is being made already"
        self.copying = True
        try:
            outcome = await copying.copy_now(self.server.settings, self.config, "asked")
        finally:
            self.copying = False
        proof = outcome.proof
        if proof is None:
            return {}, outcome.error
        known = {"rooms": proof.rooms, "messages": proof.messages, "seconds": proof.seconds}
        return {"file": outcome.path, "bytes": outcome.size, **known}, ""

    async def upgrade(self) -> str:
        """See whether the program on disk could take over, and let it; its name and version. Raises CannotUpgrade."""
        if self.asked.done():
            raise CannotUpgrade("the server is stopping")
        if self.upgrading:
            raise CannotUpgrade("there is one already")
        if self.server.engine.chat.disk_full:
            raise CannotUpgrade("messages wait for the disk")
        self.upgrading = True
        try:
            child = await upgrade.start_child(self.server)
        finally:
            self.upgrading = False
        if self.asked.done():
            await child.end()
            raise CannotUpgrade("the server is stopping")
        self.child = child
        self.asked.set_result(UPGRADE)
        return f"hubbub {child.version}, schema {child.schema}"

    def roll_back(self, folder: str) -> str:
        """Stop cleanly, and let the program on disk begin with the database in `folder`; where that of now is put.
        Raises CannotUpgrade."""
        data, place = self.server.health.directory, Path(folder).resolve()
        if self.asked.done():
            raise CannotUpgrade("the server is stopping")
        if data is None or self.server.settings.cluster.log or data.resolve() not in place.parents:
            raise CannotUpgrade(f"{folder} is not in the folder of a database")
        if not version_on_disk(place / DATABASE):
            raise CannotUpgrade(f"there is no database in {folder}")
        try:
            aside = make_aside(data)
        except OSError as error:
            raise CannotUpgrade(f"{data}: {error.strerror}") from error
        self.put_back = PutBack(data, place / DATABASE, aside)
        self.why = "rollback"
        self.asked.set_result(ROLLBACK)
        return str(aside)

    def upgrade_unasked(self) -> None:
        """SIGUSR2: the same, and the log is told."""
        self.server.engine.spawn(self._upgrade_unasked(), "upgrade")

    async def _upgrade_unasked(self) -> None:
        try:
            await self.upgrade()
        except CannotUpgrade as error:
            logger.error("no upgrade: %s", error, extra={"event": "no_upgrade"})
