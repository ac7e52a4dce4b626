"""The files of a message as cards, and its text without the links that the cards stand for."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from hubbub.client.state.files import File
from hubbub.client.state.messages import Message
from hubbub.typed.sentences import size_of

from .pieces import safe


class Card(msgspec.Struct, frozen=True):
    """`about`: how large it is, in words. `file`: what it is for the server."""

    name: str
    about: str
    file: File


def cards(files: Sequence[File]) -> tuple[Card, ...]:
    return tuple(_card(file) for file in files)


def _card(file: File) -> Card:
    pixels = f"{file.width} \u00d7 {file.height}, " if file.width and file.height else ""
    return Card(safe(file.name) or "file", f"{pixels}{size_of(file.size)}", file)


def beside(message: Message) -> str:
    """The text without the links of its files."""
    text = message.text
    for file in message.files:
        text = re.sub(rf"\s*https?://\S*/files/{re.escape(file.id)}\S*", "", text, count=1)
    return text


def said(message: Message) -> str:
    """The text in one place where there is no room for cards: the files by their names."""
    names = ", ".join(safe(file.name) for file in message.files)
    return f"{beside(message)} [{names}]".strip() if names else message.text
