"""Files: what uploading and fetching them over HTTP needs of the chat (docs/ext/files.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hubbub.client.events import Event
from hubbub.client.notes import decline
from hubbub.client.protocol.capabilities import FILES
from hubbub.client.protocol.questions import Question

if TYPE_CHECKING:
    from hubbub.client.session import Client


def file_token(client: Client, now: int) -> list[Event]:
    """Ask for a token to upload and fetch with: `FileToken`."""
    return _ask(client, now, "TOKEN")


def file_link(client: Client, now: int, *, id: str) -> list[Event]:
    """Ask for a link to a file that anybody can follow: `FileLink`."""
    return _ask(client, now, "LINK", id)


def _ask(client: Client, now: int, *params: str) -> list[Event]:
    if not client.ready:
        return decline(client, "no_connection", now)
    if FILES not in client.link.caps:
        return decline(client, "no_files", now)
    client.questions.ask(Question("asked", ""), client.link, "FILE", *params)
    return []
