"""Names that belong to somebody."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from hubbub.chat.party import Party
from hubbub.typed.durations import DAY

from .event import Event


class Credentials(msgspec.Struct, frozen=True):
    """What a password was turned into: an argon2id hash in its usual form, and the keys of SCRAM-SHA-256 (RFC 5802)."""

    password_hash: str
    salt: bytes
    iterations: int
    stored_key: bytes
    server_key: bytes


class AccountCreated(Event, frozen=True, kw_only=True):
    """A name belongs to somebody from now on. `email`: the address that they gave, where one is wanted."""

    state: ClassVar[bool] = True
    account: int
    at: int
    name: str
    credentials: Credentials
    email: str = ""


class AccountChanged(Event, frozen=True, kw_only=True):
    """The account has another password, or the same one is kept in another way."""

    state: ClassVar[bool] = True
    account: int
    at: int
    credentials: Credentials


class AccountRenamed(Event, frozen=True, kw_only=True):
    """The account has another name; `before`: what it was called."""

    state: ClassVar[bool] = True
    at: int
    account: int
    before: str
    name: str


class ResetCodeMade(Event, frozen=True, kw_only=True):
    """Who knows the code of this hash may set a new password of the account; any new password ends that."""

    state: ClassVar[bool] = True
    account: int
    at: int
    code_hash: bytes


class CertificateAdded(Event, frozen=True, kw_only=True):
    """Who has the client certificate with this fingerprint (see `Session`) can log in to the account."""

    state: ClassVar[bool] = True
    account: int
    at: int
    fingerprint: str


class CertificateRemoved(Event, frozen=True, kw_only=True):
    """They can do so no more."""

    state: ClassVar[bool] = True
    account: int
    at: int
    fingerprint: str


NAME_RESTS_MS = 30 * DAY  # the name of an account that was deleted is nobody's for so long


class AccountDeleted(Event, frozen=True, kw_only=True):
    """There is no such account any more; `erase`: nor, soon, anything that its owner said."""

    state: ClassVar[bool] = True
    account: int
    at: int
    name: str
    party: Party
    erase: bool = False


class AccountErased(Event, frozen=True, kw_only=True):
    """All is erased that the owner of this account, which was deleted, had said."""

    state: ClassVar[bool] = True
    account: int


class LoginKept(Event, frozen=True, kw_only=True):
    """Whoever has the token with this hash is the owner of an account, as long as it is used now and then."""

    state: ClassVar[bool] = True
    account: int
    at: int
    token_hash: bytes


class LoginForgotten(Event, frozen=True, kw_only=True):
    """That token is good no more."""

    state: ClassVar[bool] = True
    account: int
    token_hash: bytes


class LoginsEnded(Event, frozen=True, kw_only=True):
    """Who has logged in to an account before has to do so again, if they have no name yet. Neither kept nor heard."""

    account: int
    at: int


class OperatorCodeMade(Event, frozen=True, kw_only=True):
    """Who knows the code of this hash becomes the first operator; empty: nobody does. Neither kept nor heard."""

    code_hash: bytes = b""


class OperatorAppointed(Event, frozen=True, kw_only=True):
    """The owner of an account runs the server from now on, or does so no more."""

    state: ClassVar[bool] = True
    account: int
    at: int
    operator: bool


class LoggedOut(Event, frozen=True, kw_only=True):
    """Somebody who is here is a guest from now on, of that visit. Not kept."""

    at: int
    source: str
    account: int
    name: str  # the account's
    visit: int


class LoggedIn(Event, frozen=True, kw_only=True):
    """Somebody who is here is known to be the owner of an account from now on. Not kept."""

    at: int
    source: str
    account: int
    name: str  # the account's


class AccountEntered(Event, frozen=True, kw_only=True):
    """A connection from there is the account's owner's from now on. For the server's log alone."""

    at: int
    name: str
    address: str


class LoginRefused(Event, frozen=True, kw_only=True):
    """Somebody there has tried a wrong password, code or token (`way`), of `name` or of nobody in particular (""). For
    the server's log alone."""

    at: int
    name: str
    address: str
    way: str
