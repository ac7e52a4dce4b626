"""What a person has chosen for the windows, as far as they must know it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from hubbub.views.notices import MENTIONS, Wish

if TYPE_CHECKING:
    from hubbub.views.timeline import ComeAndGo


class Choices(msgspec.Struct, frozen=True):
    """`theme`: system, light or dark; `text`: the size of messages, 14 to 20; `scale`: percent, 0 that of the screen;
    `hours`: 24 or 12; `typing`, `markers`: whether others are told that one writes, and what one has read;
    `wish`: of what one is told; `sound` for what is meant for this person."""

    theme: str = "system"
    contrast: bool = False
    text: int = 15
    scale: int = 0
    hours: int = 24
    come_and_go: ComeAndGo = "folded"
    typing: bool = True
    markers: bool = True
    wish: Wish = MENTIONS
    sound: bool = False
    emoji_used: tuple[str, ...] = ()
