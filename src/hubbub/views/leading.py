"""Where a link leads besides to a server: into a room, or into the one that the code of an invitation opens."""

from __future__ import annotations

from collections.abc import Callable

from hubbub.client.state.items import Note

from . import lists
from .asking import Asking


class Leading:
    """`join` takes the person into a room; `tell` shows a note where they look. `words` of a link are `#room`, a code,
    or ''.
    """

    def __init__(self, asking: Asking, join: Callable[[str], object], tell: Callable[[Note], object]) -> None:
        self._asking, self._join, self._tell = asking, join, tell
        self._words = ""  # for when one is in
        self._arriving = self._is_in = False

    def begin(self, words: str) -> None:
        """By this link one comes. Its code is shown at the door, too, where it may be needed."""
        self._words, self._arriving = words, True

    def follow(self, words: str) -> None:
        """Somebody has opened another link to here."""
        self._words, self._arriving = words, False
        if self._is_in:
            self.ready()

    def ready(self) -> None:
        """One is in: what was promised is kept, once."""
        words, self._words, self._is_in = self._words, "", True
        if words.startswith("#"):
            self._join(words)
        elif words:
            self._asking.ask("INVITED", words, self._opened)

    def lost(self) -> None:
        """One is out, for a while."""
        self._is_in = False

    def _opened(self, notes: tuple[Note, ...]) -> None:
        found = lists.record(notes, "invited")
        room = found.get("room") if found is not None else None
        if isinstance(room, str):
            self._join(room)
            return
        for note in notes:
            if note.error or not self._arriving:
                self._tell(note)
