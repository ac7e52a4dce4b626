"""Private conversations that sleep, in some hundred bytes each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from hubbub.chat.names import fold
from hubbub.chat.party import Party

from .packed import Packed
from .state import ConversationState

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(ConversationState).decode


class Quiet(Packed[ConversationState]):
    """By log, by one of the parties, by both, and by one and what the other one was called."""

    def __init__(self, conversations: Iterable[ConversationState] = ()) -> None:
        super().__init__()
        for conversation in conversations:
            self.add(conversation)
        self.all_here()

    def add(self, saved: ConversationState) -> None:
        """It sleeps from now on."""
        self._pack(saved.log, _encode(saved), saved)

    def wake_of(self, party: Party) -> Iterator[ConversationState]:
        """What is kept of all that are this party's; they are no more here."""
        for log, saved in self._called(party):
            if party in saved.parties:
                self.wake(log)
                yield saved

    def logs_of(self, party: Party) -> Iterable[int]:
        """The logs of this party's that sleep; it may be that of some others."""
        return self._hashed.of(party)

    def name_of(self, party: Party) -> str | None:
        """What the party is called in one of those; None: none of its sleep."""
        if self.left:  # it is asked of everybody who comes
            for _, saved in self._called(party):
                if party in saved.parties:
                    return saved.names[saved.parties.index(party)]
        return None

    def wake_between(self, party: Party, other: Party) -> ConversationState | None:
        """The same of the one of these two."""
        for log, saved in self._called(_both(party, other)):
            if sorted(saved.parties) == sorted((party, other)):
                return self.wake(log)
        return None

    def wake_named(self, party: Party, called: str) -> Iterator[ConversationState]:
        """The same of those of this party with whoever was called that (a folded name)."""
        for log, saved in self._called(_with(party, called)):
            if _is_with(saved, party, called):
                self.wake(log)
                yield saved

    def _texts(self, saved: ConversationState) -> Iterable[str]:
        (first, second), (name, other) = saved.parties, saved.names
        between = _both(first, second)
        return {between, first, second, _with(first, _folded(other)), _with(second, _folded(name))}

    def _read(self, record: memoryview) -> ConversationState:
        return _decode(record)


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
