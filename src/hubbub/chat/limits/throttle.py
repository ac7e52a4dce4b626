"""How often passwords may be guessed: counts that forget, and waits that grow."""

from __future__ import annotations

from collections import OrderedDict

from hubbub.wire.addresses import network_of

KEYS = 10_000  # remembered at once; those counted longest ago are forgotten
LONGEST = 3_600_000  # milliseconds
FREE, MINUTE = 3, 60_000
ADDRESS_FREE, TEN_MINUTES = 30, 600_000
OPERATOR_FREE, OPERATOR_PAUSE = 1, 10_000


class Throttle:
    """Allows `free` tries within `window` milliseconds under a key, then makes wait, twice as long each time. `known`:
    by key the tries, and when their count began or grew."""

    def __init__(self, free: int, window: int) -> None:
        self.free = free
        self.window = window
        self.known: OrderedDict[str, tuple[int, int]] = OrderedDict()

    def wait(self, key: str, now: int) -> int:
        """Milliseconds until the next try is allowed; 0: now."""
        tries, at = self.known.get(key, (0, 0))
        return 0 if tries < self.free else max(0, at + self._pause(tries) - now)

    def count(self, key: str, now: int) -> None:
        """A try was made."""
        tries, at = self.known.pop(key, (0, now))
        if now - at >= max(self.window, 2 * self._pause(tries)):
            tries, at = 0, now
        tries += 1
        self.known[key] = (tries, at if tries < self.free else now)
        while len(self.known) > KEYS:
            self.known.popitem(last=False)

    def take_back(self, key: str) -> None:
        """The last try was none of a guesser."""
        tries, at = self.known.get(key, (0, 0))
        if tries > 1:
            self.known[key] = (tries - 1, at)
        else:
            self.known.pop(key, None)

    def clear(self, key: str) -> None:
        """The try was right."""
        self.known.pop(key, None)

    def _pause(self, tries: int) -> int:
        return min(LONGEST, self.window << min(tries - self.free, 16)) if tries >= self.free else 0


class Guesses:
    """Attempts to log in, to register and to become an operator, by address and account or name; wrong tokens;
    wrong keys of rooms, by address and room: whoever comes from there shares them, as a class with an old key does;
    wrong passwords of gateways, by the gateway's address."""

    def __init__(self) -> None:
        self.operators = Throttle(OPERATOR_FREE, OPERATOR_PAUSE)
        self.accounts = Throttle(FREE, MINUTE)
        self.addresses = Throttle(ADDRESS_FREE, TEN_MINUTES)
        self.registrations = Throttle(ADDRESS_FREE, TEN_MINUTES)
        self.tokens = Throttle(ADDRESS_FREE, TEN_MINUTES)
        self.keys = Throttle(ADDRESS_FREE, TEN_MINUTES)
        self.gateways = Throttle(ADDRESS_FREE, TEN_MINUTES)

    def wait(self, address: str, account: str, now: int) -> int:
        """Milliseconds until this address may try a password of this account (folded) again."""
        network = network_of(address)
        return max(self.accounts.wait(f"{network} {account}", now), self.addresses.wait(network, now))

    def begin(self, address: str, account: str, now: int) -> None:
        """A password is tried; it counts as wrong until it proves to be right."""
        network = network_of(address)
        self.accounts.count(f"{network} {account}", now)
        self.addresses.count(network, now)

    def succeed(self, address: str, account: str) -> None:
        """The password was right."""
        network = network_of(address)
        self.accounts.clear(f"{network} {account}")
        self.addresses.take_back(network)

    def wait_for_key(self, address: str, room: str, now: int) -> int:
        """Milliseconds until this address may try a key of this room (folded) again."""
        return self.keys.wait(f"{network_of(address)} {room}", now)

    def wrong_key(self, address: str, room: str, now: int) -> None:
        """A key was tried, and was not that of the room."""
        self.keys.count(f"{network_of(address)} {room}", now)

    def wait_for_operator(self, address: str, name: str, now: int) -> int:
        """Milliseconds until this address may try a password of this operator again, over whichever connection."""
        network = network_of(address)
        own = max(self.operators.wait(f"{network} {name}", now), self.operators.wait(network, now))
        return max(own, self.addresses.wait(network, now))

    def begin_operator(self, address: str, name: str, now: int) -> None:
        """A password is tried; it counts as wrong until it proves to be right."""
        network = network_of(address)
        for key in (network, f"{network} {name}"):
            self.operators.count(key, now)
        self.addresses.count(network, now)

    def succeed_operator(self, address: str, name: str) -> None:
        """The password was right."""
        network = network_of(address)
        for key in (network, f"{network} {name}"):
            self.operators.clear(key)
        self.addresses.take_back(network)
