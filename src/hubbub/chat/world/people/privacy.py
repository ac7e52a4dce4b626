"""From whom somebody takes private messages and invitations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from hubbub.chat import names
from hubbub.chat.names import masks

if TYPE_CHECKING:
    from .users import User

LETTERS = "DRc"  # the user modes that say who may send private messages: nobody, accounts, who shares a room

NOBODY: Mapping[str, str] = {}


class Privacy:
    """`masks`: of those who are blocked, by folded mask, as written; nearly everybody has the one that is empty.
    `letters`: which of LETTERS are set."""

    __slots__ = ("letters", "masks")

    def __init__(self, letters: str = "", blocked: Iterable[str] = ()) -> None:
        self.letters = letters
        self.masks: Mapping[str, str] = {names.fold(mask): mask for mask in blocked} or NOBODY

    def __bool__(self) -> bool:
        """Whether there is anybody from whom they take nothing."""
        return bool(self.letters or self.masks)

    def block(self, mask: str, *, on: bool) -> None:
        """Those whom the mask means are blocked from now on, or not any more."""
        blocked = dict(self.masks)
        if on:
            blocked[names.fold(mask)] = mask
        else:
            blocked.pop(names.fold(mask), None)
        self.masks = blocked or NOBODY

    def blocks(self, user: User) -> bool:
        """Whether one of the masks means this user."""
        who = masks.who(user)
        return any(masks.meaning(mask).holds(who) for mask in self.masks.values())
