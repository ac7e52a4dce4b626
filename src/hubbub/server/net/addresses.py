"""How much one network address may have: connections at once, connections in ten minutes, and its past with HTTP."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from hubbub.server.core.rate_limit import TokenBucket
from hubbub.settings import Limits
from hubbub.wire.addresses import is_private, network_of

WINDOW = 600.0  # seconds
REMEMBERED = 65_536  # networks
HTTP_REMEMBERED = 4096
NEAR = 16  # so many times as many requests from a private or loopback address, which many may share


class _Network:
    """What is known of one network: how many are connected, and how many more may come soon."""

    __slots__ = ("allowance", "connected")

    def __init__(self, allowance: TokenBucket) -> None:
        self.allowance = allowance
        self.connected = 0


class Addresses:
    """Counts connections by network: an IPv4 address, or the /64 of an IPv6 one. `clock` tells seconds.

    With `limits.connections_per_address` 0 there are none. Private and loopback networks may have more at once, and as
    many more in the window. Where the limits change, networks that were here lately keep their window for now.
    """

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self.limits = limits
        self._clock = clock
        self._networks: OrderedDict[str, _Network] = OrderedDict()
        self._http: OrderedDict[str, float] = OrderedDict()
        self._requests: OrderedDict[str, TokenBucket] = OrderedDict()

    def admit(self, address: str) -> str | None:
        """Count a new connection and return None; or return the reason why it has to be refused."""
        limits = self.limits
        if not limits.connections_per_address:
            return None
        key, near = network_of(address), is_private(address)
        at_once = limits.connections_per_private_address if near else limits.connections_per_address
        network = self._networks.get(key)
        if network is None:
            in_window = limits.connects_per_10min
            more = in_window * at_once // limits.connections_per_address  # for those that may have more at once
            network = self._remember(key, max(in_window, more))
        if network.connected >= at_once:
            return "Too many connections from your address. Close one first."
        if network.allowance.take(self._clock(), 1) > 0:
            return "Too many new connections from your address. Try again in some minutes."
        network.connected += 1
        self._networks.move_to_end(key)
        return None

    def readmit(self, address: str) -> None:
        """Count a connection that the process before this one has admitted."""
        if self.limits.connections_per_address and address:
            key = network_of(address)
            network = self._networks.get(key) or self._remember(key, self.limits.connects_per_10min)
            network.connected += 1

    def leave(self, address: str) -> None:
        """A connection that was admitted has ended."""
        network = self._networks.get(network_of(address))
        if network is not None and network.connected:
            network.connected -= 1

    def request(self, address: str) -> float:
        """Count an HTTP request from there; 0, or the seconds until the next one is answered."""
        limits = self.limits
        if not limits.http_burst:
            return 0.0
        key = network_of(address)
        bucket = self._requests.get(key)
        if bucket is None:
            many = NEAR if is_private(address) else 1
            bucket = self._requests[key] = TokenBucket(limits.http_burst * many, limits.http_rate * many)
            if len(self._requests) > HTTP_REMEMBERED:
                self._requests.popitem(last=False)
        return bucket.take(self._clock(), 1)

    def spoke_http(self, address: str) -> None:
        """This address has just made an HTTP request."""
        self._http[address] = self._clock()
        self._http.move_to_end(address)
        if len(self._http) > HTTP_REMEMBERED:
            self._http.popitem(last=False)

    def speaks_http(self, address: str) -> bool:
        """Whether it has made one in the last ten minutes: its silent connections may be a browser's spare ones."""
        at = self._http.get(address)
        return at is not None and self._clock() - at <= WINDOW

    def _remember(self, key: str, in_window: int) -> _Network:
        if len(self._networks) >= REMEMBERED:
            self._forget_one()
        network = _Network(TokenBucket(in_window, in_window / WINDOW))
        self._networks[key] = network
        return network

    def _forget_one(self) -> None:
        """Make room: the network that came longest ago and has nobody here."""
        for key, network in self._networks.items():
            if not network.connected:
                del self._networks[key]
                return
