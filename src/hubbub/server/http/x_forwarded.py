"""For whom a reverse proxy makes an HTTP request: X-Forwarded-For and X-Forwarded-Proto, believed from some alone."""

from __future__ import annotations

import re

import msgspec

from hubbub.wire.addresses import Networks, parse

from .head import Head
from .refused import Refused

_UNKNOWN = re.compile(r"unknown|_[A-Za-z0-9._-]+", re.IGNORECASE)
_NODE = re.compile(r"\[([^\]]*)\](?::[0-9]{1,5})?|([0-9.]+):[0-9]{1,5}")  # an address in brackets, or with its port
FOR, PROTO = "x-forwarded-for", "x-forwarded-proto"


class Forwarded(msgspec.Struct, frozen=True):
    """Where the request comes from in truth, and whether it came over TLS to there."""

    address: str
    secure: bool


def forwarded(head: Head, address: str, trusted: Networks) -> Forwarded | None:
    """What the proxy at `address` tells; None when nobody tells anything. Raises Refused.

    Each proxy adds the address it was connected from, some with the port, so the last one that is no proxy of ours is
    the client. Of one that a proxy does not know (`unknown`, `_name`: RFC 7239, 6) the nearest known address stands for
    it.
    A request that only says it was forwarded is from `address`, and nobody knows how it came to there.
    """
    chain = [_node(one.strip()) for value in head.all(FOR) for one in value.split(",") if one.strip()]
    if not chain:
        return None
    if address not in trusted:
        return Forwarded(address, secure=False)
    at = next((at for at in reversed(range(len(chain))) if chain[at] not in trusted), 0)
    client = chain[at] if not _UNKNOWN.fullmatch(chain[at]) else [*chain, address][at + 1]
    try:
        plain = str(parse(client))
    except ValueError:
        raise Refused(400, "X-Forwarded-For has to hold addresses.") from None
    return Forwarded(plain, secure=head.all(PROTO)[-1:] == ["https"])


def _node(text: str) -> str:
    """The address alone in `192.0.2.1:80` and `[2001:db8::1]:80`; anything else as it is."""
    found = _NODE.fullmatch(text.strip('"'))
    return (found[1] or found[2]) if found else text
