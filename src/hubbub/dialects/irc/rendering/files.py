"""The files of a message, as a tag for those who asked for it (docs/ext/files.md)."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from hubbub.chat.events import Attachment
from hubbub.wire.tags import escape

from .caps import MESSAGE_TAGS

TAG = "hubbub.chat/files"


def with_files(lines: str, files: Sequence[Attachment], caps: int) -> str:
    """The first of these lines with the tag."""
    if not caps & MESSAGE_TAGS:
        return lines
    tag = f"@{TAG}={escape(msgspec.json.encode(files).decode())}"
    return f"{tag};{lines[1:]}" if lines.startswith("@") else f"{tag} {lines}"
