"""Tokens and links for files (docs/ext/files.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hubbub.client.arrivals import Around
from hubbub.client.events import Event, FileLink, FileToken
from hubbub.wire.message import Message as Line

from .handler import Handler

if TYPE_CHECKING:
    from hubbub.client.session import Client


def _file(client: Client, line: Line, around: Around) -> list[Event]:
    """FILE TOKEN <token> <seconds> <address>, FILE LINK <id> <link>"""
    match line.params:
        case ["TOKEN", token, seconds, url] if seconds.isdecimal() and len(seconds) < 9:
            return [FileToken(token, int(seconds), url)]
        case ["LINK", id, url]:
            return [FileLink(id, url)]
    return []


HANDLERS: dict[str, tuple[int, Handler]] = {"FILE": (3, _file)}
