"""The title of a window: `(3) garden · chat.example.org · connected as alice — hubbub`."""

from __future__ import annotations

from hubbub.client.state.store import State

from .pieces import safe

LONGEST = 80
LAST_OF_FIRST_PLANE = 0xFFFF  # window managers have died of letters beyond


def title(state: State, server: str, connection: str) -> str:
    """`connection` in words. The number is that of mentions and private messages; `•` stands for other news."""
    place = state.buffers.get(state.current or "")
    names = [safe(place.name.removeprefix("#"))] if place is not None else []
    words = " · ".join([*names, safe(server), connection])
    return _plain(f"{_count(state)}{words}")[: LONGEST - len(" — hubbub")] + " — hubbub"


def for_me(state: State) -> int:
    """How many messages wait that are meant for this person."""
    return sum(buffer.unread if buffer.kind == "person" else buffer.mentions for buffer in state.buffers.values())


def _count(state: State) -> str:
    count = for_me(state)
    if count:
        return f"({count}) "
    news = any(buffer.unread and buffer.notify != "nothing" for buffer in state.buffers.values())
    return "• " if news else ""


def _plain(text: str) -> str:
    return "".join(letter if ord(letter) <= LAST_OF_FIRST_PLANE else "□" for letter in text)
