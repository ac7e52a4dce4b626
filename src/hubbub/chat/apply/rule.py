"""What an event of some kind does, as one row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal, TypeVar

import msgspec

from hubbub.chat.audience import Own, to_nobody
from hubbub.chat.audit import Doing
from hubbub.chat.events import Act, Event, KeptEvent, KeptInOneLog
from hubbub.chat.notices import Notices
from hubbub.chat.world.rooms import Heard
from hubbub.chat.world.state import World

E = TypeVar("E", bound=Event)
Kept = Literal["", "one", "several"]


class Rule(msgspec.Struct, frozen=True):
    """`change` changes the world by events of the kind that come in one go; `heard` says who hears the event, and is
    asked before that, or with `heard_after` after it: who comes hears it too. `own` says who sees it besides as its
    author does, if anybody. `told` is what single connections are told besides, by what they asked for; the asker is
    not. `act` makes the note in the audit log, if it is an act of power: asked first, so that what was so until then
    can be put back. `kept`: in how many logs such an event becomes an entry; none, one (`log`), or several (`logs`).
    `comes_or_goes`: somebody does, and of very many others hear a moment later.
    """

    change: Callable[[World, Sequence[Any]], None]
    heard: Callable[[World, Any], Heard]
    heard_after: bool
    own: Callable[[World, Any], Own | None] | None
    told: Callable[[World, Any], Notices] | None
    act: Callable[[World, Any, Doing], Act | None] | None
    kept: Kept
    comes_or_goes: bool


Rules = dict[type[Event], Rule]


def rule(
    kind: type[E],
    change: Callable[[World, E], None] | None = None,
    *,
    change_all: Callable[[World, Sequence[E]], None] | None = None,
    heard: Callable[[World, E], Heard] = to_nobody,
    heard_after: bool = False,
    own: Callable[[World, E], Own | None] | None = None,
    told: Callable[[World, E], Notices] | None = None,
    act: Callable[[World, E, Doing], Act | None] | None = None,
    comes_or_goes: bool = False,
) -> tuple[type[Event], Rule]:
    """The row of one kind of event. `change` is that of each; `change_all` in its place knows several at once."""
    kept: Kept = "one" if issubclass(kind, KeptInOneLog) else "several" if issubclass(kind, KeptEvent) else ""
    return kind, Rule(change_all or _each(change), heard, heard_after, own, told, act, kept, comes_or_goes)


def rules(*rows: tuple[type[Event], Rule]) -> Rules:
    """The table of these rows."""
    return dict(rows)


def _each(change: Callable[[World, E], None] | None) -> Callable[[World, Sequence[E]], None]:
    """One after the other."""
    if change is None:
        return _nothing

    def change_all(world: World, events: Sequence[E]) -> None:
        for event in events:
            change(world, event)

    return change_all


def _nothing(world: World, events: Sequence[Event]) -> None:
    """Such events change nothing: they are shown, or kept, and that is all."""
