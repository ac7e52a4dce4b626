"""What a start reads. Whoever takes another one's place has people wait, and each question is a way to PostgreSQL and
back: so the first rows of all tables are asked for at once; a table that has more is asked for by itself."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from hubbub.log.tables import TABLES, LastKept, Row, Table

_logger = logging.getLogger(__name__)

Ask = Callable[..., Sequence[Row]]

FIRST = 1_000  # rows of a table


class PostgresStart:
    """Implements `log.tables.Reading`; `ask` gives the rows of a statement with its values."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._first: dict[str, list[Row]] = {}
        self._highest: dict[str, int] = {}

    def unread(self, what: str, error: Exception) -> None:
        said = f"{what} in the database cannot be read, and is left out: {error}"
        _logger.critical(said, extra={"event": "database_damaged"})

    def rows(self, table: Table) -> list[Row]:
        if not self._first:
            self._first = {table.name: [] for table in TABLES}
            for name, row in self._ask(_FIRST_OF_ALL):
                self._first[name].append(row)
        found = self._first[table.name]
        return found if len(found) <= FIRST else [tuple(row) for row in self._ask(_select(table, _names(table)))]

    def highest(self, table: Table) -> int:
        if not self._highest:
            self._highest = dict(map(tuple, self._ask("select name, highest from numbered")))
        return self._highest.get(table.name, 0)

    def last_entries(self, table: Table) -> list[tuple[int, int, int]]:
        """Each is a seek in the primary key, however many entries there are."""
        found = self._ask(
            f"select place.log, coalesce(last.seq, 0), coalesce(last.at, 0) from {table.name} as place"
            " left join lateral (select seq, at from entry where entry.log = place.log order by seq desc limit 1)"
            " as last on true order by place.log"
        )
        return [(log, seq, at) for log, seq, at in found]

    def says(self, log: int, id: int) -> int:
        found = self._ask("select seq from entry where id = $1 and log = $2 and body is not null", id, log)
        return found[0][0] if found else 0

    def last_kept(self) -> LastKept:
        """Of the start before; the generation may be that of a writer, too."""
        found = self._ask(
            "select greatest((select generation from head), coalesce((select max(generation) from start), 0)),"
            " coalesce((select max(id) from entry), 0),"
            " greatest((select at from start order by generation desc limit 1),"
            " (select at from entry order by id desc limit 1), 0)"
        )
        return LastKept(*found[0])


def _names(table: Table) -> str:
    return ", ".join(f'"{column}"' for column in table.columns)


def _select(table: Table, what: str) -> str:
    return f"select {what} from {table.name} order by " + ", ".join(f'"{column}"' for column in table.order)


def _first_of(table: Table) -> str:
    named = _select(table, f"'{table.name}', row({_names(table)})")
    return f"({named} limit {FIRST + 1})"


_FIRST_OF_ALL = " union all ".join(map(_first_of, TABLES))
