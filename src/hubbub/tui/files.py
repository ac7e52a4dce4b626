"""Files in the terminal: uploaded with how far they are, opened by a link of a few minutes, saved into a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from hubbub.client.events import UploadAsked
from hubbub.client.state.files import File
from hubbub.client.state.messages import Message
from hubbub.typed.sentences import size_of
from hubbub.uplink import sentences
from hubbub.uplink.happenings import Upload, UploadChanged
from hubbub.uplink.places import downloads_directory
from hubbub.uplink.sharing import Sharing, chosen
from hubbub.uplink.trouble import Trouble
from hubbub.views.pieces import safe

from .desk import Desk
from .opening import open_link
from .overlays.ask import Ask, Confirm

DROPPED = ("/", "~/", "'/", '"/', "file:///")  # what terminals paste when a file is dropped on them begins so


class Files:
    """`note` puts what went wrong into the talk, for this person alone; `insert` puts pasted text into the field."""

    def __init__(self, desk: Desk, note: Callable[[str], None], insert: Callable[[str], None]) -> None:
        self.desk, self.note, self.insert = desk, note, insert
        self.uploads: dict[int, Upload] = {}

    def events(self, told: Iterable[object]) -> None:
        for event in told:
            if isinstance(event, UploadAsked):
                self.asked(event)
            elif isinstance(event, UploadChanged):
                self.changed(event)

    # Uploading

    def asked(self, event: UploadAsked) -> None:
        """`/upload`, with a file or without."""
        if event.file == "stop":
            self.stop()
        elif event.file:
            self._upload(event.buffer, chosen(event.file))
        else:

            def named(text: str | None) -> None:
                if text:
                    self._upload(event.buffer, chosen(text))

            self.desk.open(Ask(self.desk.talk.inks, "Which file do you want to share?", "upload"), named)

    def dropped(self, text: str) -> bool:
        """Whether a pasted text is a file that was dropped on the terminal: then it is asked about."""
        buffer = self.desk.buffer
        if buffer is None or "\n" in text or not text.startswith(DROPPED):
            return False
        file = chosen(text)
        try:
            size = file.stat().st_size if file.is_file() else 0
        except (OSError, ValueError):
            size = 0
        if not size:
            return False

        def answered(yes: bool | None) -> None:
            if yes:
                self._upload(buffer.key, file)
            else:
                self.insert(text)

        question = f"Share {safe(file.name)} ({size_of(size)}) with {safe(buffer.name)}?"
        self.desk.open(Confirm(self.desk.talk.inks, question, "Share it", "Put its name into the field"), answered)
        return True

    def _upload(self, buffer: str, file: Path) -> None:
        async def begin(sharing: Sharing) -> Upload:
            return sharing.upload(buffer, file)

        self.desk.core.share(begin, lambda upload: None, self._failed)

    def stop(self) -> None:
        """Whatever is on its way."""
        if not self.uploads:
            self.desk.tell("Nothing is being uploaded.")
            return

        async def stop(sharing: Sharing) -> None:
            sharing.stop_all()

        self.desk.core.share(stop, lambda nothing: None, self._failed)

    def changed(self, event: UploadChanged) -> None:
        """An upload is further, or over."""
        upload = event.upload
        if event.stage in ("begun", "on"):
            self.uploads[upload.id] = upload
            return
        self.uploads.pop(upload.id, None)
        if event.stage == "failed":
            self.note(sentences.of_upload(event))

            async def forget(sharing: Sharing) -> None:
                sharing.forget(upload.id)

            self.desk.core.share(forget, lambda nothing: None, self._failed)
        elif event.stage == "stopped":
            self.desk.tell(sentences.of_upload(event))

    def line(self) -> str:
        """How far they are; '' while there are none."""
        words = [
            f"{safe(upload.name)}: {sentences.percent(upload)} of {size_of(upload.size)}"
            for upload in self.uploads.values()
        ]
        return "Uploading " + ", ".join(words) if words else ""

    # Opening and saving

    def open(self, message: Message, id: str) -> None:
        """In whatever program the system has for it, by a link that only works for some minutes."""
        file = _file_of(message, id)
        if file is not None:
            found = file
            self.desk.core.share(
                lambda sharing: sharing.link(found), lambda link: open_link(link, self.desk.tell), self._failed
            )

    def save(self, message: Message, id: str) -> None:
        file = _file_of(message, id)
        if file is not None:
            found, folder = file, downloads_directory()
            self.desk.tell(f"Saving {safe(file.name)}…")
            self.desk.core.share(
                lambda sharing: sharing.save(found, folder),
                lambda kept: self.desk.tell(f"Saved as {safe(str(kept))}"),
                self._failed,
            )

    def _failed(self, trouble: Trouble) -> None:
        self.desk.tell(sentences.of(trouble), bad=True)


def _file_of(message: Message, id: str) -> File | None:
    """The file with that id, or the first one."""
    return next((file for file in message.files if not id or file.id == id), None)
