"""How fast the server lets us talk: what it says in the ISUPPORT token FLOOD, kept with something to spare.

`FLOOD=5/2`: a cost of 5 at once, then 2 a second. Whoever asks for more is held back, and in the end closed. Lines that
left at the right moment may arrive closer together, so a little less is asked for: what is spared is for what a person
says or does, and what nobody waits for leaves them something besides.
"""

from __future__ import annotations

import re

COSTS = {
    "PONG": 0, "QUIT": 0, "UNREAD": 5,
    **dict.fromkeys(("CHATHISTORY", "LIST", "METADATA", "NICKSERV", "NUMBERS", "OPER", "REGISTER", "RENAME"), 2),
    **dict.fromkeys(("SEARCH", "WEBPUSH", "WHO", "WHOIS", "WHOWAS"), 2),
}  # fmt: skip
USUAL_COST = 1
FREE_ONCE = frozenset({"METADATA", "PING", "SESSION", "UNREAD"})  # of a connection, the first of each: for entering
BATCH_BYTES, LEAST_OF_BATCH = 400, 0.1  # of a line in a batch: what costs as much as a message, and the least
_SPARED = 1.0  # of the burst
_SHARE = 0.9  # of the rate
_LEFT = 2.0  # of the burst, by what nobody waits for: a page of history, or two messages
_TOKEN = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,6})?)/([0-9]{1,9}(?:\.[0-9]{1,6})?)")


class RateLimit:
    """A bucket of allowance that fills at a steady rate. Times are milliseconds since 1970, in steps back, too.

    `spared`: what may be used beyond it by what a person says or does.
    """

    def __init__(self, burst: float, rate: float) -> None:
        self._burst = max(1.0, burst - _SPARED)
        self.spared = max(0.0, burst - self._burst)
        self._rate = rate * _SHARE / 1000
        self._left = self._burst
        self._since = 0

    def wait_to_leave(self, now: int, cost: float) -> int:
        """The same for what nobody waits for."""
        return self.wait(now, cost + _LEFT)

    def wait(self, now: int, cost: float) -> int:
        """The milliseconds until `cost` may be used up; 0: now."""
        self._left = min(self._burst, self._left + max(0, now - self._since) * self._rate)
        self._since = now
        missing = min(cost, self._burst) - self._left
        return 0 if missing <= 0 else int(missing / self._rate) + 1

    def use(self, cost: float) -> None:
        """A line of that cost was sent, or a batch of lines."""
        self._left -= cost


def rate_limit_of(token: str) -> RateLimit | None:
    """The limit that a FLOOD token asks for; None for one that says nothing."""
    found = _TOKEN.fullmatch(token)
    if found is None or float(found[2]) <= 0:
        return None
    return RateLimit(float(found[1]), float(found[2]))
