"""The files of a message, as a tag of it tells of them (docs/ext/files.md)."""

from __future__ import annotations

import msgspec

MOST = 10  # of one message, whatever a server says


class File(msgspec.Struct, frozen=True):
    """One file. `type`: a media type; `size`: bytes; `width`, `height`: pixels, 0 for what is no picture; `preview`:
    there is a smaller picture of it. Its link stands in the message."""

    id: str
    name: str
    type: str = ""
    size: int = 0
    width: int = 0
    height: int = 0
    preview: bool = False


_FILES = msgspec.json.Decoder(list[File])


def read_files(text: str) -> tuple[File, ...]:
    """The value of the tag; none for what is no such list."""
    if not text:
        return ()
    try:
        files = _FILES.decode(text)
    except msgspec.MsgspecError:
        return ()
    return tuple(file for file in files[:MOST] if file.id and min(file.size, file.width, file.height) >= 0)
