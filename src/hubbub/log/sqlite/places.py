"""Where the entries of a log stand: by spans of ids, which end as new ones come (docs/decisions/0045)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

import apsw

from .rows import INTO, TOMBSTONE, WIDTH, Value, insert
from .runs import ALL, BITS, Damaged, Unreadable, apart, lost

# The plus takes the column's affinity off, without which SQLite compares it with the index of an expression.
JOINED = f"span cross join entry on entry.id >> {BITS} = +span.span and entry.log = span.log"

RANGE = f"""
    from {JOINED}
    where span.log = :log and span.first <= :last
    and span.first >= coalesce((select max(first) from span where log = :log and first <= :first), 0)
    and entry.seq between iif(span.first > :first, 0, (
        select max(one.seq) from entry as one
        where one.id >> {BITS} = +span.span and one.log = span.log and one.seq <= :first
    )) and :last and entry.seq + entry.further >= :first
"""
"""The rows of a log that have an entry with :first <= seq <= :last: a seek for each span in which there are some."""

ROW = f"""
    from entry
    where id >> {BITS} = +(select span from span where log = :log and first <= :seq order by first desc limit 1)
    and log = :log and seq <= :seq order by seq desc limit 1
"""
"""The row of a log's entry with the number :seq, or with the last one before it: two seeks."""

UP = "order by span.first, entry.seq"
DOWN = "order by span.first desc, entry.seq desc"

SPANS = f"insert into span select log, min(seq), id >> {BITS} from entry group by log, id >> {BITS}"
"""For entries that were put in by themselves."""


class Places:
    """Keeps the table `span` for who writes, within the transaction. `damaged` is told of rows that cannot be read."""

    def __init__(self, connection: apsw.Connection, damaged: Damaged | None = None) -> None:
        self._connection = connection
        self._damaged = damaged
        self._logs: dict[int, set[int]] = {}  # that have a row for that span, of the latest few spans

    def begun(self, values: Sequence[Any]) -> list[Value]:
        """Rows of `span`, one after the other, for those of these rows of `entry` that are the first of their log in
        their span. Both are given as their columns, one after the other."""
        rows: list[Value] = []
        if not values:
            return rows
        logs, seqs, ids = values[::WIDTH], values[1::WIDTH], values[2::WIDTH]
        known = self._logs.get(ids[-1] >> BITS)
        if known is not None and ids[0] >> BITS == ids[-1] >> BITS and known.issuperset(logs):  # ids rise
            return rows
        for log, seq, id in zip(logs, seqs, ids, strict=True):
            span = id >> BITS
            known = self._logs.get(span)
            if known is None:
                known = self._logs[span] = self._known(span)
            if log not in known:
                known.add(log)
                rows += (log, seq, span)
        return rows

    def committed(self) -> None:
        """Those rows are there."""
        while len(self._logs) > 2:
            del self._logs[min(self._logs)]

    def forget(self) -> None:
        """They are not, or others are gone: what there is is looked up again."""
        self._logs.clear()

    def first(self, log: int) -> int | None:
        """The lowest number of the log; None where it has no entry."""
        found = self._connection.execute("select min(first) from span where log = ?", (log,)).get
        return None if found is None else int(found)

    def split(self, log: int, seq: int, *, gone: bool = False) -> int:
        """Give each entry of a run that has this one a row of its own; 0, or the number of the first of a run that
        cannot be read. That stays as it is: what is whole on the disk may be read again, or be put back from a copy.
        `gone`: none of it is wanted any more, and each is a tombstone then."""
        found: Any = self._connection.execute(
            f"select entry.rowid, entry.kind, {ALL} {RANGE} and entry.texts is not null",
            {"log": log, "first": seq, "last": seq},
        ).fetchone()
        if found is None:
            return 0
        row, kind, *columns, behind = found
        rows: list[tuple[Value, ...]]
        try:
            rows = list(apart(kind, columns))
        except Unreadable as error:
            if not gone:
                self.unread(error)
                return int(columns[1])
            rows = [
                (one.log, one.seq, one.id, columns[3] + place, TOMBSTONE, None, None, 0)
                for place, one in enumerate(lost(columns, behind))
            ]
        self._connection.execute("delete from entry where rowid = ?", (row,))
        insert(self._connection, f"insert {INTO}", WIDTH, list(chain.from_iterable(rows)))
        return 0

    def unread(self, error: Unreadable) -> None:
        """Say that something cannot be read, and go on."""
        if self._damaged is not None:
            self._damaged(error)

    def trim(self, log: int, seq: int) -> None:
        """Delete the log's entries below that number; of a run that cannot be read and has it, none."""
        self.cut(log, self.split(log, seq) or seq)

    def cut(self, log: int, seq: int) -> int:
        """Delete the rows that have entries of the log below that number; how many rows that were."""
        self._connection.execute(
            f"delete from entry where rowid in (select entry.rowid {RANGE})", {"log": log, "first": 0, "last": seq - 1}
        )
        gone = self._connection.changes()
        rest = self._connection.execute(
            "select span from span where log = ?1 and first < ?2 order by first desc limit 1", (log, seq)
        ).get
        if rest is not None:
            self._connection.execute("delete from span where log = ? and first < ?", (log, seq))
            self._connection.execute(
                f"insert into span select log, min(seq), :span from entry"
                f" where id >> {BITS} = :span and log = :log group by log",
                {"log": log, "span": rest},
            )
            self.forget()
        return gone

    def _known(self, span: int) -> set[int]:
        found = self._connection.execute(f"select distinct log from entry where id >> {BITS} = ?", (span,))
        return {int(str(log)) for (log,) in found}
