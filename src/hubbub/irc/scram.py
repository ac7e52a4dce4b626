"""SCRAM-SHA-256, the server's side (RFC 5802 and 7677), without channel binding: messages in, messages out."""

from __future__ import annotations

import hmac
import re
import stringprep
import unicodedata
from base64 import b64decode, b64encode
from hashlib import sha256

ITERATIONS = 600_000
SALT_BYTES = 16

_FIRST = re.compile(r"([ny]),(?:a=([^,]*))?,(n=([^,]*),r=([\x21-\x2b\x2d-\x7e]+))")
_FINAL = re.compile(r"(c=([^,]*),r=([^,]*)),p=([^,]*)")


class BadExchange(Exception):
    """The client's message is not what the protocol wants, or does not prove that it knows the password."""


class First:
    """The client's first message: `name` is who wants to be in, `wanted` as whom they want to act."""

    def __init__(self, message: bytes) -> None:
        try:
            found = _FIRST.fullmatch(message.decode())
        except UnicodeDecodeError:
            found = None
        if found is None:  # a gs2 flag of "p" asks for channel binding, which is not offered
            raise BadExchange
        self.message = message
        self.flag, wanted, self.bare, name, self.nonce = found.groups()
        self.name = _unescaped(name)
        self.wanted = _unescaped(wanted or "")
        self.header = message.decode()[: -len(self.bare)]


class Exchange:
    """One login: `challenge` is the server's first message, `finish` takes the client's proof.

    `nonce` is the server's own, `salt` and `iterations` are those of the account or made up.
    """

    def __init__(self, first: First, nonce: str, salt: bytes, iterations: int) -> None:
        self.first, self.own, self.salt, self.iterations = first, nonce, salt, iterations
        self.nonce = first.nonce + nonce
        self.challenge = f"r={self.nonce},s={b64encode(salt).decode()},i={iterations}"

    def finish(self, message: bytes, stored_key: bytes, server_key: bytes) -> bytes:
        """The server's last message, by which the client knows the server. Raises BadExchange."""
        try:
            found = _FINAL.fullmatch(message.decode())
            if found is None:
                raise BadExchange
            without_proof, binding, nonce, proof = found.groups()
            header, proven = b64decode(binding, validate=True), b64decode(proof, validate=True)
        except ValueError:
            raise BadExchange from None
        if nonce != self.nonce or header != self.first.header.encode() or len(proven) != 32:
            raise BadExchange
        said = f"{self.first.bare},{self.challenge},{without_proof}".encode()
        client_key = _xor(proven, _sign(stored_key, said))
        if not hmac.compare_digest(sha256(client_key).digest(), stored_key):
            raise BadExchange
        return b"v=" + b64encode(_sign(server_key, said))


def keys_of(salted_password: bytes) -> tuple[bytes, bytes]:
    """StoredKey and ServerKey (RFC 5802, section 3)."""
    stored = sha256(_sign(salted_password, b"Client Key")).digest()
    return stored, _sign(salted_password, b"Server Key")


def made_up_salt(key: bytes, name: str) -> bytes:
    """The salt shown for a name that no account has: always the same, and like a real one."""
    return _sign(key, name.encode())[:SALT_BYTES]


def prepared(password: str) -> str:
    """The password after SASLprep (RFC 4013); one that has forbidden characters stays as it is."""
    mapped = "".join(
        " " if stringprep.in_table_c12(letter) else letter for letter in password if not stringprep.in_table_b1(letter)
    )
    text = unicodedata.normalize("NFKC", mapped)
    return password if any(map(_forbidden, text)) else text


def _forbidden(letter: str) -> bool:
    return stringprep.in_table_c21_c22(letter) or stringprep.in_table_c3(letter) or stringprep.in_table_c5(letter)


def _unescaped(name: str) -> str:
    """ "=2C" is a comma and "=3D" an equals sign; any other one is an error (RFC 5802, section 5.1)."""
    if re.search(r"=(?!2C|3D)", name):
        raise BadExchange
    return name.replace("=2C", ",").replace("=3D", "=")


def _sign(key: bytes, data: bytes) -> bytes:
    return hmac.digest(key, data, "sha256")


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
