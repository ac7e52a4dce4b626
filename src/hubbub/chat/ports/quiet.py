"""Private conversations that nobody has asked for since the start, in some hundred bytes each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from hubbub.chat.names import fold
from hubbub.chat.party import Party

from .packed import Hashed, Packed
from .state import ConversationState

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(ConversationState).decode


class Quiet(Packed[ConversationState]):
    """By log, by one of the parties, by both, and by one and what the other one was called."""

    def __init__(self, conversations: Iterable[ConversationState] = ()) -> None:
        super().__init__()
        self._parties = Hashed()
        self._called = Hashed()
        for conversation in conversations:
            self.add(conversation)
        self._parties.link()
        self._called.link()

    def add(self, saved: ConversationState) -> None:
        """One more, with a higher log than all before."""
        place = self._pack(saved.log, _encode(saved))
        (first, second), (name, other) = saved.parties, saved.names
        self._parties.add(place, *{_both(first, second), first, second})
        self._called.add(place, _with(first, _folded(other)), _with(second, _folded(name)))

    def wake_of(self, party: Party) -> Iterator[ConversationState]:
        """What is kept of all that are this party's; they are no more here."""
        for place in self._parties.places(party) if self.left else ():
            if not self._awake[place] and party in (saved := self._saved(place)).parties:
                yield self._taken(place, saved)

    def wake_between(self, party: Party, other: Party) -> ConversationState | None:
        """The same of the one of these two."""
        for place in self._parties.places(_both(party, other)) if self.left else ():
            if not self._awake[place] and sorted((saved := self._saved(place)).parties) == sorted((party, other)):
                return self._taken(place, saved)
        return None

    def wake_named(self, party: Party, called: str) -> Iterator[ConversationState]:
        """The same of those of this party with whoever was called that (a folded name)."""
        for place in self._called.places(_with(party, called)) if self.left else ():
            if not self._awake[place] and _is_with(saved := self._saved(place), party, called):
                yield self._taken(place, saved)

    def _saved(self, place: int) -> ConversationState:
        return _decode(self._record(place))


def _both(party: Party, other: Party) -> str:
    """No party has a line end in it."""
    return f"{party}\n{other}" if party < other else f"{other}\n{party}"


def _with(party: Party, called: str) -> str:
    return f"{party}\n{called}"


def _is_with(saved: ConversationState, party: Party, called: str) -> bool:
    (first, second), (name, other) = saved.parties, saved.names
    return (first == party and _folded(other) == called) or (second == party and _folded(name) == called)


def _folded(name: str) -> str:
    return name.lower() if name.isascii() else fold(name)  # there are very many of them
