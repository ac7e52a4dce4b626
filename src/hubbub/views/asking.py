"""What a face asks the server for one person's eyes, and who hears the answer."""

from __future__ import annotations

from collections.abc import Callable

from hubbub.client.events import Answered
from hubbub.client.state.items import Note

Then = Callable[[tuple[Note, ...]], object]


class Asking:
    """`do` has the core do an action, with its arguments."""

    def __init__(self, do: Callable[..., object]) -> None:
        self._do_action = do
        self._waiting: dict[str, Then] = {}
        self._asked = 0

    def ask(self, command: str, words: str, then: Then) -> None:
        """Ask the server; `then` gets all notes that answer."""
        self._asked += 1
        by = f"~ask-{self._asked}"
        self._waiting[by] = then
        self._do_action("ask", command=command, words=words, by=by)

    def answered(self, event: Answered) -> None:
        then = self._waiting.pop(event.by, None)
        if then is not None:
            then(event.notes)
