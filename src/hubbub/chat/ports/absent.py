"""Accounts that nobody has asked for since the start, in some hundred bytes each, most of them for passwords."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
from msgspec.structs import astuple

from hubbub.chat import names
from hubbub.chat.events import Credentials

from .packed import Hashed, Packed
from .state import AccountState

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder().decode

CREDENTIALS = len(Credentials.__struct_fields__)


class Absent(Packed[AccountState]):
    """By number, by name, and by what looks like the name. `operators`: the numbers of those who run the server."""

    def __init__(self, accounts: Iterable[AccountState] = ()) -> None:
        super().__init__()
        self.operators: set[int] = set()
        self._names = Hashed()  # folded, and what looks like them
        for account in accounts:
            self.add(account)
        self._names.link()

    def add(self, saved: AccountState) -> None:
        """One more, with a higher number than all before."""
        if saved.operator:
            self.operators.add(saved.account)
        number, name, created, known, *rest = astuple(saved)
        place = self._pack(number, _encode((number, name, created, *astuple(known), *rest)))
        self._names.add(place, *{names.fold(saved.name), *names.skeletons(saved.name)})

    def wake_named(self, fold: str) -> AccountState | None:
        """What is kept of the account of this folded name; it is no more here."""
        found = next(((place, one) for place, one in self._under(fold) if names.fold(one.name) == fold), None)
        return found and self._taken(*found)

    def wake_alike(self, look: str) -> AccountState | None:
        """The same of one whose name looks so."""
        found = next(((place, one) for place, one in self._under(look) if look in names.skeletons(one.name)), None)
        return found and self._taken(*found)

    def latest(self, most: int) -> Iterator[AccountState]:
        """Those that sleep and were made last, the latest first."""
        places = (place for place in range(len(self) - 1, -1, -1) if not self._awake[place])
        return (self._saved(place) for place, _ in zip(places, range(most), strict=False))

    def _under(self, text: str) -> Iterator[tuple[int, AccountState]]:
        return ((place, self._saved(place)) for place in self._names.places(text) if not self._awake[place])

    def _saved(self, place: int) -> AccountState:
        number, name, created, *rest = _decode(self._record(place))
        saved = AccountState(number, name, created, Credentials(*rest[:CREDENTIALS]), *rest[CREDENTIALS:])
        saved.standing = [(log, prefixes) for log, prefixes in saved.standing]
        saved.read = [(log, until) for log, until in saved.read]
        saved.first = [(log, seq) for log, seq in saved.first]
        return saved

    def _taken(self, place: int, saved: AccountState) -> AccountState:
        self.operators.discard(saved.account)
        return super()._taken(place, saved)
