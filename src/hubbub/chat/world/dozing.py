"""Things of which there are many and nearly all asleep: what they hold is made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any, ClassVar, Protocol


class Dozing:
    """Before the class of what sleeps: what `FRESH` names is made when it is asked for. Who is asked for what `WAKES`
    names is awake from then on: all is there, and is read at the speed of any object's."""

    __slots__ = ()

    AWAKE: ClassVar[type]
    WAKES: ClassVar[str]
    FRESH: ClassVar[dict[str, Callable[[], Any]]]

    def __getattr__(self, name: str) -> Any:
        """Called where a slot is empty still."""
        make = self.FRESH.get(name)
        if make is None:
            raise AttributeError(name)
        made = make()
        setattr(self, name, made)
        if name == self.WAKES:
            self._wake()
        return made

    def _wake(self) -> None:
        for name in self.FRESH:
            getattr(self, name)
        self.__class__ = self.AWAKE


class CanDoze(Protocol):
    """What is of one of two classes, `ASLEEP` or the one that this wakes to."""

    FRESH: ClassVar[dict[str, Callable[[], Any]]]
    ASLEEP: ClassVar[type]


def holds(thing: object, name: str) -> bool:
    """Whether there is anything in what `FRESH` names; nothing is made for the question."""
    try:
        return bool(object.__getattribute__(thing, name))
    except AttributeError:
        return False


def doze(thing: CanDoze) -> None:
    """Hold nothing of `FRESH` that is empty and made so, and sleep. What wakes it has to be so: nobody else may share
    any of it."""
    for name, make in thing.FRESH.items():
        if not holds(thing, name) and not make():
            with suppress(AttributeError):
                delattr(thing, name)
    thing.__class__ = thing.ASLEEP
