"""Who we are, and were: our names on this visit, and ids for what the server gives none."""

from __future__ import annotations

from hubbub.irc import casemap

from .state.people import Me


class Identity:
    """`me`: ourselves as the state has us."""

    def __init__(self, me: Me) -> None:
        self.me = me
        self._earlier: list[tuple[str, int]] = []  # folded names, with the time when each was given up
        self._number = 0

    def local_id(self) -> str:
        """An id for what the server gives none."""
        self._number += 1
        return f"~{self._number}"

    def is_me(self, name: str) -> bool:
        return casemap.lower(name) == casemap.lower(self.me.name)

    def was_me(self, name: str, account: str, at: int, *, late: bool) -> bool:
        """Whether that was us, under this name, or (`late`: it comes from history) an earlier one."""
        if self.is_me(name):
            return True
        if not late:
            return False
        if account and casemap.lower(account) == casemap.lower(self.me.account):
            return True
        return any(casemap.lower(name) == earlier and at <= until for earlier, until in self._earlier)

    def renamed(self, name: str, at: int) -> None:
        """We have another name."""
        self._earlier.append((casemap.lower(self.me.name), at))
        self.me.name = name
