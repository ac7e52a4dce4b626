"""What a visit has to ask the person, as data: a face shows the question and gives the answer to `Visit.answer`.

None as an answer: the person does not want to say, and the visit ends.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from hubbub.client.session import Client


class NameNeeded(msgspec.Struct, frozen=True):
    """The server does not take this name. The answer: another one, `str`; where it is `owned` by an account, also that
    account's `Login`. `wrong`: with the password that was given the server let nobody in.
    """

    name: str
    reason: str
    owned: bool = False
    wrong: bool = False


class PasswordNeeded(msgspec.Struct, frozen=True):
    """The server has a password, and none or a wrong one was given. The answer: the password, `str`."""

    reason: str


class AdmissionNeeded(msgspec.Struct, frozen=True):
    """The server lets only some in. The answer: `Login`, or, where `invited`, `Code`."""

    reason: str
    invited: bool


class CertificateQuestion(msgspec.Struct, frozen=True):
    """The first visit to a server with a certificate of its own. The answer: whether it is accepted, `bool`.

    `fingerprint`: its SHA-256 as AB:CD:... A certificate that has changed is never asked about: it is refused.
    """

    host: str
    port: int
    fingerprint: str


Trust = Callable[[CertificateQuestion], Awaitable[bool]]
Question = NameNeeded | PasswordNeeded | AdmissionNeeded | CertificateQuestion


class Code(msgspec.Struct, frozen=True):
    """The code of an invitation."""

    code: str


class Login(msgspec.Struct, frozen=True):
    """An account and its password."""

    account: str
    password: str

    __repr__ = object.__repr__  # no password in what is logged


Answer = str | bool | Code | Login | None


def is_owned(client: Client, reason: str) -> bool:
    """Whether a name was refused because it belongs to an account, to which one can log in; by the server's words,
    since IRC has one numeric for all that is in use."""
    said = reason.lower()
    return "sasl" in client.link.offers and ("account" in said or "register" in said)
