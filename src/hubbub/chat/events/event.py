"""What all events have in common."""

from __future__ import annotations

from typing import ClassVar

import msgspec


class Event(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="event", tag=True, gc=False, kw_only=True):
    """Something that happened. `kept`: it becomes an entry in the log of each room it concerns. `state`: it changes
    a state table of the log.

    `bot`: who did it has said to be a program; `login`: the name of the account they were logged in to (`Chat.emit`
    sets both).
    """

    kept: ClassVar[bool] = False
    state: ClassVar[bool] = False
    bot: bool = False
    login: str = ""
