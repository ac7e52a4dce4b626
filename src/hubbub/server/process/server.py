"""The whole server put together: engine, certificate, web and listeners, from sockets that are bound already."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

import msgspec

import hubbub
from hubbub.chat.limits.policy import Gateway, Operator, Policy, Sts
from hubbub.chat.ports import Log, PublicAddress
from hubbub.commands.guard import access
from hubbub.commands.moderation import appointments, operators
from hubbub.server.core.engine import Engine, Limits
from hubbub.server.entrance.listener import Gate
from hubbub.server.entrance.sniffing import Entrance
from hubbub.server.entrance.tls import BadCertificate, Served
from hubbub.server.http.site import site
from hubbub.server.http.web import HttpLimits, Web
from hubbub.server.net.addresses import Addresses
from hubbub.server.net.hosts import OwnHosts
from hubbub.settings import Listener, Settings, server_name, server_password
from hubbub.wire.addresses import Networks, is_loopback

from .announce import Place, announcement, others
from .control import Controls
from .logs import Watcher

logger = logging.getLogger(__name__)

Bound = tuple[Listener, Sequence[socket.socket]]


class Server:
    """One running server. `most` connections at once; `no_limits` lifts those per address, and flood control.

    `reread` reads the settings again. To be made on the loop that it will run on.
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
    ) -> None:
        self.settings = settings
        self.tls: Served | None = None
        self.bound = bound
        self.most = most
        self.no_limits = no_limits
        self.name = server_name(settings)
        self.places = [_place(listener, sockets) for listener, sockets in bound]
        self.controls = Controls(self, reread)
        self.engine = Engine(
            log,
            policy(settings, no_limits),
            limits(settings, no_limits),
            settings.server.lobby,
            self.controls,
            self.public_address,
        )

    def start(self) -> None:
        """Let people in. Called on the running loop."""
        engine = self.engine
        engine.start()
        Watcher(engine)
        allowed = self.settings.limits
        self.addresses = Addresses(*_per_address(self.settings, self.no_limits), engine.loop.time)
        given = self.settings.web
        self.web = Web(
            engine,
            self.addresses,
            _http_limits(self.settings),
            self._hosts(),
            given.origins,
            site(engine, self._about, given.url),
            urlsplit(given.url).path.rstrip("/"),
        )
        self.entrance = Entrance(engine, self.addresses, self.web, allowed.http_head_seconds)
        self._believe(self.settings)
        self.gates = [Gate(self.entrance, sockets, listener.kind, self.most) for listener, sockets in self.bound]
        for gate in self.gates:
            gate.open()

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
        for gate in self.gates:
            await gate.close()
        self.entrance.close()
        self.web.close()
        await self.engine.stop()

    def reload(self) -> str:
        """Look at the certificate again; nobody is disconnected. A bad one is reported, and the old one stays."""
        if self.tls is None:
            return ""
        try:
            self.tls.reload()
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
        engine = self.engine
        now = engine.chat.policy
        rules = msgspec.structs.replace(policy(settings, self.no_limits), server=now.server, started_at=now.started_at)
        operators.follow(engine.chat, rules)
        engine.limits = limits(settings, self.no_limits)
        self.addresses.allow(*_per_address(settings, self.no_limits))
        self.web.limits = _http_limits(settings)
        self.entrance.tls_seconds = settings.limits.http_head_seconds
        self._believe(settings)

    def _believe(self, settings: Settings) -> None:
        """Whose word for other addresses is believed."""
        self.entrance.proxies = Networks(settings.listen.trusted_proxies)
        self.web.proxies = Networks(settings.web.trusted_proxies)
        gateways = [host for gateway in settings.webirc for host in gateway.hosts]
        self.entrance.gateways = Networks([*gateways, *settings.web.trusted_proxies])

    def announcement(self) -> str:
        """The first lines, for people."""
        return announcement(
            self.name,
            self.places,
            self.fingerprint,
            appointments.first_code(self.engine.chat),
            open=access.may_register(self.engine.chat),
        )

    def public_address(self) -> PublicAddress:
        """Where people find this server: as the settings say, or under the first name that others may know."""
        settings, place = self.settings, self.places[0]
        names = (*settings.sts.names, *settings.web.names, *others(place), "localhost")
        host = f"[{names[0]}]" if ":" in names[0] else names[0]
        scheme = "https" if settings.listen.tls_cert else "http"
        own = self.tls is not None and self.tls.pair.own
        url = settings.web.url.rstrip("/") or f"{scheme}://{host}:{place.port}"
        return PublicAddress(url, self.fingerprint if own else "")

    def _hosts(self) -> OwnHosts:
        named = [listener.host for listener, _ in self.bound if listener.host and not is_loopback(listener.host)]
        return OwnHosts((*self.settings.web.names, urlsplit(self.settings.web.url).hostname or "", *named))

    def _about(self) -> dict[str, str]:
        return {
            "server": self.name,
            "lobby": self.settings.server.lobby,
            "access": self.settings.server.access,
            "icon": self.settings.server.icon,
            "register": "yes" if access.may_register(self.engine.chat) else "",
            "fingerprint": self.fingerprint,
            "pin": self.public_address().pin,
            "version": hubbub.__version__,
        }


def policy(settings: Settings, no_limits: bool) -> Policy:
    """The settings as the chat asks for them. Raises SettingsError when the password file cannot be read."""
    allowed = settings.limits
    return Policy(
        server=server_name(settings),
        started_at=time.time_ns() // 1_000_000,
        password=server_password(settings),
        description=settings.server.description,
        icon=settings.server.icon,
        motd=settings.server.motd,
        admin=settings.server.admin,
        operators=tuple(Operator(given.name, given.password) for given in settings.operators),
        gateways=tuple(Gateway(given.name, given.password, given.hosts) for given in settings.webirc),
        sts=_sts(settings),
        tell_in_words=settings.server.tell_in_words,
        denied_tags=settings.server.denied_tags,
        cloaks=settings.server.cloaks,
        access=settings.server.access,
        accounts_open=settings.accounts.open,
        rename_guests=settings.accounts.rename_guests,
        stay_days=settings.accounts.stay_days,
        ascii_names=settings.server.names == "ascii",
        name_bytes=allowed.name_bytes,
        room_bytes=allowed.room_bytes,
        topic_bytes=allowed.topic_bytes,
        rooms_per_user=allowed.rooms_per_user,
        connections_per_account=0 if no_limits else allowed.connections_per_account,
        registrations=allowed.registrations_per_10min,
        audit_days=settings.moderation.audit_days,
        history_page=allowed.history_page,
        replay_lines=settings.history.replay_lines,
        replay_days=settings.history.replay_days,
        keep_days=settings.history.keep_days,
        flood_burst=0 if no_limits else allowed.flood_burst,
        flood_rate=allowed.flood_rate,
    )


def _sts(settings: Settings) -> Sts | None:
    given = settings.sts
    hosts = tuple(name.lower().removesuffix(".") for name in given.names)
    return Sts(given.port, given.duration, given.preload, hosts) if given.port else None


def limits(settings: Settings, no_limits: bool) -> Limits:
    """The settings as the connections ask for them."""
    allowed = settings.limits
    return Limits(
        flood_burst=0 if no_limits else allowed.flood_burst,
        flood_rate=allowed.flood_rate,
        flood_devices=allowed.flood_connections,
        registration_seconds=allowed.registration_seconds,
        ping_seconds=allowed.ping_seconds,
        dead_seconds=allowed.dead_seconds,
        read_bytes=allowed.read_queue_bytes,
        send_bytes=allowed.send_queue_bytes,
    )


def _per_address(settings: Settings, no_limits: bool) -> tuple[int, int, int]:
    allowed = settings.limits
    at_once = 0 if no_limits else allowed.connections_per_address
    return at_once, allowed.connects_per_10min, allowed.connections_per_private_address


def _http_limits(settings: Settings) -> HttpLimits:
    allowed = settings.limits
    return HttpLimits(
        head_bytes=allowed.http_head_bytes,
        fields=allowed.http_headers,
        head_seconds=allowed.http_head_seconds,
        websocket_bytes=allowed.websocket_bytes,
    )


def _place(listener: Listener, sockets: Sequence[socket.socket]) -> Place:
    return Place(listener.kind, listener.host, sockets[0].getsockname()[1], listener.loopback)
