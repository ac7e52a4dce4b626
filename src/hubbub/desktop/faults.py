"""What goes wrong here is written down, and said in a sentence; the window and the network go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hubbub.tk.ask import Ask
from hubbub.uplink import documents, faults
from hubbub.uplink.happenings import Faulted, FileSetAside, FileTrouble
from hubbub.uplink.trouble import Trouble

from . import troubles

if TYPE_CHECKING:
    from .app import App


class Faults:
    """Of one program. At most one card is open, however much goes wrong."""

    def __init__(self, app: App) -> None:
        self.app = app
        self._card: Ask | None = None
        self._waiting: list[str] = []  # to be said as soon as there is a window
        memory = app.memory
        memory.failed = lambda trouble: self.note(troubles.of(trouble))
        if memory.trouble is not None:
            self._waiting.append(troubles.of(memory.trouble))
        if memory.file is not None and memory.file.ignored:
            ignored = ", ".join(memory.file.ignored)
            self._waiting.append(f"{memory.file.file} has values that cannot be, and are passed over: {ignored}.")
        app.root.report_callback_exception = self._caught

    def _caught(self, kind: object, error: BaseException, trace: object) -> None:
        """Of a callback of Tk."""
        self._say(faults.note(error))

    def tell(self, event: Faulted | FileTrouble | FileSetAside) -> None:
        match event:
            case Faulted():
                self._say(event.trouble)
            case FileTrouble():
                self.note(troubles.of(event.trouble))
            case FileSetAside():
                self.note(_aside(event))

    def note(self, words: str) -> None:
        """Something to know, as soon as there is a place for it."""
        window = self.app.window
        if window is not None:
            window.strip.tell(words)
        else:
            self._waiting.append(words)

    def waiting(self) -> list[str]:
        """What nobody was told yet, for the page to join by."""
        self._waiting += map(_aside, documents.untold())
        return self._waiting

    def say_waiting(self) -> None:
        """In the window, until one leaves the place."""
        window, words = self.app.window, self.waiting()
        if window is not None and words:
            window.answers.say(*words, error=True)
            self._waiting = []

    def _say(self, trouble: Trouble) -> None:
        window = self.app.window
        if window is None or self._card is not None:
            return
        words = troubles.of(trouble)
        self._card = Ask(
            window.overlays,
            self.app.look,
            "Something went wrong here",
            words,
            "Go on",
            lambda values: None,
            others=(("Copy", lambda: window.acting.copy(words)),),
        )
        self._card.closed = self._closed

    def _closed(self) -> None:
        self._card = None


def _aside(event: FileSetAside) -> str:
    return f"{event.file} was damaged. It is kept as {event.kept_as}, and a new one was begun."
