"""Files that people share: uploaded, said with a message, and gone. Their content is on the disk, by its hash."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from hubbub.chat.party import Party

from .event import Event


class Attachment(msgspec.Struct, frozen=True, omit_defaults=True, gc=False, kw_only=True):
    """A file as a message has it. `size` in bytes; `width`, `height` in pixels, 0 for what is no picture.

    `preview`: there is a smaller picture of it.
    """

    id: str
    name: str
    type: str  # a media type (RFC 6838)
    size: int
    width: int = 0
    height: int = 0
    preview: bool = False


class FileUploaded(Event, frozen=True, kw_only=True):
    """The content of a file is on the disk; nobody but its owner may have it until they say so.

    `hash`: SHA-256 of the content in hex digits. `party`: whose it is; `owner`: their name at that time.
    """

    state: ClassVar[bool] = True
    at: int
    hash: str
    party: Party
    owner: str
    file: Attachment


class FileRemoved(Event, frozen=True, kw_only=True):
    """The file is nobody's any more, and its content goes with the last file that has it."""

    state: ClassVar[bool] = True
    file: str  # its id
    hash: str
