"""What a face asks the server for by name, and who hears the answer: a list, or the card where something is done."""

from __future__ import annotations

from collections.abc import Callable

from hubbub.client.events import Answered
from hubbub.client.state.items import Note

from .notes import refusal

Then = Callable[[tuple[Note, ...]], object]
Hears = Callable[[str], bool]  # a card: gets why nothing came of it, '' when it is done; False: it is closed already
Waits = Callable[[Hears], object]  # what a card does, and waits for
Says = Callable[[tuple[Note, ...]], str]


class Asking:
    """`do` has the core do an action, with its arguments; `typed`, what is typed somewhere; `tell` shows a note where
    the person looks.
    """

    def __init__(self, do: Callable[..., object], typed: Callable[..., object], tell: Callable[[Note], object]) -> None:
        self._do_action, self._typed, self._tell = do, typed, tell
        self._waiting: dict[str, Then] = {}
        self._asked = 0

    def ask(self, command: str, words: str, then: Then) -> None:
        """Ask the server; `then` gets all notes that answer."""
        self._do_action("ask", command=command, words=words, by=self._name(then))

    def act(self, action: str, *, says: Says = refusal, **arguments: object) -> Waits:
        """That action, for a card that waits for its end. `says`: why nothing came of it, of the notes that answer."""
        return lambda hears: self._do_action(action, **arguments, by=self._name(self._told(hears, says)))

    def type(self, line: str, place: str | None) -> Waits:
        """The same of what could be typed there."""
        return lambda hears: self._typed(line, place, by=self._name(self._told(hears, refusal)))

    def _told(self, hears: Hears, says: Says) -> Then:
        """The card hears why nothing came of it; the person, what else is said, and all of it once the card is gone."""

        def told(notes: tuple[Note, ...]) -> None:
            heard = hears(says(notes))
            for note in notes:
                if not note.error or not heard:
                    self._tell(note)

        return told

    def _name(self, then: Then) -> str:
        self._asked += 1
        by = f"~ask-{self._asked}"
        self._waiting[by] = then
        return by

    def answered(self, event: Answered) -> None:
        then = self._waiting.pop(event.by, None)
        if then is not None:
            then(event.notes)
