"""Rooms and private conversations by their logs."""

from __future__ import annotations

from collections.abc import Callable

from .rooms import Conversation, Room


class Journals(dict[int, Room | Conversation]):
    """What is asked for as `journals[log]` wakes; `get` and the rest are of those awake."""

    def __init__(self, wake: Callable[[int], Room | Conversation | None]) -> None:
        super().__init__()
        self._wake = wake

    def __missing__(self, log: int) -> Room | Conversation:
        journal = self._wake(log)
        if journal is None:
            raise KeyError(log)
        return journal
