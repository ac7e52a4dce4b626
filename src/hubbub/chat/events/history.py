"""What people want to read again, and what not."""

from __future__ import annotations

from hubbub.chat.party import Party

from .event import Event


class PlaybackCleared(Event, frozen=True, kw_only=True):
    """What is in these logs up to these numbers is played to somebody no more. Neither kept nor heard."""

    party: Party
    logs: dict[int, int]
