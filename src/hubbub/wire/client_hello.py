"""What a TLS client says before anything is encrypted: which protocols it wants to speak, and with whom (RFC 8446,
RFC 7301, RFC 6066)."""

from __future__ import annotations

import msgspec

_HANDSHAKE, _CLIENT_HELLO = 22, 1
_SERVER_NAME, _ALPN = 0, 16  # extensions
_RECORD_HEAD, _MESSAGE_HEAD = 5, 4
_VERSION_AND_RANDOM = 34

HTTP = frozenset({b"http/1.0", b"http/1.1", b"h2", b"h3"})
"""The names under which web browsers offer HTTP."""


CHALLENGE = b"acme-tls/1"
"""That of an authority that looks whether a name is ours (RFC 8737)."""


class BadHello(ValueError):
    """These bytes do not begin with a ClientHello."""


class Hello(msgspec.Struct, frozen=True):
    """`protocols`: the names in the ALPN extension, in the client's order. `host`: the name in that of RFC 6066, or
    empty."""

    protocols: tuple[bytes, ...] = ()
    host: bytes = b""


def read_hello(data: bytes) -> Hello | None:
    """The ClientHello with which `data` begins. None: it is not here whole yet. Raises BadHello."""
    message = _first_message(data)
    if message is None:
        return None
    parts = _Parts(message)
    parts.take(_VERSION_AND_RANDOM)
    parts.vector(1)  # session id
    parts.vector(2)  # cipher suites
    parts.vector(1)  # compression methods
    extensions = _Parts(parts.vector(2) if parts.left else b"")
    protocols: tuple[bytes, ...] = ()
    host = b""
    while extensions.left:
        kind, body = extensions.number(2), extensions.vector(2)
        if kind == _ALPN:
            protocols = tuple(_names(body))
        elif kind == _SERVER_NAME and body:
            names = _Parts(_Parts(body).vector(2))
            names.number(1)  # host_name: there is no other kind
            host = names.vector(2)
    return Hello(protocols, host)


def _first_message(data: bytes) -> bytes | None:
    """The body of the handshake message, which may come in several records."""
    message, place = b"", 0
    while len(data) >= place + _RECORD_HEAD:
        if data[place] != _HANDSHAKE:
            raise BadHello
        end = place + _RECORD_HEAD + int.from_bytes(data[place + 3 : place + 5], "big")
        message += data[place + _RECORD_HEAD : end]
        if message and message[0] != _CLIENT_HELLO:
            raise BadHello
        length = int.from_bytes(message[1:_MESSAGE_HEAD], "big") + _MESSAGE_HEAD
        if len(message) >= max(length, _MESSAGE_HEAD):
            return message[_MESSAGE_HEAD:length]
        place = end
    return None


def _names(body: bytes) -> list[bytes]:
    names, found = _Parts(_Parts(body).vector(2)), []
    while names.left:
        found.append(names.vector(1))
    return found


class _Parts:
    """Bytes that are read from the front."""

    def __init__(self, data: bytes) -> None:
        self.left = data

    def take(self, size: int) -> bytes:
        if len(self.left) < size:
            raise BadHello
        taken, self.left = self.left[:size], self.left[size:]
        return taken

    def number(self, size: int) -> int:
        return int.from_bytes(self.take(size), "big")

    def vector(self, size: int) -> bytes:
        """Bytes behind their length, which is a number of `size` bytes."""
        return self.take(self.number(size))
