"""The manifest of a copy: what is in it, so that whoever restores it can tell whether all of it is there.

It is the first member of the archive, as JSON. Times are milliseconds since 1970.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Any

import apsw
import msgspec

from hubbub.log.sqlite.runs import names

from .errors import BadCopy

NAME = "manifest.json"
FORMAT = 1
MOST_BYTES = 64 << 20  # of a manifest: a hundred thousand logs are 15 MB

# Each entry as its log's sum has it: numbers, and the body with its length in front. The first versions of hubbub
# stored some as text, of which the same bytes count. Of several in one row (log/sqlite/runs.py) the texts of those
# behind the first follow in the same way. SQLite puts them together: that is much of the work of a copy.
_ENTRIES = """
    select log, seq, {further}, cast(
        seq || ' ' || id || ' ' || at || ' ' || kind || ' ' || iif(body is null, '-', octet_length(body) || ' ' || body)
        || iif({further} > 0, ' ' || octet_length({texts}) || ' ' || {texts}, '') as blob
    )
    from entry order by log, seq
"""
_MESSAGES = """
    select coalesce(sum(1 + {further}) filter (where body is not null), 0), coalesce(max(at + {further}), 0)
    from entry where kind = 1
"""
_AT_ONCE = 1000  # rows


class Member(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of the copy. `sha256` in hex digits."""

    name: str
    size: int
    sha256: str


class LogDigest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The entries of one room or private conversation: the numbers of the first and the last one, how many, and a
    SHA-256 over all of them in their order."""

    log: int
    first: int
    last: int
    entries: int
    sha256: str


class Contents(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a database holds. `last_at`: when the last message was said, 0 when there is none."""

    logs: tuple[LogDigest, ...]
    rooms: int
    accounts: int
    entries: int
    messages: int
    last_at: int


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`schema` is that of the database, `reason` why the copy was made (`asked`, `scheduled`, `before-27`)."""

    format: int
    hubbub: str
    schema: int
    server: str
    at: int
    reason: str
    contents: Contents
    members: tuple[Member, ...]


def encode(manifest: Manifest) -> bytes:
    """As it stands in the archive."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1)


def decode(data: bytes) -> Manifest:
    """Raises BadCopy."""
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
    except (msgspec.DecodeError, RecursionError) as error:
        raise BadCopy(f"its manifest cannot be read ({error})") from None
    if manifest.format != FORMAT:
        raise BadCopy(f"its format is {manifest.format}, and this hubbub reads {FORMAT}: use the hubbub that made it")
    return manifest


def contents(database: Path) -> Contents:
    """Read the whole database at `database`, which nobody writes meanwhile. Raises BadCopy when it cannot be read."""
    connection = apsw.Connection(str(database), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        return _contents(connection)
    except apsw.Error as error:
        raise BadCopy(f"its database cannot be read ({error})") from error
    finally:
        connection.close()


def _contents(connection: apsw.Connection) -> Contents:
    logs = tuple(_digests(connection))
    messages, last_at = connection.execute(_MESSAGES.format(**names(connection))).get
    return Contents(
        logs,
        rooms=_count(connection, "select count(*) from room"),
        accounts=_count(connection, "select count(*) from account"),
        entries=sum(log.entries for log in logs),
        messages=messages,
        last_at=last_at,
    )


def _count(connection: apsw.Connection, query: str) -> int:
    return int(connection.execute(query).get)


def _digests(connection: apsw.Connection) -> Iterator[LogDigest]:
    rows: Iterator[Any] = connection.execute(_ENTRIES.format(**names(connection)))
    for log, its in groupby(rows, itemgetter(0)):
        digest, count, first, last = hashlib.sha256(), 0, 0, 0
        while some := list(islice(its, _AT_ONCE)):
            first, last = first or some[0][1], some[-1][1] + some[-1][2]
            count += len(some) + sum([row[2] for row in some])
            digest.update(b"".join([row[3] for row in some]))
        yield LogDigest(log, first, last, count, digest.hexdigest())


def hash_of(path: Path) -> str:
    """The SHA-256 of a file, in hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
