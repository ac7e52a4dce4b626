"""What is pushed, so that only the device can read it (RFC 8291, with the `aes128gcm` coding of RFC 8188)."""

from __future__ import annotations

import os

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

RECORD = 4096  # bytes: "push services MUST support" that much of a body
SALT_BYTES = 16
HEAD_BYTES = 86  # salt, size of the record, our public key
TAG_BYTES = 16
MOST = RECORD - HEAD_BYTES - TAG_BYTES - 1  # bytes that can be told
STEP = 256  # bytes: lengths are rounded up, so that they tell little
_CURVE = ec.SECP256R1()


def device_key(point: bytes) -> ec.EllipticCurvePublicKey:
    """The public key of a device, an uncompressed point. Raises ValueError for what is none."""
    if len(point) != 65 or point[0] != 4:
        raise ValueError("the key p256dh is no uncompressed point of P-256")
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, point)
    except ValueError:
        raise ValueError("the key p256dh is no point of P-256") from None


def point_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    """Its public key, as an uncompressed point."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def encrypted(
    told: bytes,
    key: bytes,
    secret: bytes,
    ours: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
    *,
    padded: bool = True,
) -> bytes:
    """The body of a push for the device with this public key and secret. Raises ValueError when it is too much.

    `ours` and `salt` are new each time, but for who has them from the examples of the RFC.
    """
    if len(told) > MOST:
        raise ValueError(f"at most {MOST} bytes can be pushed")
    ours, salt = ours or ec.generate_private_key(_CURVE), salt or os.urandom(SALT_BYTES)
    point = point_of(ours)
    shared = ours.exchange(ec.ECDH(), device_key(key))
    input_key = _derived(secret, shared, b"WebPush: info\0" + key + point, 32)
    content_key = _derived(salt, input_key, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(salt, input_key, b"Content-Encoding: nonce\0", 12)
    padding = min(-(len(told) + 1) % STEP, MOST - len(told)) if padded else 0
    sealed = AESGCM(content_key).encrypt(nonce, told + b"\2" + bytes(padding), None)
    return salt + RECORD.to_bytes(4, "big") + bytes([len(point)]) + point + sealed


def _derived(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(secret)
