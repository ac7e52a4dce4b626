"""What people and rooms say of themselves."""

from __future__ import annotations

from typing import ClassVar

from hubbub.chat.events.event import Event
from hubbub.chat.party import Party


class MetadataSet(Event, frozen=True, kw_only=True):
    """A key has another value; None: it is not there any more. Not kept.

    Of a room: `log` is its log. Of a person: `party`, and `account`, the number of their account or 0. `quiet`: those
    who hear of it have heard that it is so.
    """

    state: ClassVar[bool] = True
    at: int
    log: int
    party: Party
    account: int
    key: str
    value: str | None
    quiet: bool = False


class MetadataSeen(Event, frozen=True, kw_only=True):
    """What somebody who is here says of themselves is this now, since they log in or out. It changes nothing."""

    at: int
    name: str
    key: str
    value: str | None
