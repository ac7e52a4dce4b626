"""Files in the terminal: uploaded with how far they are, opened by a link of a few minutes, saved into a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from hubbub.client.events import UploadAsked
from hubbub.client.state.files import File
from hubbub.client.state.messages import Message
from hubbub.typed.sentences import size_of
from hubbub.uplink import sentences
from hubbub.uplink.happenings import UploadChanged
from hubbub.uplink.places import downloads_directory
from hubbub.uplink.sharing import chosen
from hubbub.uplink.trouble import Trouble
from hubbub.uplink.uploads import Uploads
from hubbub.views.pieces import safe

from .desk import Desk
from .opening import open_link
from .overlays.ask import Ask, Confirm

DROPPED = ("/", "~/", "'/", '"/', "file:///")  # what terminals paste when a file is dropped on them begins so


class Files:
    """`note` puts what went wrong into the talk, for this person alone; `insert` puts pasted text into the field."""

    def __init__(self, desk: Desk, note: Callable[[str], None], insert: Callable[[str], None]) -> None:
        self.desk, self.insert = desk, insert
        self.uploads = Uploads(desk.core.share, desk.tell, note, self._failed)

    def events(self, told: Iterable[object]) -> None:
        for event in told:
            if isinstance(event, UploadAsked):
                self.asked(event)
            elif isinstance(event, UploadChanged):
                self.uploads.changed(event)

    # Uploading

    def asked(self, event: UploadAsked) -> None:
        """`/upload`, with a file or without."""
        if event.file == "stop":
            self.uploads.stop()
        elif event.file:
            self.uploads.begin(event.buffer, chosen(event.file))
        else:

            def named(text: str | None) -> None:
                if text:
                    self.uploads.begin(event.buffer, chosen(text))

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
                self.uploads.begin(buffer.key, file)
            else:
                self.insert(text)

        question = f"Share {safe(file.name)} ({size_of(size)}) with {safe(buffer.name)}?"
        self.desk.open(Confirm(self.desk.talk.inks, question, "Share it", "Put its name into the field"), answered)
        return True

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
