"""How far the search index is behind the log, for who looks from outside of both."""

from __future__ import annotations

from pathlib import Path

import apsw

from .engine import DATABASE, INDEX
from .files import open_reader
from .runs import names

_LATER = """
    select coalesce(sum(1 + further), 0) from (select {further} as further from entry where id > ? order by id limit ?)
"""


def entries_behind(folder: Path, most: int) -> int:
    """How many entries of the log in this folder its index has not seen; of more than `most`, one more than that.
    0 where one of the two is not there. Raises apsw.Error."""
    log, index = folder / DATABASE, folder / INDEX
    if not (log.is_file() and index.is_file()):
        return 0
    seen = _one(index, "select indexed from position", ())
    return min(_one(log, _LATER, (seen, most + 1)), most + 1)


def _one(path: Path, statement: str, given: tuple[int, ...]) -> int:
    connection = open_reader(path)
    try:
        return int(next(iter(connection.execute(statement.format(**names(connection)), given)))[0])
    finally:
        connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
        connection.close()
