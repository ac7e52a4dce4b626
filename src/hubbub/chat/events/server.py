"""What happened to the server itself."""

from __future__ import annotations

from .event import Event


class ClockSetBack(Event, frozen=True, kw_only=True):
    """The time of day is `by` milliseconds earlier than it was: what began later than `after` began so much earlier,
    and now at the latest. Where several leaps are undone at once there is one for each, the latest first. Not heard."""

    state = True

    at: int
    after: int
    by: int = 0


class ClockLeapt(Event, frozen=True, kw_only=True):
    """The time of day is so many milliseconds `ahead` of what has passed, and nobody need believe it yet: what is let
    go of with age goes by a clock without them. 0: there are none any more. `known`: those that this process knows to
    be wrong; a server that was off for long does not know. Not heard."""

    state = True

    at: int
    ahead: int
    known: int
