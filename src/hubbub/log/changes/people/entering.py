"""People in the state tables: the names that were seen, and the visits that can be taken up again."""

from __future__ import annotations

from collections.abc import Sequence

from hubbub.chat.events import Event, UserArrived, UserQuit, UserRenamed, VisitOpened, VisitSeen
from hubbub.chat.ports import Fields, VisitState
from hubbub.log.changes.change import Changes
from hubbub.log.tables import SEEN, VISIT, Fold, Reading, Tables, where

_SEEN: frozenset[type[Event]] = frozenset({UserArrived, UserRenamed, UserQuit})


def note_seen(tables: Tables, changes: Sequence[Event], fold: Fold) -> None:
    """Who came, took a name or went, many at once: after a restart all come back. Nothing else changes these rows."""
    seen: dict[str, tuple[str, int]] = {}
    for event in changes:
        if event.__class__ not in _SEEN:  # nearly all are messages
            continue
        assert isinstance(event, UserArrived | UserRenamed | UserQuit)
        name = event.source.partition("!")[0] if isinstance(event, UserQuit) else event.name
        seen[fold(name)] = name, event.at
    if seen:
        tables.put_all(SEEN, [value for folded, (name, at) in seen.items() for value in (folded, name, at)])


def visit_opened(tables: Tables, event: VisitOpened, _: Fold) -> None:
    tables.put(VISIT, event.visit, event.name, event.token_hash, event.at)


def visit_seen(tables: Tables, event: VisitSeen, _: Fold) -> None:
    tables.alter(VISIT, where(visit=event.visit), name=event.name, at=event.at)


def read(tables: Reading) -> Fields:
    """What `State` has of people who were here."""
    return {"seen": list(tables.rows(SEEN)), "visits": [VisitState(*row) for row in tables.rows(VISIT)]}


CHANGES: Changes = {
    VisitOpened: visit_opened,
    VisitSeen: visit_seen,
}
