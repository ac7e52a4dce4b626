"""From whom somebody takes private messages and invitations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from hubbub.chat import names
from hubbub.chat.names import masks

if TYPE_CHECKING:
    from .users import User

LETTERS = "DRc"  # the user modes that say who may send private messages: nobody, accounts, who shares a room


class Privacy:
    """`masks`: of those who are blocked, by folded mask, as written. `letters`: which of LETTERS are set."""

    __slots__ = ("letters", "masks")

    def __init__(self, letters: str = "", blocked: Iterable[str] = ()) -> None:
        self.letters = letters
        self.masks = {names.fold(mask): mask for mask in blocked}

    def __bool__(self) -> bool:
        """Whether there is anybody from whom they take nothing."""
        return bool(self.letters or self.masks)

    def blocks(self, user: User) -> bool:
        """Whether one of the masks means this user."""
        who = masks.who(user)
        return any(masks.meaning(mask).holds(who) for mask in self.masks.values())
