"""Files in the window: chosen, pasted, uploaded with how far they are; shown, looked at, opened and saved."""

from __future__ import annotations

import time
import tkinter as tk
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tkinter import filedialog
from typing import TYPE_CHECKING

from hubbub.client.events import UploadAsked
from hubbub.tk.ask import Ask
from hubbub.uplink import sentences
from hubbub.uplink.happenings import UploadChanged
from hubbub.uplink.places import downloads_directory
from hubbub.uplink.sharing import chosen
from hubbub.uplink.trouble import Trouble
from hubbub.uplink.uploads import Uploads
from hubbub.views.files import Card
from hubbub.views.pieces import safe
from hubbub.views.rows import Row

from . import opening
from .photos import Photos
from .viewer import Viewer

if TYPE_CHECKING:
    from .window import Window

MOST = 10  # files of one message
Shared = tuple[str, Callable[[], None]]  # what would be shared, and what does it


class Files:
    """For one window."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.photos = Photos(window.look, self._fetch)
        self.uploads = Uploads(
            window.core.share, self._tell, lambda text: window.latest.answers.say(text, error=True), self._failed
        )

    def _tell(self, words: str) -> None:
        """In passing, in the window as it is now: it may have been made anew since that was begun."""
        self.window.latest.strip.tell(words)

    # Uploading

    def asked(self, event: UploadAsked) -> None:
        """`/upload`, with a file or without."""
        if event.file == "stop":
            self.uploads.stop()
        elif event.file:
            self.uploads.begin(event.buffer, chosen(event.file))
        else:
            self.choose(event.buffer)

    def choose(self, buffer: str = "") -> None:
        """Let somebody choose files for that place, or for the one they look at."""
        buffer = buffer or self.window.talking.field.target
        if buffer:
            for name in filedialog.askopenfilenames(parent=self.window.root, title="Share files")[:MOST]:
                self.uploads.begin(buffer, Path(name))

    def pasted(self) -> bool:
        """Whether the clipboard has files, or a picture: then it is asked whether they are to be shared."""
        buffer = self.window.talking.field.target
        named = (self._listed(buffer) or self._picture(buffer)) if buffer else []
        if not named:
            return False
        with self.window.core.reading() as state:
            found = state.buffers.get(buffer)
            where = safe(found.name) if found is not None else ""
        names = ", ".join(safe(name) for name, _ in named)
        what = "this file" if len(named) == 1 else f"these {len(named)} files"

        def share(values: list[str]) -> str | None:
            for _, begin in named:
                begin()
            return None

        Ask(self.window.overlays, self.window.look, f"Share {what}?", f"{names}, with {where}.", "Share", share)
        return True

    def _selection(self, kind: str) -> str:
        try:
            return str(self.window.root.tk.call("selection", "get", "-selection", "CLIPBOARD", "-type", kind))
        except tk.TclError:  # it has nothing of that kind
            return ""

    def _listed(self, buffer: str) -> list[Shared]:
        """The files that were copied in a file manager: how each is shared."""
        if self.window.look.windowing != "x11":
            return []
        lines = self._letters(self._selection("text/uri-list")).splitlines()
        files = [chosen(line) for line in lines if line.startswith("file://")]
        return [(file.name, partial(self.uploads.begin, buffer, file)) for file in files[:MOST] if file.is_file()]

    def _picture(self, buffer: str) -> list[Shared]:
        """A picture that was copied, under a name with the time."""
        if self.window.look.windowing != "x11" or "image/png" not in self._selection("TARGETS").split():
            return []
        data = self._bytes(self._selection("image/png"))
        if not data.startswith(b"\x89PNG"):
            return []
        name = f"picture {time.strftime('%Y-%m-%d %H.%M.%S')}.png"
        return [(name, partial(self.uploads.begin_made, buffer, name, data))]

    @staticmethod
    def _bytes(text: str) -> bytes:
        """Tk gives what is no text as numbers."""
        try:
            return bytes(int(word, 16) for word in text.split())
        except ValueError:
            return text.encode("latin-1", "replace")

    @classmethod
    def _letters(cls, text: str) -> str:
        return cls._bytes(text).decode(errors="replace") if text.startswith("0x") else text

    def changed(self, event: UploadChanged) -> None:
        """An upload is further, or over."""
        self.uploads.changed(event)
        self.window.strip.work(self.uploads.line())

    # Pictures

    def in_view(self, row: Row) -> None:
        for card in row.files:
            self.photos.in_view(card)

    def _fetch(self, card: Card, width: int, height: int) -> None:
        self.window.core.share(
            lambda sharing: sharing.picture(card.file, width, height),
            lambda png: self.photos.show(card, png),
            lambda trouble: self.photos.failed(card),
        )

    def look_at(self, card: Card) -> None:
        """A picture, as large as there is room for."""

        def fetch(card: Card, width: int, height: int, viewer: Viewer) -> None:
            self.window.core.share(
                lambda sharing: sharing.picture(card.file, width, height, whole=True),
                viewer.show,
                lambda trouble: viewer.failed(sentences.of(trouble)),
            )

        Viewer(
            self.window.overlays,
            self.window.look,
            card,
            fetch,
            lambda: self.open(card),
            lambda: self.save(card),
        )

    # Opening and saving

    def open(self, card: Card) -> None:
        """In the system's program for it, by a link that works for some minutes."""
        self.window.core.share(
            lambda sharing: sharing.link(card.file),
            lambda link: opening.open_link(self.window.latest, link),
            self._failed,
        )

    def save(self, card: Card) -> None:
        """Among the downloads, where it is found again."""
        folder = downloads_directory()
        self.window.strip.tell(f"Saving {card.name}…")
        self.window.core.share(
            lambda sharing: sharing.save(card.file, folder),
            lambda kept: self._tell(f"Saved as {safe(str(kept))}"),
            self._failed,
        )

    def _failed(self, trouble: Trouble) -> None:
        self.window.latest.answers.say(sentences.of(trouble), error=True)
