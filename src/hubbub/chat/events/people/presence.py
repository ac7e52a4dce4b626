"""Accounts that stay in their rooms while none of their connections is there."""

from __future__ import annotations

from typing import ClassVar

from hubbub.chat.events.event import Event


class UserDisconnected(Event, frozen=True, kw_only=True):
    """Somebody's last connection has ended; they stay in their rooms, away with this text. Not kept.

    `quiet`: it is told in a turn of its own, for very many hear of it.
    """

    at: int
    source: str
    text: str
    quiet: bool = False


class UserReturned(Event, frozen=True, kw_only=True):
    """Somebody who stayed has a connection again. `text`: they are still away with it; `quiet`: as above. Not kept."""

    at: int
    source: str
    text: str = ""
    quiet: bool = False


class PresenceNoted(Event, frozen=True, kw_only=True):
    """The owner of an account is in the chat, connected or not, and was here at that time. Neither kept nor heard."""

    state: ClassVar[bool] = True
    at: int
    account: int
    username: str
    host: str
    realname: str
    modes: str
    away: str = ""


class PresenceEnded(Event, frozen=True, kw_only=True):
    """The owner of an account is in the chat no more, nor in any room. Neither kept nor heard."""

    state: ClassVar[bool] = True
    account: int


class StayingChosen(Event, frozen=True, kw_only=True):
    """The owner of an account wants to stay in their rooms without a connection, or not. Neither kept nor heard."""

    state: ClassVar[bool] = True
    at: int
    account: int
    stays: bool


class MembershipChanged(Event, frozen=True, kw_only=True):
    """The owner of an account is in a room, or no more. Neither kept nor heard.

    `first`: the seq at which they first joined it; 0: they are not in it any more.
    """

    state: ClassVar[bool] = True
    at: int
    log: int
    account: int
    first: int
