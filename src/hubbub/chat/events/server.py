"""What happened to the server itself."""

from __future__ import annotations

from .event import Event


class ClockSetBack(Event, frozen=True, kw_only=True):
    """The time of day is earlier than it was: what was to end so long after a time that is still to come, ends so long
    after this one. Not heard."""

    state = True

    at: int
