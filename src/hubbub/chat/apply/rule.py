"""What an event of some kind does, as one row."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import msgspec

from hubbub.chat.audience import to_nobody
from hubbub.chat.audit import Doing
from hubbub.chat.events import Act, Event
from hubbub.chat.notices import Notices
from hubbub.chat.world.rooms import Listeners
from hubbub.chat.world.session import Session
from hubbub.chat.world.state import World

E = TypeVar("E", bound=Event)


class Rule(msgspec.Struct, frozen=True):
    """`change` changes the world; `heard` says who hears the event, and is asked before that, or with `heard_after`
    after it: who comes hears it too. `own` are connections of its author, beside the asker's, that see it as its
    author does. `told` is what single connections are told besides, by what they asked for; the asker is not.
    `comes_back` says whether the asker hears it as others do, beside the echo. `act` makes the note in the
    audit log, if it is an act of power: asked first, so that what was so until then can be put back.
    """

    change: Callable[[World, Any], None]
    heard: Callable[[World, Any], Listeners]
    heard_after: bool
    own: Callable[[World, Any], Iterable[Session]] | None
    told: Callable[[World, Any], Notices] | None
    comes_back: Callable[[Any], bool] | None
    act: Callable[[World, Any, Doing], Act | None] | None


Rules = dict[type[Event], Rule]


def rule(
    kind: type[E],
    change: Callable[[World, E], None] | None = None,
    *,
    heard: Callable[[World, E], Listeners] = to_nobody,
    heard_after: bool = False,
    own: Callable[[World, E], Iterable[Session]] | None = None,
    told: Callable[[World, E], Notices] | None = None,
    comes_back: Callable[[E], bool] | None = None,
    act: Callable[[World, E, Doing], Act | None] | None = None,
) -> tuple[type[Event], Rule]:
    """The row of one kind of event."""
    return kind, Rule(change or _nothing, heard, heard_after, own, told, comes_back, act)


def rules(*rows: tuple[type[Event], Rule]) -> Rules:
    """The table of these rows."""
    return dict(rows)


def _nothing(world: World, event: Event) -> None:
    """Such an event changes nothing: it is shown, or kept, and that is all."""
