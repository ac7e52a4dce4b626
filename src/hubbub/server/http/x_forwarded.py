"""For whom a reverse proxy makes an HTTP request: X-Forwarded-For and X-Forwarded-Proto, believed from some alone."""

from __future__ import annotations

import re

import msgspec

from hubbub.wire.addresses import Networks, parse

from .head import Head
from .refused import Refused

_UNKNOWN = re.compile(r"unknown|_[A-Za-z0-9._-]+", re.IGNORECASE)
_PORT = r":(?:[0-9]{0,5}|_[A-Za-z0-9._-]+)"  # RFC 7239, 6; some leave it empty
_NODE = re.compile(rf"\[([^\]]*)\](?:{_PORT})?|([^:\[\]]*){_PORT}")  # with its port, or in brackets
_TLS = {"https", "wss"}
FOR, PROTO = "x-forwarded-for", "x-forwarded-proto"


class Forwarded(msgspec.Struct, frozen=True):
    """Where the request comes from in truth, and whether it came over TLS to there."""

    address: str
    secure: bool


def forwarded(head: Head, address: str, trusted: Networks) -> Forwarded | None:
    """What the proxy at `address` tells; None when nobody tells anything. Raises Refused.

    Each proxy adds the address it was connected from, some with the port, so the last one that is no proxy of ours is
    the client. Of one that a proxy does not know (`unknown`, `_name`: RFC 7239, 6) the nearest known address stands for
    it. Who came to a proxy over a socket of its machine (`unix:`) is that machine.
    It was TLS when all that was said of it says so: what the client itself wrote may stand in the same list. Of a
    WebSocket some (Traefik) say `wss`.
    A request that only says it was forwarded is from `address`, and nobody knows how it came to there.
    """
    nodes, schemes = _listed(head, FOR), _listed(head, PROTO)
    if not head.all(FOR) and not head.all(PROTO):
        return None
    if address not in trusted:
        return Forwarded(address, secure=False)
    return Forwarded(
        _client(nodes, address, trusted), secure=bool(schemes) and {scheme.lower() for scheme in schemes} <= _TLS
    )


def _listed(head: Head, name: str) -> list[str]:
    """What the header says, in all its lines."""
    return [one.strip() for value in head.all(name) for one in value.split(",") if one.strip()]


def _client(nodes: list[str], proxy: str, trusted: Networks) -> str:
    """The address of who is behind this proxy, and behind all others of ours. Raises Refused."""
    known = proxy
    for text in reversed(nodes):
        node = _node(text)
        if _UNKNOWN.fullmatch(node):
            return known
        if node.startswith("unix:"):
            continue
        try:
            known = str(parse(node))
        except ValueError:
            raise Refused(400, "X-Forwarded-For has to hold addresses.") from None
        if known not in trusted:
            break
    return known


def _node(text: str) -> str:
    """The address alone in `192.0.2.1:80` and `[2001:db8::1]:80`; anything else as it is, without quotes around it."""
    text = text.strip('"')
    found = _NODE.fullmatch(text)
    if found is None or text.startswith("unix:"):
        return text
    return found[1] or found[2] or ""
