"""The state tables in SQL: each thing that can be done to their rows is one statement, made once and kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import apsw

from hubbub.chat.events import MessageSent
from hubbub.log.tables import Between, LastKept, Row, Table, Value, Where, daily

from .places import DOWN, JOINED, Places
from .read import PLACE
from .rows import TOMBSTONE, encode, insert
from .runs import Unreadable


class SqliteTables:
    """Implements `log.tables.Writing` and `Reading` on a connection, within its transaction."""

    def __init__(self, connection: apsw.Connection, places: Places) -> None:
        self._connection = connection
        self._places = places
        self.ended: list[int] = []  # logs whose entries have yet to be deleted

    # changing rows

    def insert(self, table: Table, *row: Value) -> None:
        self._connection.execute(_insert("insert", table), row)

    def put(self, table: Table, *row: Value) -> None:
        self._connection.execute(_insert("insert or replace", table), row)

    def add(self, table: Table, rows: Sequence[Value]) -> None:
        insert(self._connection, _into("insert or ignore", table), len(table.columns), rows)

    def put_all(self, table: Table, rows: Sequence[Value]) -> None:
        insert(self._connection, _into("insert or replace", table), len(table.columns), rows)

    def put_daily(self, table: Table, rows: Sequence[Value]) -> None:
        insert(self._connection, _into("insert", table), len(table.columns), rows, daily(table))

    def add_within(self, table: Table, most: int, among: Where, *row: Value) -> None:
        condition, values = _condition(among)
        self._connection.execute(
            f"{_into('insert or ignore', table)} select {_marks(len(row))}"
            f" where (select count(*) from {table.name} where {condition}) < ?",
            (*row, *values, most),
        )

    def alter(self, table: Table, rows: Where, **values: Value) -> None:
        condition, wanted = _condition(rows)
        self._connection.execute(_update(table.name, tuple(values), condition), (*values.values(), *wanted))

    def raise_to(self, table: Table, **value: int) -> None:
        for column, least in value.items():
            self._connection.execute(f"update {table.name} set {column} = max({column}, ?)", (least,))

    def begin_by(self, table: Table, now: int, after: int, by: int) -> None:
        begun = "min(?1, at - ?2)"
        if "until" not in table.columns:
            change, late = f"at = {begun}", "at > ?3"
        elif "at" in table.columns:
            change = f"at = {begun}, until = case when until > 0 then until - (at - {begun}) else until end"
            late = "at > ?3"
        else:
            change = "until = min(?1 + length, until - ?2)"
            late = "length > 0 and until > ?3 + length"
        self._connection.execute(f"update {table.name} set {change} where {late}", (now, by, after))

    def drop(self, table: Table, rows: Where) -> None:
        condition, values = _condition(rows)
        self._connection.execute(f"delete from {table.name} where {condition}", values)

    def drop_oldest(self, table: Table, at: int, most: int) -> None:
        key = ", ".join(table.key)
        self._connection.execute(
            f"delete from {table.name} where ({key}) in"
            f" (select {key} from {table.name} where at <= ? order by at limit ?)",
            (at, most),
        )

    def keep(self, table: Table, newest: str, most: int, rows: Where) -> None:
        condition, values = _condition(rows)
        key = ", ".join(table.key)
        self._connection.execute(
            f"delete from {table.name} where ({key}) in"
            f" (select {key} from {table.name} where {condition} order by {newest} desc limit -1 offset ?)",
            (*values, most),
        )

    # entries; the search index looks into the tables `erased` and `ended` for what it is to forget or take in again

    def erase_entry(self, log: int, seq: int, id: int, *, unread: bool = False) -> None:
        if not self._places.split(log, seq, gone=unread):
            self._connection.execute(
                "update entry set kind = ?, body = null where id = ? and log = ?", (TOMBSTONE, id, log)
            )
        self._connection.execute("insert into erased (id) values (?)", (id,))

    def rewrite_entry(self, seq: int, message: MessageSent) -> None:
        if not self._places.split(message.log, seq):
            self._connection.execute(
                "update entry set body = ? where id = ? and log = ?", (encode(message), message.id, message.log)
            )
        self._connection.execute("insert into erased (id) values (?)", (message.id,))

    def trim_log(self, log: int, seq: int) -> None:
        self._places.trim(log, seq)

    def end_log(self, log: int) -> None:
        """The entries go bit by bit: see `sweep`."""
        self._connection.execute("insert into ended (log) values (?)", (log,))
        self.ended.append(log)

    def sweep(self, budget: int) -> None:
        """Delete about so many entries of the ended logs."""
        while self.ended and budget > 0:
            first = self._places.first(self.ended[0])
            if first is None:
                self.ended.pop(0)
            else:
                budget -= self._places.cut(self.ended[0], first + budget)

    # reading at a start

    def unread(self, what: str, error: Exception) -> None:
        self._places.unread(Unreadable(f"{what}: {error}"))

    def rows(self, table: Table) -> Iterator[Row]:
        columns, order = ", ".join(table.columns), ", ".join(table.order)
        return self._connection.execute(f"select {columns} from {table.name} order by {order}")

    def highest(self, table: Table) -> int:
        found = self._connection.execute(
            "select coalesce((select seq from sqlite_sequence where name = ?), 0)", (table.name,)
        )
        return int(found.get)

    def last_entries(self, table: Table) -> Iterator[tuple[int, int, int]]:
        """Each is a seek for its last span, one for its end and one for the row, however many entries there are."""
        last = f"select entry.rowid from {JOINED} where span.log = whose.log {DOWN} limit 1"
        return self._connection.execute(
            f"select whose.log, coalesce(entry.seq + entry.further, 0), coalesce(entry.at + entry.further, 0)"
            f" from {table.name} as whose left join entry on entry.rowid = ({last}) order by whose.log"
        )

    def says(self, log: int, id: int) -> int:
        return self._connection.execute(f"{PLACE} and body is not null", (id, log)).get or 0

    def last_kept(self) -> LastKept:
        """Of the start before."""
        row: Any = self._connection.execute(
            "select coalesce((select max(generation) from start), 0),"
            " coalesce((select id + further from entry order by id desc limit 1), 0),"
            " max(coalesce((select at from start order by generation desc limit 1), 0),"
            " coalesce((select at + further from entry order by id desc limit 1), 0))"
        ).fetchone()
        return LastKept(*row)

    def ending(self) -> list[int]:
        """Ended logs whose entries are not all deleted yet."""
        found = self._connection.execute(
            "select log from ended where exists (select 1 from span where span.log = ended.log)"
        )
        return [log for (log,) in found]


def _condition(rows: Where) -> tuple[str, tuple[Value, ...]]:
    """As SQL, with its values."""
    if not rows.also:
        return _equal(tuple(rows.equal)), tuple(rows.equal.values())
    parts, values = [_equal(tuple(rows.equal))], list(rows.equal.values())
    for also in rows.also:
        if isinstance(also, Between):
            parts.append(f"{also.column} between ? and ?")
            values += (also.low, also.high)
        else:
            condition, more = _condition(also.where)
            parts.append(f"{also.column} in (select {also.column} from {also.table.name} where {condition})")
            values += more
    return " and ".join(parts), tuple(values)


@lru_cache(maxsize=256)
def _equal(columns: tuple[str, ...]) -> str:
    return " and ".join(f"{column} = ?" for column in columns) or "true"


@lru_cache(maxsize=256)
def _update(table: str, columns: tuple[str, ...], condition: str) -> str:
    return f"update {table} set {', '.join(f'{column} = ?' for column in columns)} where {condition}"


@lru_cache(maxsize=256)
def _insert(how: str, table: Table) -> str:
    return f"{_into(how, table)} values ({_marks(len(table.columns))})"


@lru_cache(maxsize=256)
def _into(how: str, table: Table) -> str:
    return f"{how} into {table.name} ({', '.join(table.columns)})"


def _marks(count: int) -> str:
    return ", ".join("?" * count)
