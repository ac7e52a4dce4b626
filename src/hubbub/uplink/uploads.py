"""The uploads of one face: begun, counted while they are on their way, stopped, and what came of each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Protocol

from . import sentences
from .happenings import Upload, UploadChanged
from .sharing import Sharing
from .trouble import Trouble


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

    def begin(self, buffer: str, file: Path) -> None:
        async def begin(sharing: Sharing) -> Upload:
            return sharing.upload(buffer, file)

        self.share(begin, lambda upload: None, self.failed)

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
