"""People in the state tables: the names that were seen, and the visits that can be taken up again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from hubbub.chat.events import Event, UserArrived, UserQuit, UserRenamed, VisitOpened, VisitSeen, seen_that_day
from hubbub.chat.ports import Fields, VisitState
from hubbub.log.changes.change import Changes
from hubbub.log.tables import SEEN, VISIT, Fold, Reading, Tables, Value, where

_SEEN: frozenset[type[Event]] = frozenset({UserArrived, UserRenamed, UserQuit})


def note_seen(tables: Tables, changes: Sequence[Event], fold: Fold) -> None:
    """Who came, took a name or went, many at once: after a restart all come back. Nothing else changes these rows.

    That a guest has come is noted once a day, for nothing but whether their name was seen follows from it; when the
    owner of an account was here last says what they have missed (docs/decisions/0052).
    """
    seen: dict[str, tuple[str, int]] = {}
    exact: set[str] = set()
    for event in changes:
        if event.__class__ not in _SEEN:  # nearly all are messages
            continue
        assert isinstance(event, UserArrived | UserRenamed | UserQuit)
        name = event.source.partition("!")[0] if isinstance(event, UserQuit) else event.name
        folded = fold(name)
        before, guest = seen.get(folded), event.__class__ is UserArrived and not event.account
        if guest and seen_that_day(before, name, event.at):
            continue
        if before is not None or not guest:
            exact.add(folded)
        seen[folded] = name, event.at
    if len(seen) > len(exact):
        tables.put_daily(SEEN, _rows(seen, seen.keys() - exact if exact else seen))
    if exact:
        tables.put_all(SEEN, _rows(seen, exact))


def _rows(seen: Mapping[str, tuple[str, int]], wanted: Iterable[str]) -> list[Value]:
    return [value for folded in wanted for value in (folded, *seen[folded])]


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
