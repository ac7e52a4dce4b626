"""Accounts that sleep, in some hundred bytes each, most of them for passwords."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

import msgspec
from msgspec.structs import astuple

from hubbub.chat import names
from hubbub.chat.events import Credentials

from .packed import Packed
from .state import AccountState

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder().decode

CREDENTIALS = len(Credentials.__struct_fields__)


class Absent(Packed[AccountState]):
    """By number, by name, and by what looks like the name. `operators`: the numbers of those who run the server."""

    def __init__(self, accounts: Iterable[AccountState] = ()) -> None:
        super().__init__("Q")
        self.operators: set[int] = set()
        for account in accounts:
            self.add(account)
        self.all_here()

    def add(self, saved: AccountState) -> None:
        """It sleeps from now on."""
        if saved.operator:
            self.operators.add(saved.account)
        number, name, created, known, *rest = astuple(saved)
        self._pack(number, _encode((number, name, created, *astuple(known), *rest)), saved)

    def wake(self, key: int) -> AccountState | None:
        self.operators.discard(key)
        return super().wake(key)

    def wake_named(self, fold: str) -> AccountState | None:
        """What is kept of the account of this folded name; it is no more here."""
        return next((self.wake(number) for number, one in self._called(fold) if names.fold(one.name) == fold), None)

    def wake_alike(self, look: str) -> AccountState | None:
        """The same of one whose name looks so."""
        return next(
            (self.wake(number) for number, one in self._called(look) if look in names.skeletons(one.name)), None
        )

    def latest(self, most: int) -> Iterator[AccountState]:
        """Those that sleep and were made last, the latest first."""
        return islice(reversed(self), most)

    def _texts(self, saved: AccountState) -> Iterable[str]:
        return {names.fold(saved.name), *names.skeletons(saved.name)}

    def _read(self, record: memoryview) -> AccountState:
        number, name, created, *rest = _decode(record)
        saved = AccountState(number, name, created, Credentials(*rest[:CREDENTIALS]), *rest[CREDENTIALS:])
        saved.standing = [(log, prefixes) for log, prefixes in saved.standing]
        saved.read = [(log, until) for log, until in saved.read]
        saved.first = [(log, seq) for log, seq in saved.first]
        return saved
