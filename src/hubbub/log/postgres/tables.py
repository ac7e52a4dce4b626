"""The state tables in SQL: each change is written down as a statement, and all are sent when the batch is whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from hubbub.chat.events import MessageSent
from hubbub.log.kinds import TOMBSTONE, encode
from hubbub.log.tables import Between, Table, Value, Where, daily

Types = Mapping[str, Mapping[str, str]]
Statement = tuple[str, tuple[object, ...]]


SWEEP = "delete from entry where log = $1 and seq < (select min(seq) from entry where log = $1) + $2"
_AT_ONCE = 2_000  # entries of an ended room that its last batch deletes


class PostgresTables:
    """Implements `log.tables.Writing`; `statements` is what is to be sent, in its order."""

    def __init__(self, types: Types) -> None:
        self._types = types
        self.statements: list[Statement] = []

    def _do(self, statement: str, *values: object) -> None:
        self.statements.append((statement, values))

    # changing rows

    def insert(self, table: Table, *row: Value) -> None:
        self._put(table, row, "")

    def put(self, table: Table, *row: Value) -> None:
        self._put(table, row, _replacing(table))

    def _put(self, table: Table, row: Sequence[Value], conflict: str) -> None:
        into = _into(table)
        if not table.number:
            self._do(f"{into} values ({_marks(len(row))}){conflict}", *row)
            return
        place = table.columns.index(table.number)
        if row[place] is None:
            marks = _marks(len(row) - 1).split(", ")
            marks.insert(place, "(select highest from given)")
            values = (*row[:place], *row[place + 1 :])
            self._do(
                f"{_GIVEN.format(table.name, 'highest + 1')} {into} values ({', '.join(marks)}){conflict}", *values
            )
        else:
            raised = _GIVEN.format(table.name, f"greatest(highest, ${place + 1})")
            self._do(f"{raised} {into} values ({_marks(len(row))}){conflict}", *row)

    def put_all(self, table: Table, rows: Sequence[Value]) -> None:
        self._all(table, rows, _replacing(table))

    def put_daily(self, table: Table, rows: Sequence[Value]) -> None:
        self._all(table, rows, daily(table))

    def add(self, table: Table, rows: Sequence[Value]) -> None:
        self._all(table, rows, " on conflict do nothing")

    def _all(self, table: Table, rows: Sequence[Value], conflict: str) -> None:
        size, types = len(table.columns), self._types[table.name]
        if len(rows) == size:
            self._do(f"{_into(table)} values ({_marks(size)}){conflict}", *rows)
        elif rows:
            arrays = ", ".join(f"${at}::{types[column]}[]" for at, column in enumerate(table.columns, start=1))
            columns = (list(rows[at::size]) for at in range(size))
            self._do(f"{_into(table)} select * from unnest({arrays}){conflict}", *columns)

    def add_within(self, table: Table, most: int, among: Where, *row: Value) -> None:
        types = self._types[table.name]
        given = ", ".join(f"${at}::{types[column]}" for at, column in enumerate(table.columns, start=1))
        condition, values = _condition(among, len(row) + 1)
        self._do(
            f"{_into(table)} select {given}"
            f" where (select count(*) from {table.name} where {condition}) < ${len(row) + len(values) + 1}"
            " on conflict do nothing",
            *(*row, *values, most),
        )

    def alter(self, table: Table, rows: Where, **values: Value) -> None:
        changes = ", ".join(f'"{column}" = ${at}' for at, column in enumerate(values, start=1))
        condition, wanted = _condition(rows, len(values) + 1)
        self._do(f"update {table.name} set {changes} where {condition}", *values.values(), *wanted)

    def raise_to(self, table: Table, **value: int) -> None:
        for column, least in value.items():
            self._do(f'update {table.name} set "{column}" = greatest("{column}", $1)', least)

    def begin_by(self, table: Table, now: int, after: int, by: int) -> None:
        begun = "least($1, at - $2)"
        if "until" not in table.columns:
            change, late = f"at = {begun}", "at > $3"
        elif "at" in table.columns:
            change = f"at = {begun}, until = case when until > 0 then until - (at - {begun}) else until end"
            late = "at > $3"
        else:
            change = "until = least($1 + length, until - $2)"
            late = "length > 0 and until > $3 + length"
        self._do(f"update {table.name} set {change} where {late}", now, by, after)

    def drop(self, table: Table, rows: Where) -> None:
        condition, values = _condition(rows, 1)
        self._do(f"delete from {table.name} where {condition}", *values)

    def drop_oldest(self, table: Table, at: int, most: int) -> None:
        key = _names(table.key)
        self._do(
            f"delete from {table.name} where ({key}) in"
            f" (select {key} from {table.name} where at <= $1 order by at limit $2)",
            at,
            most,
        )

    def keep(self, table: Table, newest: str, most: int, rows: Where) -> None:
        condition, values = _condition(rows, 1)
        key = _names(table.key)
        self._do(
            f"delete from {table.name} where ({key}) in (select {key} from {table.name} where {condition}"
            f' order by "{newest}" desc offset ${len(values) + 1})',
            *values,
            most,
        )

    # entries; `Words` looks into `erased` and `ended` for what it is to take in again, or to forget

    def erase_entry(self, log: int, seq: int, id: int, *, unread: bool = False) -> None:
        self._do(f"update entry set kind = {TOMBSTONE}, body = null where log = $1 and seq = $2", log, seq)
        self._do("delete from words where id = $1 and log = $2", id, log)

    def rewrite_entry(self, seq: int, message: MessageSent) -> None:
        self._do("update entry set body = $3 where log = $1 and seq = $2", message.log, seq, encode(message))
        self._do("insert into erased values ($1) on conflict do nothing", message.id)

    def trim_log(self, log: int, seq: int) -> None:
        self._do("delete from entry where log = $1 and seq < $2", log, seq)

    def end_log(self, log: int) -> None:
        """Many entries go bit by bit, behind the log, and so do the words: see `words.py`."""
        self._do(SWEEP, log, _AT_ONCE)
        self._do("insert into ended values ($1) on conflict do nothing", log)


# A new number of a table's, or the note of one that was given.
_GIVEN = "with given as (update numbered set highest = {1} where name = '{0}' returning highest)"


@lru_cache(maxsize=256)
def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


@lru_cache(maxsize=256)
def _into(table: Table) -> str:
    return f"insert into {table.name} ({_names(table.columns)})"


@lru_cache(maxsize=256)
def _replacing(table: Table) -> str:
    others = [column for column in table.columns if column not in table.key]
    changes = ", ".join(f'"{column}" = excluded."{column}"' for column in others)
    then = f"update set {changes}" if changes else "nothing"
    return f" on conflict ({_names(table.key)}) do {then}"


@lru_cache(maxsize=64)
def _marks(count: int) -> str:
    return ", ".join(f"${at}" for at in range(1, count + 1))


def _condition(rows: Where, at: int) -> tuple[str, list[Value]]:
    """As SQL whose first value is number `at`, with its values."""
    parts: list[str] = []
    values: list[Value] = []
    for column, value in rows.equal.items():
        parts.append(f'"{column}" = ${at + len(values)}')
        values.append(value)
    for also in rows.also:
        if isinstance(also, Between):
            parts.append(f'"{also.column}" between ${at + len(values)} and ${at + len(values) + 1}')
            values += (also.low, also.high)
        else:
            condition, more = _condition(also.where, at + len(values))
            parts.append(f'"{also.column}" in (select "{also.column}" from {also.table.name} where {condition})')
            values += more
    return " and ".join(parts) or "true", values
