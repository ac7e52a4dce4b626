"""Tokens of programs (docs/api.md), and what they were answered."""

from __future__ import annotations

from typing import ClassVar

from .event import Event


class TokenMade(Event, frozen=True, kw_only=True):
    """Whoever has the token with this hash does as the owner of an account may, within its scopes.

    `by`: who made it (nick!user@host, or the console). `until`: when it is good no more; 0: never.
    """

    state: ClassVar[bool] = True
    number: int
    account: int
    at: int
    name: str
    token_hash: bytes
    scopes: tuple[str, ...]
    until: int = 0
    by: str = ""


class TokenUsed(Event, frozen=True, kw_only=True):
    """A token was used; noted now and then. Neither heard nor kept."""

    state: ClassVar[bool] = True
    number: int
    at: int


class TokenRevoked(Event, frozen=True, kw_only=True):
    """That token is good no more, and what goes on by it ends."""

    state: ClassVar[bool] = True
    number: int
    at: int
    account: int
    name: str
    by: str = ""


class AnswerKept(Event, frozen=True, kw_only=True):
    """A call that came with this key was done, with this answer: the same call is answered alike, and not done again.

    `asked`: the hash of the call. `answer`: its body, without what is shown only once. Neither heard nor kept.
    """

    state: ClassVar[bool] = True
    token: int
    key: str
    at: int
    asked: bytes
    status: int
    answer: bytes
