"""What people are called by now whose private conversations say otherwise: those that sleep are not told."""

from __future__ import annotations

from collections.abc import Collection

from hubbub.chat.names import fold
from hubbub.chat.party import Party


class Called:
    """`names`: by party; of few, for hardly anybody takes another name."""

    def __init__(self) -> None:
        self.names: dict[Party, str] = {}
        self._parties: dict[str, dict[Party, None]] = {}  # by folded name

    def note(self, party: Party, name: str) -> None:
        """That is what the party is called, whatever its conversations say."""
        self.forget(party)
        self.names[party] = name
        self._parties.setdefault(fold(name), {})[party] = None

    def forget(self, party: Party) -> None:
        """No conversation of the party is left, or all say what it is called."""
        name = self.names.pop(party, None)
        if name is not None:
            parties = self._parties[fold(name)]
            del parties[party]
            if not parties:
                del self._parties[fold(name)]

    def parties(self, folded: str) -> Collection[Party]:
        """Those that are called so."""
        return self._parties.get(folded, ())
