"""What a start reads, one question after the other: nobody is there yet who would wait."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hubbub.log.tables import LastKept, Row, Table

Ask = Callable[..., Sequence[Row]]


class PostgresStart:
    """Implements `log.tables.Reading`; `ask` gives the rows of a statement with its values."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def rows(self, table: Table) -> list[Row]:
        columns, order = (", ".join(f'"{column}"' for column in names) for names in (table.columns, table.order))
        return [tuple(row) for row in self._ask(f"select {columns} from {table.name} order by {order}")]

    def highest(self, table: Table) -> int:
        found = self._ask("select highest from numbered where name = $1", table.name)
        return found[0][0] if found else 0

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
