"""A request as whoever handles it sees it."""

from __future__ import annotations

import re
from typing import Any, TypeVar

import msgspec

from .body import Body
from .head import CHALLENGE, Head, queries
from .json_body import decode, decode_as
from .refused import Refused

_BEARER = re.compile(r"[Bb]earer +([A-Za-z0-9._~+/-]{1,1024}=*)")

T = TypeVar("T")


class Caller(msgspec.Struct, frozen=True):
    """Who asks: the address behind all proxies that we believe. `tls`: our pages are at https there.

    `secure`: nobody on the way can read along.
    """

    address: str
    secure: bool
    tls: bool
    proxied: bool = False  # through a proxy that we believe, which takes HTTP alone


class Request(msgspec.Struct, frozen=True):
    """`path` is decoded, without the prefix of `web.url`; `params` are the named parts of its route."""

    head: Head
    caller: Caller
    path: str
    params: dict[str, str]
    body: Body

    def field(self, name: str) -> str:
        """The value of a header field (name in lower case); the first of several, or empty."""
        return next(iter(self.head.all(name)), "")

    @property
    def host(self) -> str:
        return self.head.host

    @property
    def query(self) -> dict[str, str]:
        """What stands behind the ? of the address."""
        return queries(self.head)

    @property
    def bearer(self) -> str:
        """The token of the Authorization header, the only place for one. Raises Refused (RFC 6750)."""
        given = self.head.all("authorization")
        found = _BEARER.fullmatch(given[0]) if len(given) == 1 else None
        if found is None:
            raise Refused(401, "This needs a token, as `Authorization: Bearer TOKEN`.", CHALLENGE)
        return found[1]

    async def json(self) -> Any:
        """The body as JSON. Raises Refused."""
        self._check_json()
        return decode(await self.body.read())

    async def json_as(self, kind: type[T]) -> T:
        """The body as that type. Raises Refused."""
        self._check_json()
        return decode_as(await self.body.read(), kind)

    def _check_json(self) -> None:
        kind = self.field("content-type").partition(";")[0].strip().lower()
        if kind != "application/json":
            raise Refused(415, "This takes application/json.")
