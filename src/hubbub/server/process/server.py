"""The whole server put together: engine, certificate, web and listeners, from sockets that are bound already."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from hubbub.chat.limits.policy import Policy
from hubbub.chat.ports import Log, PublicAddress
from hubbub.chat.restoring.handed import HandedWorld
from hubbub.commands.guard import access
from hubbub.commands.moderation import operators
from hubbub.files import FileStore
from hubbub.server.core.commits import Commits
from hubbub.server.core.engine import Engine
from hubbub.server.core.files import Remover
from hubbub.server.core.on_disk import CannotImport
from hubbub.server.entrance.listener import Acceptor
from hubbub.server.entrance.sniffing import Entrance
from hubbub.server.entrance.tls import BadCertificate, Served
from hubbub.server.http.web import Web
from hubbub.server.net.addresses import Addresses
from hubbub.server.net.hosts import OwnHosts
from hubbub.settings import Limits, Listener, Problem, Settings, SettingsError, server_name
from hubbub.settings import Push as PushSettings
from hubbub.wire.addresses import Networks, is_loopback

from . import http, later, logs
from .announce import BoundAddress, announcement, others
from .control import Controls
from .feed import Feed
from .figures import Figures
from .handed import HandedOpening
from .health import Health
from .logs import Watcher
from .numbers import Numbers
from .policy import policy, without_limits
from .waiting import held

if TYPE_CHECKING:
    from hubbub.server.push.pusher import Pusher

    from .certificates import Certificates
    from .metrics import Metrics

logger = logging.getLogger(__name__)

FOUND_OUT = 10.0  # seconds until the addresses of this machine are asked for again

Bound = tuple[Listener, Sequence[socket.socket]]


class NodeFigures(msgspec.Struct, frozen=True):
    """A machine that has connections: how many, by how many parts it is behind, for how many seconds it was silent, its
    version, how many connections it has closed since its start because they differed from what the decider had said,
    and for how many seconds it has not done that (-1: never)."""

    name: str
    connections: int
    behind: int
    silent: float
    version: str = ""
    differed: int = 0
    same: float = -1.0


class Server:
    """One running server. `most` connections at once; `no_limits` lifts those per address, and flood control.

    `reread` reads the settings again; `data` is the folder where files are kept, without which there are none. To be
    made on the loop that it will run on.
    """

    def __init__(
        self,
        settings: Settings,
        log: Log,
        bound: Sequence[Bound],
        most: int,
        reread: Callable[[], Settings],
        *,
        no_limits: bool = False,
        data: Path | None = None,
        handed: HandedWorld | Callable[[], HandedWorld | None] | None = None,
        commits: type[Commits] = Commits,
    ) -> None:
        self.settings = settings
        self.files = FileStore(data) if data is not None else None
        self.tls: Served | None = None
        self.bound = bound
        self.opened: frozenset[Listener] = frozenset()  # by systemd
        self.openings: list[HandedOpening] = []  # who comes in only with the process that we stand in for
        self.answers: dict[str, str] = {}  # to an authority that looks whether a name is ours, by token
        self.certificates: Certificates | None = None  # from that authority
        self.nodes: Callable[[], Sequence[NodeFigures]] | None = None  # of a decider: what is known of the others
        self._address: tuple[object, PublicAddress] | None = None  # the public one, and from what it follows
        self.not_upgraded = ""  # why the last upgrade came to nothing
        self.no_limits = no_limits
        self.name = server_name(settings)
        self.places = [place_of(listener, sockets) for listener, sockets in bound]
        self.controls = Controls(self, reread)
        self.engine = Engine(
            log,
            self._policy(settings),
            self.limits(settings),
            settings.server.lobby,
            self.controls,
            self.public_address,
            handed,
            commits,
        )

        self.pusher = self._pusher(settings.push) if settings.push.enabled else None
        self.watcher = Watcher(self.engine, settings.log.addresses)
        self.figures = Figures(self.engine)
        self.numbers = Numbers(self)
        self.health = Health(self)
        self.feed = Feed(self)
        self.metrics = self._metrics(settings)
        self._make_entrance(settings, most)

    def _make_entrance(self, settings: Settings, most: int) -> None:
        """Where people come in, `most` at once, and what is there over HTTP. Nobody is let in yet."""
        self.addresses = Addresses(self.engine.limits, self.engine.loop.time)
        self.web = self._web(settings)
        self.watched = Web(
            self.engine, self.addresses, self.web.hosts, (), partial(http.for_watchers, self), talks=False
        )
        self.entrance = Entrance(self.engine, self.addresses, self.web, self.watched)
        self.acceptors = [Acceptor(self.entrance, sockets, listener.kind, most) for listener, sockets in self.bound]
        self._believe(settings)

    def _web(self, settings: Settings) -> Web:
        given = settings.web
        prefix = urlsplit(given.url).path.rstrip("/")
        table = partial(http.for_everybody, self)
        return Web(self.engine, self.addresses, self._hosts(settings), given.origins, table, prefix)

    def _metrics(self, settings: Settings) -> Metrics | None:
        """What it needs is imported only where it is wanted."""
        if not settings.metrics.on:
            return None
        from .metrics import Metrics

        return Metrics(self)

    def _pusher(self, settings: PushSettings) -> Pusher:
        """What it needs is imported only where it is wanted."""
        from hubbub.server.push.starting import pusher

        return pusher(self.engine, settings)

    def start(self) -> None:
        """Begin to work, and let people in."""
        self.work()
        for acceptor in self.acceptors:
            acceptor.open()

    def work(self) -> None:
        """Begin to work, for those who are here."""
        self.feed.start()
        if self.pusher is not None:
            self.pusher.start()
        self.engine.start()
        if self.files is not None:
            remover = Remover(self.engine, self.files)
            self.engine.commits.observers.append(remover)
            self.engine.spawn(remover.keep_sweeping(), "sweeping files")

    def use_certificate(self, tls: Served) -> None:
        """Let those in who speak TLS."""
        self.tls = tls
        self.entrance.tls.set_result(tls)

    @property
    def fingerprint(self) -> str:
        """Of the certificate in use; empty while there is none."""
        return self.tls.fingerprint if self.tls else ""

    async def stop(self) -> None:
        """Let nobody in any more, finish what is being committed, say goodbye, close the log (G18)."""
        for acceptor in self.acceptors:
            await acceptor.close()
        self.entrance.close()
        self.web.close()
        self.watched.close()
        self.numbers.stop()
        if self.pusher is not None:
            self.pusher.stop()
        await self.engine.stop()
        self.feed.stop()

    async def reload(self) -> str:
        """Look at the certificate again; nobody is disconnected. A bad one is reported, and the old one stays."""
        if self.certificates is not None:
            self.certificates.try_again()
        return await self.load_certificate()

    async def load_certificate(self) -> str:
        """Take what its files hold now; why that cannot be, or nothing."""
        if self.tls is None:
            return ""
        try:
            await self.tls.reload_aside()
        except BadCertificate as error:
            logger.error("the certificate in use stays: %s", error, extra={"event": "bad_certificate"})
            return f"The certificate in use stays: {error}"
        else:
            logger.info(
                "the certificate was loaded again: %s",
                self.tls.fingerprint,
                extra={"event": "certificate", "fingerprint": self.tls.fingerprint},
            )
        return ""

    def follow(self, settings: Settings) -> None:
        """Take over what these settings change and a running server can. Raises SettingsError and changes nothing."""
        settings = held(self.settings, settings)
        engine = self.engine
        now = engine.chat.policy
        limits = self.limits(settings)
        try:
            later.import_for(settings)
        except CannotImport as error:
            raise SettingsError(Problem("the settings", 0, "push.enabled", str(error))) from error
        self._follow_push(settings.push)
        rules = msgspec.structs.replace(self._policy(settings), server=now.server, started_at=now.started_at)
        operators.follow(engine.chat, rules)
        engine.limits = self.addresses.limits = limits
        self.web.hosts = self._hosts(settings)
        self.watcher.addresses = settings.log.addresses
        logs.follow(settings.log)
        self._believe(settings)
        self.settings = settings

    def _follow_push(self, wanted: PushSettings) -> None:
        """Begin to tell devices, go on in another way, or end it."""
        if self.pusher is not None:
            from hubbub.server.push.starting import follow

            follow(self.pusher, wanted)
        elif wanted.enabled:
            self.pusher = self._pusher(wanted)
            self.pusher.start()

    def _policy(self, settings: Settings) -> Policy:
        rules = policy(settings, self.limits(settings))
        if self.files is not None:
            return rules
        return msgspec.structs.replace(rules, files=msgspec.structs.replace(rules.files, on=False))

    def limits(self, settings: Settings) -> Limits:
        """How much of everything there may be here."""
        return without_limits(settings.limits) if self.no_limits else settings.limits

    def _believe(self, settings: Settings) -> None:
        """Whose word for other addresses is believed."""
        self.entrance.proxies, self.entrance.gateways = believed(settings)
        self.web.proxies = Networks(settings.web.trusted_proxies)

    def announcement(self, code: str) -> str:
        """The first lines, for people. `code` makes the first operator; empty when there is one."""
        return announcement(self.name, self.places, self.fingerprint, code, open=access.may_register(self.engine.chat))

    def status(self) -> str:
        """How it is, in a few words."""
        world = self.engine.chat.world
        rooms = len(world.every_room)
        return f"{world.local.connected} online, {rooms} room{'s' * (rooms != 1)}"

    def public_address(self) -> PublicAddress:
        """Where people find this server: as the settings say, else by the proxy in front of it, which is for https, or
        under the first name that others may know. Whoever comes in on IRC is told, so it is found out now and then."""
        by = self.settings, self.places[0], self.tls, self.fingerprint, time.monotonic() // FOUND_OUT
        if self._address is None or self._address[0] != by:
            self._address = by, self._find_address()
        return self._address[1]

    def _find_address(self) -> PublicAddress:
        settings, place = self.settings, self.places[0]
        web, proxied = settings.web, bool(settings.web.trusted_proxies)
        names = (*settings.sts.names, *self._certified, *web.names, *others(place), "localhost")
        host = f"[{names[0]}]" if ":" in names[0] else names[0]
        scheme = "https" if settings.listen.tls_cert or self._certified else "http"
        own = self.tls is not None and self.tls.pair.own
        guess = f"https://{web.names[0]}" if proxied and web.names else f"{scheme}://{host}:{place.port}"
        pin = self.fingerprint if own and not proxied else ""
        return PublicAddress(web.url.rstrip("/") or guess, pin, proxied, web.irc)

    def _hosts(self, settings: Settings) -> OwnHosts:
        named = [listener.host for listener, _ in self.bound if listener.host and not is_loopback(listener.host)]
        return OwnHosts((*settings.web.names, *self._certified, urlsplit(self.settings.web.url).hostname or "", *named))

    @property
    def _certified(self) -> tuple[str, ...]:
        """The names that an authority gives certificates for."""
        acme = self.settings.acme
        return acme.names if acme.on else ()


def believed(settings: Settings) -> tuple[Networks, Networks]:
    """Who begins a connection with whom it is for, and who tells so later."""
    gateways = [host for gateway in settings.webirc for host in gateway.hosts]
    return Networks(settings.listen.trusted_proxies), Networks([*gateways, *settings.web.trusted_proxies])


def place_of(listener: Listener, sockets: Sequence[socket.socket]) -> BoundAddress:
    port = 0 if listener.path else sockets[0].getsockname()[1] if sockets else listener.port
    return BoundAddress(listener.kind, listener.host, port, listener.loopback, listener.path)
