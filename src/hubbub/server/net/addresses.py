"""How much one network address may have: connections at once, connections in ten minutes, and its past with HTTP."""

from __future__ import annotations

import errno
from collections import OrderedDict
from collections.abc import Callable, Mapping

import msgspec

from hubbub.server.core.rate_limit import Level, TokenBucket
from hubbub.settings import Limits
from hubbub.wire.addresses import is_private, network_of

FULL = "The server is full, try again later."
SHORT = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)  # why nothing more can be opened
MANY = "Too many connections from your address. Close one first."
FAST = "Too many new connections from your address. Try again in some minutes."
LIMITS = {MANY: "connections_per_address", FAST: "connects_per_10min"}  # by what is said for them
WINDOW = 600.0  # seconds
REMEMBERED = 65_536  # networks
HTTP_REMEMBERED = 4096
NEAR = 16  # so many times as many requests from a private or loopback address, which many may share


class HandedBucket(msgspec.Struct, array_like=True):
    burst: float
    rate: float
    level: Level


class HandedAddresses(msgspec.Struct, frozen=True):
    """What one process tells the next. Networks that are as if nobody had come from there are not among them."""

    windows: dict[str, HandedBucket] = {}
    http: dict[str, float] = {}
    requests: dict[str, HandedBucket] = {}


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
            network = self._remember(key, self._window(near))
        if network.connected >= at_once:
            return MANY
        if network.allowance.take(self._clock(), 1) > 0:
            return FAST
        network.connected += 1
        self._networks.move_to_end(key)
        return None

    def readmit(self, address: str) -> None:
        """Count a connection that the process before this one has admitted."""
        if self.limits.connections_per_address and address:
            key = network_of(address)
            network = self._networks.get(key) or self._remember(key, self._window(is_private(address)))
            network.connected += 1

    def hand(self) -> HandedAddresses:
        """All that is known, but who is connected."""
        clock = self._clock()
        windows = {key: one.allowance for key, one in self._networks.items()}
        return HandedAddresses(_handed(windows, clock), dict(self._http), _handed(self._requests, clock))

    def take(self, handed: HandedAddresses) -> None:
        """Go on with what the process before knew."""
        for key, one in handed.windows.items():
            self._remember(key, _taken(one))
        self._http.update(handed.http)
        self._requests.update((key, _taken(one)) for key, one in handed.requests.items())

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

    def _window(self, near: bool) -> TokenBucket:
        """How many may come in ten minutes: more, where more may be there at once."""
        limits = self.limits
        many = limits.connects_per_10min
        if near:
            many = max(many, many * limits.connections_per_private_address // limits.connections_per_address)
        return TokenBucket(many, many / WINDOW)

    def _remember(self, key: str, allowance: TokenBucket) -> _Network:
        if len(self._networks) >= REMEMBERED:
            self._forget_one()
        network = _Network(allowance)
        self._networks[key] = network
        return network

    def _forget_one(self) -> None:
        """Make room: the network that came longest ago and has nobody here."""
        for key, network in self._networks.items():
            if not network.connected:
                del self._networks[key]
                return


def _handed(buckets: Mapping[str, TokenBucket], clock: float) -> dict[str, HandedBucket]:
    return {key: HandedBucket(one.burst, one.rate, one.level) for key, one in buckets.items() if not one.is_full(clock)}


def _taken(handed: HandedBucket) -> TokenBucket:
    bucket = TokenBucket(handed.burst, handed.rate)
    bucket.go_on(handed.level)
    return bucket
