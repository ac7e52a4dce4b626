"""People in the state tables: the names that were seen, and the visits that can be taken up again."""

from __future__ import annotations

from hubbub.chat.events import UserArrived, UserQuit, UserRenamed, VisitOpened, VisitSeen
from hubbub.chat.ports import Fields, VisitState
from hubbub.log.changes.change import Changes
from hubbub.log.tables import SEEN, VISIT, Fold, Reading, Tables, where


def name_seen(tables: Tables, event: UserArrived | UserRenamed, fold: Fold) -> None:
    tables.put(SEEN, fold(event.name), event.name, event.at)


def name_left(tables: Tables, event: UserQuit, fold: Fold) -> None:
    name = event.source.partition("!")[0]
    tables.put(SEEN, fold(name), name, event.at)


def visit_opened(tables: Tables, event: VisitOpened, _: Fold) -> None:
    tables.put(VISIT, event.visit, event.name, event.token_hash, event.at)


def visit_seen(tables: Tables, event: VisitSeen, _: Fold) -> None:
    tables.alter(VISIT, where(visit=event.visit), name=event.name, at=event.at)


def read(tables: Reading) -> Fields:
    """What `State` has of people who were here."""
    return {"seen": list(tables.rows(SEEN)), "visits": [VisitState(*row) for row in tables.rows(VISIT)]}


CHANGES: Changes = {
    UserArrived: name_seen,
    UserQuit: name_left,
    UserRenamed: name_seen,
    VisitOpened: visit_opened,
    VisitSeen: visit_seen,
}
