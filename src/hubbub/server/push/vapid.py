"""How the server says to push services who it is (RFC 8292)."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from .encryption import point_of

GOOD_FOR = 12 * 3600  # seconds; "MUST NOT be more than 24 hours from the time of the request"
MOST = 100  # origins of which it is remembered
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256


class Vapid:
    """`secret` is the server's for ever, from which the key is made: devices subscribe to it (docs/decisions/0032).

    `contact`: `mailto:` or `https:`, whom a push service may ask. `clock`: seconds since 1970.
    """

    def __init__(self, secret: bytes, contact: str, clock: Callable[[], float]) -> None:
        seed = HKDF(SHA256(), 48, None, b"hubbub vapid").derive(secret)
        self._private = ec.derive_private_key(int.from_bytes(seed, "big") % (_ORDER - 1) + 1, ec.SECP256R1())
        self.contact = contact
        self.clock = clock
        self.key = _base64(point_of(self._private))
        self._written: dict[str, tuple[float, str]] = {}

    def authorization(self, origin: str) -> str:
        """The header for a push service; it is used again for half of the time that it is good for."""
        now = self.clock()
        made, header = self._written.get(origin, (0.0, ""))
        if not header or not 0 <= now - made < GOOD_FOR / 2:
            header = f"vapid t={self._token(origin, int(now) + GOOD_FOR)}, k={self.key}"
            if len(self._written) >= MOST:
                self._written.clear()
            self._written[origin] = (now, header)
        return header

    def _token(self, origin: str, ends: int) -> str:
        parts = ({"typ": "JWT", "alg": "ES256"}, {"aud": origin, "exp": ends, "sub": self.contact})
        signed = ".".join(_base64(json.dumps(part, separators=(",", ":")).encode()) for part in parts)
        r, s = decode_dss_signature(self._private.sign(signed.encode(), ec.ECDSA(SHA256())))
        return f"{signed}.{_base64(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


def _base64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
