"""What happened to the server itself."""

from __future__ import annotations

from .event import Event


class ClockSetBack(Event, frozen=True, kw_only=True):
    """The time of day is earlier than it was: what was to end so long after a time that is still to come, ends so long
    after this one, or after as many milliseconds before it as it was set back by. 0: nobody knows. Not heard."""

    state = True

    at: int
    by: int = 0


class ClockLeapt(Event, frozen=True, kw_only=True):
    """The time of day is so many milliseconds `ahead` of what has passed, and nobody need believe it yet: what is let
    go of with age goes by a clock without them. 0: there are none any more. `known`: those that this process knows to
    be wrong; a server that was off for long does not know. Not heard."""

    state = True

    at: int
    ahead: int
    known: int
