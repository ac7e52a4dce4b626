"""Codes that one person hands to another, to be typed once: 80 bits, as ABCD-EFGH-IJKL-MNOP."""

from __future__ import annotations

from base64 import b32encode
from hashlib import sha256


def code_of(secret: str) -> str:
    """The code that a random secret makes: letters and digits that are not taken for each other, in groups."""
    letters = b32encode(sha256(secret.encode()).digest()[:10]).decode()
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))


def hash_of(code: str) -> bytes:
    """What is kept of a code, however it was typed. It is too long to be guessed from that."""
    return sha256(code.upper().replace("-", "").replace(" ", "").encode()).digest()
