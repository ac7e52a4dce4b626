"""The uploads of one face: begun, counted while they are on their way, stopped, and what came of each."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from . import sentences
from .files import reason
from .happenings import Upload, UploadChanged
from .sharing import Sharing
from .trouble import Trouble

TEXT = "text.txt"  # what a text is called that was not a file


class Share(Protocol):
    def __call__(
        self,
        work: Callable[[Sharing], Awaitable[Any]],
        then: Callable[[Any], None],
        failed: Callable[[Trouble], None],
        /,
    ) -> None:
        """Have something done with files; `then` hears what came of it, or `failed`, why nothing did."""


class Uploads:
    """`tell` says what just happened, in passing; `note` what the person should still find later; `failed` what could
    not be done at all."""

    def __init__(
        self,
        share: Share,
        tell: Callable[[str], None],
        note: Callable[[str], None],
        failed: Callable[[Trouble], None],
    ) -> None:
        self.share, self.tell, self.note, self.failed = share, tell, note, failed
        self.under_way: dict[int, Upload] = {}
        self._made: set[Path] = set()  # files that were made for this alone

    def begin(self, buffer: str, file: Path) -> None:
        async def begin(sharing: Sharing) -> Upload:
            return sharing.upload(buffer, file)

        self.share(begin, lambda upload: None, self.failed)

    def begin_made(self, buffer: str, name: str, data: bytes) -> None:
        """Share what is no file yet: it becomes one of that name, until the upload is over."""

        async def begin(sharing: Sharing) -> Upload:
            file = _made(name, data)
            self._made.add(file)
            try:
                return sharing.upload(buffer, file)
            except Trouble:
                self._unmake(file)
                raise

        self.share(begin, lambda upload: None, self.failed)

    def begin_text(self, buffer: str, text: str) -> None:
        self.begin_made(buffer, TEXT, text.encode("utf-8", "replace"))

    def _unmake(self, file: Path) -> None:
        if file in self._made:
            self._made.discard(file)
            with suppress(OSError):
                file.unlink()
                file.parent.rmdir()

    def end(self) -> None:
        """The face ends, and hears no more of what is on its way: no file that was made for it is left."""
        for file in list(self._made):
            self._unmake(file)

    def stop(self) -> None:
        """Whatever is on its way."""
        if not self.under_way:
            self.tell("Nothing is being uploaded.")
            return

        async def stop(sharing: Sharing) -> None:
            sharing.stop_all()

        self.share(stop, lambda nothing: None, self.failed)

    def changed(self, event: UploadChanged) -> None:
        """An upload is further, or over."""
        upload = event.upload
        if event.stage in ("begun", "on"):
            self.under_way[upload.id] = upload
            return
        self.under_way.pop(upload.id, None)
        if not sentences.is_for_later(upload):  # else it is there for the next try
            self._unmake(upload.file)
        if event.stage == "failed":
            self.note(sentences.of_upload(event))
            self._forget(upload.id)
        elif event.stage == "stopped":
            self.tell(sentences.of_upload(event))

    def _forget(self, id: int) -> None:
        async def forget(sharing: Sharing) -> None:
            sharing.forget(id)

        self.share(forget, lambda nothing: None, self.failed)

    def line(self) -> str:
        """How far they are; '' while there are none."""
        return f"Uploading {', '.join(map(sentences.on_its_way, self.under_way.values()))}" if self.under_way else ""


def _made(name: str, data: bytes) -> Path:
    """A file in a folder of its own; neither is left where it cannot be written. Raises Trouble."""
    folder: Path | None = None
    try:
        folder = Path(tempfile.mkdtemp(prefix="hubbub-"))
        file = folder / name
        file.write_bytes(data)
    except OSError as error:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
        raise Trouble("file", file=name, reason=reason(error)) from None
    return file
