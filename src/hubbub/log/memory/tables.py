"""The state tables as dicts: rows by their key. What does not name a whole key looks at every row."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter

from hubbub.chat.events import MessageSent
from hubbub.log.tables import LAST_LOG, LOCKDOWN, SALT_KEY, START, TABLES, Between, LastKept, Row, Table, Value, Where
from hubbub.typed.durations import DAY

from .entries import Entries

Rows = dict[Row, Row]
_NONE = object()


class MemoryTables:
    """Implements `log.tables.Writing` and `Reading`. What fails half-way stays half done: see `MemoryLog.append`."""

    def __init__(self, entries: Entries) -> None:
        self.entries = entries
        self._rows: dict[str, Rows] = {table.name: {} for table in TABLES}
        self._highest: dict[str, int] = {}
        self.insert(LAST_LOG, 1, 0)
        self.insert(LOCKDOWN, 1, 0, 0)
        self.insert(SALT_KEY, 1, os.urandom(32))

    def copied(self, entries: Entries) -> MemoryTables:
        """The same rows, in tables of their own beside these entries."""
        copy = MemoryTables(entries)
        copy._rows = {name: dict(rows) for name, rows in self._rows.items()}
        copy._highest = dict(self._highest)
        return copy

    def of(self, table: Table) -> Mapping[Row, Row]:
        """The rows of a table by their key."""
        return self._rows[table.name]

    # changing rows

    def insert(self, table: Table, *row: Value) -> None:
        if _key(table, row) in self._rows[table.name]:
            raise ValueError(f"the table {table.name} has a row with the key {_key(table, row)}")
        self.put(table, *row)

    def put(self, table: Table, *row: Value) -> None:
        if table.number:
            row = self._numbered(table, row)
        self._rows[table.name][_key(table, row)] = row

    def add(self, table: Table, rows: Sequence[Value]) -> None:
        size, known = len(table.columns), self._rows[table.name]
        for start in range(0, len(rows), size):
            row = tuple(rows[start : start + size])
            known.setdefault(_key(table, row), row)

    def put_all(self, table: Table, rows: Sequence[Value]) -> None:
        size = len(table.columns)
        for start in range(0, len(rows), size):
            self.put(table, *rows[start : start + size])

    def put_daily(self, table: Table, rows: Sequence[Value]) -> None:
        size, at = len(table.columns), table.columns.index("at")
        for start in range(0, len(rows), size):
            row = tuple(rows[start : start + size])
            known = self._rows[table.name].get(_key(table, row))
            if known is None or _daily(known, at) != _daily(row, at):
                self.put(table, *row)

    def add_within(self, table: Table, most: int, among: Where, *row: Value) -> None:
        if len(self._fitting(table, among)) < most:
            self.add(table, row)

    def alter(self, table: Table, rows: Where, **values: Value) -> None:
        known = self._rows[table.name]
        for key in self._fitting(table, rows):
            now = dict(zip(table.columns, known.pop(key), strict=True)) | values
            self.put(table, *now.values())

    def raise_to(self, table: Table, **value: int) -> None:
        for column, least in value.items():
            place = table.columns.index(column)
            for key, row in self._rows[table.name].items():
                self._rows[table.name][key] = (*row[:place], max(row[place], least), *row[place + 1 :])

    def begin_by(self, table: Table, now: int, after: int, by: int) -> None:
        for key, values in list(self._rows[table.name].items()):
            row = dict(zip(table.columns, values, strict=True))
            if "until" not in row:
                at = row["at"]
                self._rows[table.name][key] = tuple((row | {"at": min(now, at - by) if at > after else at}).values())
                continue
            begun = row["at"] if "at" in row else row["until"] - row["length"]
            if begun > after and ("at" in row or row["length"] > 0):
                first = min(now, begun - by)
                known = {"at": first, "until": row["until"] and row["until"] - (begun - first)}
                self._rows[table.name][key] = tuple(known.get(column, value) for column, value in row.items())

    def drop(self, table: Table, rows: Where) -> None:
        known = self._rows[table.name]
        for key in self._fitting(table, rows):
            del known[key]

    def drop_oldest(self, table: Table, at: int, most: int) -> None:
        known, place = self._rows[table.name], table.columns.index("at")
        old = [(row[place], key) for key, row in known.items() if row[place] <= at]
        for _, key in sorted(old)[:most]:
            del known[key]

    def keep(self, table: Table, newest: str, most: int, rows: Where) -> None:
        known, place = self._rows[table.name], table.columns.index(newest)
        if len(known) > most:
            newest_first = sorted(self._fitting(table, rows), key=lambda key: known[key][place], reverse=True)
            for key in newest_first[most:]:
                del known[key]

    # entries

    def erase_entry(self, log: int, seq: int, id: int, *, unread: bool = False) -> None:
        self.entries.change(log, seq, None)

    def rewrite_entry(self, seq: int, message: MessageSent) -> None:
        self.entries.change(message.log, seq, message)

    def trim_log(self, log: int, seq: int) -> None:
        self.entries.trim(log, seq)

    def end_log(self, log: int) -> None:
        self.entries.end(log)

    # reading at a start

    def unread(self, what: str, error: Exception) -> None:
        raise AssertionError(f"{what} is in memory") from error

    def rows(self, table: Table) -> list[Row]:
        return sorted(self._rows[table.name].values(), key=_columns(table, table.order))

    def highest(self, table: Table) -> int:
        return self._highest.get(table.name, 0)

    def last_entries(self, table: Table) -> list[tuple[int, int, int]]:
        place = table.columns.index("log")
        return [(log, *self.entries.last(log)) for log in sorted(row[place] for row in self._rows[table.name].values())]

    def says(self, log: int, id: int) -> int:
        found = self.entries.of_ids([id])
        return next((entry.seq for entry in found if entry.log == log and entry.event is not None), 0)

    def last_kept(self) -> LastKept:
        """Of the start before."""
        generation, at = max(self._rows[START.name].values(), default=(0, 0))
        id = self.entries.highest_id()
        return LastKept(generation, id, max([at, *(entry.at for entry in self.entries.of_ids([id]))]))

    def _numbered(self, table: Table, row: Row) -> Row:
        """The row with its number. No number is given again, whatever becomes of the rows."""
        place = table.columns.index(table.number)
        number = self.highest(table) + 1 if row[place] is None else row[place]
        self._highest[table.name] = max(self.highest(table), number)
        return (*row[:place], number, *row[place + 1 :])

    def _fitting(self, table: Table, rows: Where) -> list[Row]:
        """The keys of these rows."""
        known, equal = self._rows[table.name], rows.equal
        key = tuple(equal.get(column, _NONE) for column in table.key)
        keys: Iterable[Row] = known if _NONE in key else (key,) if key in known else ()
        for column, value in equal.items():
            place = table.columns.index(column)
            keys = [key for key in keys if known[key][place] == value]
        for also in rows.also:
            place = table.columns.index(also.column)
            if isinstance(also, Between):
                keys = [key for key in keys if also.low <= known[key][place] <= also.high]
            else:
                there, of_other = also.table.columns.index(also.column), self._rows[also.table.name]
                values = {of_other[key][there] for key in self._fitting(also.table, also.where)}
                keys = [key for key in keys if known[key][place] in values]
        return list(keys)


def _key(table: Table, row: Row) -> Row:
    return tuple(row[table.columns.index(column)] for column in table.key)


def _daily(row: Row, at: int) -> Row:
    """What `put_daily` compares."""
    return (*row[:at], row[at] // DAY, *row[at + 1 :])


def _columns(table: Table, columns: Sequence[str]) -> itemgetter[Row]:
    return itemgetter(*(table.columns.index(column) for column in columns))
