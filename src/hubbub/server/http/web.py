"""What all HTTP connections of a server share."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from hubbub.server.core.engine import Engine
from hubbub.server.net.addresses import Addresses
from hubbub.server.net.closing import finish
from hubbub.server.net.hosts import OwnHosts
from hubbub.settings import Limits
from hubbub.wire.addresses import Networks, is_private

if TYPE_CHECKING:
    from .protocol import HttpConnection
    from .routes import Routes

MOST_UNBELIEVED = 4  # addresses that are remembered


class Web:
    """`table` makes the table of what there is. `prefix` is the path of `web.url`, under which everything is found,
    too; empty: none. `talks`: WebSockets are taken."""

    def __init__(
        self,
        engine: Engine,
        addresses: Addresses,
        hosts: OwnHosts,
        origins: tuple[str, ...],
        table: Callable[[], Routes],
        prefix: str = "",
        *,
        talks: bool = True,
    ) -> None:
        self.engine = engine
        self.addresses = addresses
        self.hosts = hosts
        self.origins = origins
        self._table = table
        self.prefix = prefix
        self.talks = talks
        self.proxies = Networks()  # whose word for where a request comes from is believed
        self.unbelieved: set[str] = set()  # near addresses that say for whom they ask, and are no proxies of ours
        self.connections: set[HttpConnection] = set()

    @cached_property
    def routes(self) -> Routes:
        """What there is here; made with the first request."""
        return self._table()

    @property
    def limits(self) -> Limits:
        return self.engine.limits

    def not_believed(self, address: str) -> None:
        """A request was passed on from there by somebody whose word does not count: a proxy of ours, if it is near."""
        if len(self.unbelieved) < MOST_UNBELIEVED and is_private(address):
            self.unbelieved.add(address)

    def within(self, path: str) -> str:
        """The path without the prefix: a proxy may have taken it away, or not."""
        return path.removeprefix(self.prefix) if path.startswith(f"{self.prefix}/") else path

    def close(self) -> None:
        """The server stops: let go of everybody."""
        for connection in list(self.connections):
            finish(self.engine.loop, connection.transport)
