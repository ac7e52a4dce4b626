"""What others are shown in place of an address: bans by it hold, and nobody learns it (docs/decisions/)."""

from __future__ import annotations

import hmac
from functools import lru_cache

from hubbub.wire.addresses import network_of

HIDDEN = "guest"  # everybody's host where there are no cloaks
LONGEST = 40  # bytes of a host: the longest usual name, and `.account`


def key_of(secret: bytes) -> bytes:
    """The key of all cloaks, from a secret of this server; what else is made from that secret says nothing about it."""
    return hmac.digest(secret, b"cloaks", "sha256")


@lru_cache(maxsize=1024)
def of_address(key: bytes, address: str) -> str:
    """`9f3a5c0d1e7b24c2.ip`: 64 bits of HMAC-SHA-256 over an IPv4 address, or over the /64 of an IPv6 one."""
    return f"{hmac.digest(key, network_of(address).encode(), 'sha256')[:8].hex()}.ip"


def of_account(name: str) -> str:
    """The host of the owner of an account, wherever they connect from."""
    return f"{name}.account"
