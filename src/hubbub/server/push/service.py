"""Asks push services (RFC 8030): makes the request for one push, and reads what became of it."""

from __future__ import annotations

import logging
import ssl
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime

from hubbub.chat.refusals import BadEndpoint, NoWay
from hubbub.chat.world.push import Subscription
from hubbub.server.outgoing.addresses import Allowed, BadAddress, NotFound, Resolver, place_of
from hubbub.server.outgoing.client import Answer, RequestFailed, post

from .encryption import device_key, encrypted
from .lanes import Outcome, Push
from .vapid import Vapid

logger = logging.getLogger(__name__)

MOST_AFTER = 24 * 3600.0  # seconds that a push service may have us wait
MOST_TOLD = 100  # hosts whose refusals were told of
GONE = frozenset({404, 410})
BUSY = frozenset({408, 425, 429})

Clock = Callable[[], float]


class PushServices:
    """Where devices are reached. `ttl`: seconds that a push service keeps what it cannot hand on; `timeout`: seconds
    for one request. `clock`: seconds since 1970."""

    def __init__(
        self,
        vapid: Vapid,
        allowed: Allowed,
        context: ssl.SSLContext,
        ttl: float,
        timeout: float,
        clock: Clock = time.time,
        resolver: Resolver | None = None,
    ) -> None:
        self.vapid = vapid
        self.allowed = allowed
        self.context = context
        self.ttl = ttl
        self.timeout = timeout
        self.clock = clock
        self.resolver = resolver or Resolver(allowed)
        self._told: set[tuple[str, str]] = set()

    def use(self, vapid: Vapid, allowed: Allowed, context: ssl.SSLContext, ttl: float, timeout: float) -> None:
        """From the next request on."""
        self.vapid = vapid
        self.allowed = self.resolver.allowed = allowed
        self.context = context
        self.ttl = ttl
        self.timeout = timeout

    def host_of(self, endpoint: str) -> str:
        """Whose service it is; empty for an address to which nothing goes any more."""
        try:
            return place_of(endpoint, self.allowed).host
        except BadAddress:
            return ""

    async def check(self, endpoint: str, key: bytes) -> None:
        """Raises BadEndpoint where no device can be told of anything."""
        try:
            device_key(key)
            await self.resolver.addresses(place_of(endpoint, self.allowed))
        except (ValueError, BadAddress) as error:
            raise BadEndpoint(endpoint, command="REGISTER", reason=str(error)) from None
        except NotFound:
            raise NoWay(endpoint, command="REGISTER", reason="nobody knows that host now") from None

    async def send(self, told: Subscription, push: Push) -> Outcome:
        """Ask for it once."""
        try:
            place = place_of(told.endpoint, self.allowed)
            addresses = await self.resolver.addresses(place)
            body = encrypted(push.line, told.key, told.secret)
        except (BadAddress, ValueError) as error:
            self._tell(self.host_of(told.endpoint), str(error))
            return Outcome("refused")
        except NotFound:
            return Outcome("later")
        headers = {
            "TTL": str(int(self.ttl)),
            "Urgency": push.urgency,
            "Content-Type": "application/octet-stream",
            "Content-Encoding": "aes128gcm",
            "Authorization": self.vapid.authorization(place.origin),
        }
        try:
            answer = await post(place, addresses, headers, body, self.context, self.timeout)
        except RequestFailed as error:
            self._tell(place.host, str(error))
            return Outcome("later")
        return self._read(place.host, answer)

    def _read(self, host: str, answer: Answer) -> Outcome:
        status = answer.status
        if 200 <= status < 300:
            self._told = {told for told in self._told if told[0] != host}
            return Outcome("sent")
        if status in GONE:
            return Outcome("gone")
        self._tell(host, f"status {status}")
        if status in BUSY or status >= 500:
            return Outcome("later", self._after(answer))
        return Outcome("refused")

    def _after(self, answer: Answer) -> float:
        """Seconds or a date (RFC 9110, Retry-After); 0 for what is neither."""
        written = answer.headers.get("retry-after", "")
        if written.isascii() and written.isdigit():
            return min(float(written[:9]), MOST_AFTER)
        try:
            seconds = parsedate_to_datetime(written).timestamp() - self.clock()
        except (ValueError, OverflowError):
            return 0.0
        return min(max(seconds, 0.0), MOST_AFTER)

    def _tell(self, host: str, why: str) -> None:
        """Once, until it works again: who runs the server is to know, and not to read it a thousand times."""
        if (host, why) not in self._told and len(self._told) < MOST_TOLD:
            self._told.add((host, why))
            logger.warning(
                "nothing could be pushed over %s: %s", host or "an address", why, extra={"event": "push_failed"}
            )

    def close(self) -> None:
        self.resolver.close()
