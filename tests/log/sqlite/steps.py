"""How much SQLite's machine does for a question: the same on a busy machine."""

from __future__ import annotations

import apsw


class Steps:
    """`count` is how many times so many steps were taken on that connection since this was made."""

    def __init__(self, connection: apsw.Connection, many: int) -> None:
        self.count = 0
        connection.set_progress_handler(self._more, many)

    def _more(self) -> bool:
        self.count += 1
        return False
