"""Who wants to know when a name comes and goes (https://ircv3.net/specs/extensions/monitor)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hubbub.chat.world.session import Session


class Watchers:
    """Connections by the folded names they watch; `Session.watched` holds the names of one connection as written."""

    def __init__(self) -> None:
        self._by_name: dict[str, dict[Session, None]] = {}

    def of(self, fold: str) -> Iterable[Session]:
        """The connections that watch this name."""
        return self._by_name.get(fold, ())

    def add(self, session: Session, fold: str, name: str) -> None:
        """This connection watches that name from now on."""
        session.watched = {**session.watched, fold: name}
        self._by_name.setdefault(fold, {})[session] = None

    def remove(self, session: Session, fold: str) -> None:
        """This connection watches that name no more."""
        if fold in session.watched:
            session.watched = {one: name for one, name in session.watched.items() if one != fold}
            watching = self._by_name[fold]
            del watching[session]
            if not watching:
                del self._by_name[fold]

    def clear(self, session: Session) -> None:
        """This connection watches nothing any more."""
        for fold in tuple(session.watched):
            self.remove(session, fold)
