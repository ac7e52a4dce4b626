"""A push service on loopback, over real TLS: keeps what it was asked for, and answers as it is told to."""

from __future__ import annotations

import asyncio
import hmac
import json
import ssl
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from hashlib import sha256
from pathlib import Path

import trustme
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from tests.support.conditions import until

TAKEN = b"HTTP/1.1 201 Created\r\nLocation: /m/1\r\nContent-Length: 0\r\n\r\n"


def base64(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def from_base64(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Device:
    """What a browser or phone has of a subscription. Decrypts by RFC 8291 and 8188 with HMAC and AES alone."""

    def __init__(self, private: ec.EllipticCurvePrivateKey | None = None, secret: bytes = b"0123456789abcdef") -> None:
        self.private = private or ec.generate_private_key(ec.SECP256R1())
        self.point = self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.secret = secret

    @property
    def keys(self) -> str:
        return f"p256dh={base64(self.point)};auth={base64(self.secret)}"

    def read(self, body: bytes) -> str:
        """What it says, without its padding."""
        salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
        theirs, sealed = body[21 : 21 + length], body[21 + length :]
        assert len(sealed) <= size, "one record"
        shared = self.private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
        inner = _mac(_mac(self.secret, shared), b"WebPush: info\0" + self.point + theirs + b"\1")
        key = _mac(salt, inner)
        content_key = _mac(key, b"Content-Encoding: aes128gcm\0\1")[:16]
        nonce = _mac(key, b"Content-Encoding: nonce\0\1")[:12]
        told = AESGCM(content_key).decrypt(nonce, sealed, None).rstrip(b"\0")
        assert told[-1:] == b"\2", "the last record"
        return told[:-1].decode()


def _mac(key: bytes, data: bytes) -> bytes:
    return hmac.new(key, data, sha256).digest()


class Asked:
    """One request."""

    def __init__(self, path: str, headers: dict[str, str], body: bytes) -> None:
        self.path = path
        self.headers = headers
        self.body = body

    def claims(self, key: str) -> dict[str, object]:
        """What its token says, when that is signed by this key (RFC 8292)."""
        scheme, _, rest = self.headers["authorization"].partition(" ")
        parts = dict(part.strip().split("=", 1) for part in rest.split(","))
        assert (scheme, parts["k"]) == ("vapid", key)
        signed, _, signature = parts["t"].rpartition(".")
        both = from_base64(signature)
        written = encode_dss_signature(int.from_bytes(both[:32], "big"), int.from_bytes(both[32:], "big"))
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), from_base64(key))
        point.verify(written, signed.encode(), ec.ECDSA(SHA256()))
        head, claims = (json.loads(from_base64(part)) for part in signed.split("."))
        assert head["alg"] == "ES256"
        found: dict[str, object] = claims
        return found


class PushService:
    """`answers` come first, each once, then it takes everything. `ca`: the file with its certificate."""

    def __init__(self, ca: Path, authority: trustme.CA) -> None:
        self.ca = ca
        self.authority = authority
        self.port = 0
        self.asked: list[Asked] = []
        self.answers: deque[bytes] = deque()
        self.served = 0  # connections that are not over

    def url(self, path: str = "send/1", host: str = "localhost") -> str:
        return f"https://{host}:{self.port}/{path}"

    async def got(self, number: int) -> list[Asked]:
        """Wait for so many requests in all."""
        await until(lambda: len(self.asked) >= number)
        return self.asked

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.served += 1
        try:
            first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().removesuffix("\r\n\r\n").split("\r\n")
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
            body = await reader.readexactly(int(headers["content-length"]))
            self.asked.append(Asked(first.split(" ")[1], headers, body))
            writer.write(self.answers.popleft() if self.answers else TAKEN)
            await writer.drain()
        except (EOFError, OSError):
            pass  # nobody waits for the answer
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()
            self.served -= 1


@asynccontextmanager
async def push_service(folder: Path) -> AsyncIterator[PushService]:
    """One that has a certificate for localhost, of an authority that nobody knows."""
    authority = trustme.CA()
    ca = folder / "push-ca.pem"
    authority.cert_pem.write_to_path(ca)
    service = PushService(ca, authority)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "push.example").configure_cert(context)
    server = await asyncio.start_server(service.serve, "127.0.0.1", 0, ssl=context)
    service.port = server.sockets[0].getsockname()[1]
    try:
        yield service
    finally:
        server.close()
        await until(lambda: not service.served)
        await server.wait_closed()
