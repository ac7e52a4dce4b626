"""The end of the visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hubbub.client.events import Event

if TYPE_CHECKING:
    from hubbub.client.session import Client


def quit(client: Client, now: int, *, text: str = "") -> list[Event]:
    """Say goodbye, after what is still to be sent."""
    return client.quit(text)


def settle(client: Client, now: int) -> list[Event]:
    """Be told (`Settled`) when everything is accepted and answered."""
    client.settle()
    return []
