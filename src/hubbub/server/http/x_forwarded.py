"""For whom a reverse proxy makes an HTTP request: X-Forwarded-For and X-Forwarded-Proto, believed from some alone."""

from __future__ import annotations

import msgspec

from hubbub.wire.addresses import Networks, parse

from .head import Head
from .refused import Refused

FOR, PROTO = "x-forwarded-for", "x-forwarded-proto"


class Forwarded(msgspec.Struct, frozen=True):
    """Where the request comes from in truth, and whether it came over TLS to there."""

    address: str
    secure: bool


def forwarded(head: Head, address: str, trusted: Networks) -> Forwarded | None:
    """What the proxy at `address` tells; None when nobody tells anything. Raises Refused.

    Each proxy adds the address it was connected from, so the last one that is no proxy of ours is the client.
    A request that only says it was forwarded is from `address`, and nobody knows how it came to there.
    """
    chain = [one.strip() for value in head.all(FOR) for one in value.split(",") if one.strip()]
    if not chain:
        return None
    if address not in trusted:
        return Forwarded(address, secure=False)
    client = next((one for one in reversed(chain) if one not in trusted), chain[0])
    try:
        plain = str(parse(client.strip("[]")))
    except ValueError:
        raise Refused(400, "X-Forwarded-For has to hold addresses.") from None
    return Forwarded(plain, secure=head.all(PROTO)[-1:] == ["https"])
