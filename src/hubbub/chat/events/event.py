"""What all events have in common."""

from __future__ import annotations

from typing import ClassVar

import msgspec


class Event(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="event", tag=True, gc=False, kw_only=True):
    """Something that happened. `state`: it changes a state table of the log.

    `bot`: who did it has said to be a program; `login`: the name of the account they were logged in to (`Chat.emit`
    sets both).
    """

    state: ClassVar[bool] = False
    bot: bool = False
    login: str = ""

    def changes_state(self) -> bool:
        """Whether this one does change a state table."""
        return self.state


class KeptEvent(Event, frozen=True, kw_only=True):
    """It becomes an entry in each of `logs`."""

    id: int
    at: int

    @property
    def logs(self) -> tuple[int, ...]:
        """The logs of the rooms it concerns, or of the private conversation."""
        raise NotImplementedError


class KeptInOneLog(KeptEvent, frozen=True, kw_only=True):
    """It becomes an entry in one log."""

    log: int

    @property
    def logs(self) -> tuple[int, ...]:
        return (self.log,)
