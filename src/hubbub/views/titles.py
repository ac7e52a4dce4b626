"""The title of a window: `(3) garden · chat.example.org · connected as alice — hubbub`."""

from __future__ import annotations

from hubbub.client.state.store import State
from hubbub.wire.truncate import shortened

from .pieces import safe

LONGEST = 80
LAST_OF_FIRST_PLANE = 0xFFFF  # window managers have died of letters beyond


def title(state: State, server: str, connection: str) -> str:
    """`connection` in words. The number is that of mentions and private messages; `•` stands for other news. Of names
    that are too long the end is left out, so that the connection is always told.
    """
    place = state.buffers.get(state.current or "")
    names = [_plain(safe(place.name.removeprefix("#")))] if place is not None else []
    names.append(_plain(safe(server)))
    count, end = _count(state), f" · {_plain(connection)} — hubbub"
    room = LONGEST - len(count) - len(end) - len(" · ") * (len(names) - 1)
    return f"{count}{' · '.join(_short(names, max(0, room)))}{end}"[:LONGEST]


def _short(names: list[str], room: int) -> list[str]:
    """The one or two names in so many letters: of what one does not need the other has the more."""
    share, all_ = room // len(names), sum(map(len, names))
    return [shortened(name, max(share, room - all_ + len(name))) for name in names]


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
