"""Logging in to an account while registering (SASL): by a certificate, or by the password that was typed before.

https://ircv3.net/specs/extensions/sasl-3.2, RFC 4616 (PLAIN)
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from typing import NamedTuple

CHUNK = 400  # characters of one AUTHENTICATE line; a shorter one is the last
EXTERNAL, PLAIN = "EXTERNAL", "PLAIN"


class Login(NamedTuple):
    """An account and its password, as they were typed; kept in memory only."""

    account: str
    password: str


def mechanisms(offers: list[str]) -> set[str]:
    """Those which a line of CAP LS offers; PLAIN when it says sasl alone."""
    for word in offers:
        name, _, value = word.partition("=")
        if name == "sasl":
            return set(value.split(",")) if value else {PLAIN}
    return set()


def response(login: Login | None) -> Iterator[str]:
    """The parameters of AUTHENTICATE that answer the server's question; None: the certificate says it all."""
    data = "\0".join(("", login.account, login.password)).encode() if login else b""
    text = b64encode(data).decode()
    for start in range(0, len(text) + 1, CHUNK):
        yield text[start : start + CHUNK] or "+"
