"""What a thing that sleeps has made of what is made when it is asked for."""

from __future__ import annotations

from hubbub.chat.world.dozing import CanDoze


def made(thing: CanDoze) -> list[str]:
    """The names of it, in the order of `FRESH`; nothing is made for the question."""
    return [name for name in thing.FRESH if _is_full(thing, name)]


def _is_full(thing: object, name: str) -> bool:
    try:
        object.__getattribute__(thing, name)
    except AttributeError:
        return False
    return True
