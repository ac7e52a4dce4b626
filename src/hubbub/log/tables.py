"""The state tables, and what an engine can do with their rows: the same for all engines.

What each event changes in them, and what is read of them at a start, says `changes/`, once. An engine writes it down
in its own way: as SQL, or in dicts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

import msgspec

from hubbub.chat.events import MessageSent
from hubbub.typed.durations import DAY

Value = int | str | bytes | None
Row = tuple[Any, ...]
Fold = Callable[[str], str]
"""How names are compared."""


class Table(msgspec.Struct, frozen=True, eq=False):  # looked up by what it is: a key that costs nothing
    """`key`: the columns that only one row has with these values. `order`: how rows are read at a start.

    `number`: the column of a table whose rows are numbered, and never one like another that there was; a row that is
    given None there gets the next number.
    """

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    order: tuple[str, ...]
    number: str = ""


def _table(name: str, columns: str, key: str, order: str, number: str = "") -> Table:
    return Table(name, tuple(columns.split()), tuple(key.split()), tuple(order.split()), number)


ACCOUNT = _table(
    "account",
    "account at name password_hash salt iterations stored_key server_key operator privacy",
    "account",
    "account",
)
ACT = _table("act", "number at log words act", "number", "number", "number")
API_ANSWER = _table("api_answer", "token key at asked status answer", "token key", "at token key")
API_TOKEN = _table("api_token", "number account at name token_hash scopes until used_at", "number", "number", "number")
CERTIFICATE = _table("certificate", "fingerprint account at", "fingerprint", "at fingerprint")
CLIENT_ID = _table("client_id", "party client_id log id at", "party client_id", "at id")
CLOSING = _table("closing", "log at source why", "log", "log")
CONVERSATION = _table("conversation", "log at first_party second_party first_name second_name", "log", "log")
DELETED_ACCOUNT = _table("deleted_account", "account name at erasing", "account", "at account")
EMAIL = _table("email", "account at address", "account", "account")
EXPIRING = _table("expiring", "id log until length", "id", "until id")
FILE = _table("file", "id at hash party owner name type size width height preview used", "id", "at id")
FILE_USE = _table("file_use", "message place file log", "message place", "message place")
FORMER_NAME = _table("former_name", "account name at", "account name", "at account name")
HELD = _table("held", "name id log at", "name id", "id name")
INVITE = _table("invite", "number code_hash at until uses set_by admits log", "number", "number", "number")
INVITE_USE = _table("invite_use", "number party pending", "number party", "number party")
KEEPING = _table("keeping", "log retention expiry", "log", "log")
KEPT_LOGIN = _table("kept_login", "token_hash account at", "token_hash", "at token_hash")
LAST_LOG = _table("last_log", "one log", "one", "one")
LEAVING = _table("leaving", "account at", "account", "account")
LOCKDOWN = _table("lockdown", "only level at", "only", "only")
MEMBERSHIP = _table("membership", "account log at first here", "account log", "account at log")
METADATA = _table("metadata", "log account key value", "log account key", "log account key")
PIN = _table("pin", "number log message at set_by author", "log message", "number", "number")
PRESENCE = _table("presence", "account at username host realname modes away", "account", "account")
PUSH = _table("push", "endpoint account at key secret caps quiet shown token_hash", "endpoint", "at endpoint")
REACTION = _table("reaction", "log message text party id", "log message text party", "id")
READ_MARKER = _table("read_marker", "account log at until", "account log", "at account log")
REPORT = _table("report", "number report", "number", "number", "number")
RESET_CODE = _table("reset_code", "account code_hash at", "account", "account")
ROOM = _table("room", "log at name topic topic_by topic_at has_messages", "log", "log")
ROOM_MODE = _table(
    "room_mode", "log letter argument set_by at until why", "log letter argument", "log at letter argument"
)
SALT_KEY = _table("salt_key", "one key", "one", "one")
SEEN = _table("seen", "folded name at", "folded", "at folded")
SERVER_BAN = _table("server_ban", "folded target at until set_by why", "folded", "at folded")
SILENCE = _table("silence", "account folded at mask", "account folded", "at folded")
STANDING = _table("standing", "log account at prefixes", "log account", "log account")
START = _table("start", "generation at", "generation", "generation")
VISIT = _table("visit", "visit name token_hash at", "visit", "visit")

TABLES = (
    ACCOUNT, ACT, API_ANSWER, API_TOKEN, CERTIFICATE, CLIENT_ID, CLOSING, CONVERSATION, DELETED_ACCOUNT, EMAIL,
    EXPIRING, FILE, FILE_USE, FORMER_NAME, HELD, INVITE, INVITE_USE, KEEPING, KEPT_LOGIN, LAST_LOG, LEAVING,
    LOCKDOWN, MEMBERSHIP, METADATA, PIN, PRESENCE, PUSH, REACTION, READ_MARKER, REPORT, RESET_CODE, ROOM, ROOM_MODE,
    SALT_KEY, SEEN, SERVER_BAN, SILENCE, STANDING, START, VISIT,
)  # fmt: skip


def daily(table: Table) -> str:
    """The end of a statement of SQL for `Tables.put_daily`, which all engines that have SQL understand."""
    others = [column for column in table.columns if column not in table.key]
    changes = ", ".join(f"{column} = excluded.{column}" for column in others)
    differs = [f"{table.name}.at / {DAY} <> excluded.at / {DAY}"]
    differs += [f"{table.name}.{column} <> excluded.{column}" for column in others if column != "at"]
    return f" on conflict ({', '.join(table.key)}) do update set {changes} where {' or '.join(differs)}"


class Between(NamedTuple):
    """The column's value is one of these, both ends included."""

    column: str
    low: int
    high: int


class Among(NamedTuple):
    """The column's value stands in the same column of a row of that table which fits `where`."""

    column: str
    table: Table
    where: Where


class Where(NamedTuple):
    """Rows that have these values, and fit the rest that is said."""

    equal: Mapping[str, Value]
    also: tuple[Between | Among, ...] = ()


def where(*also: Between | Among, **equal: Value) -> Where:
    """All rows, or those that have these values by column."""
    return Where(equal, also)


class Tables(Protocol):
    """What can be done to the rows of the state tables. Nothing is given back: who changes need not read."""

    def insert(self, table: Table, *row: Value) -> None:
        """A new row, in the order of the columns. One with its key may not be there."""

    def put(self, table: Table, *row: Value) -> None:
        """The row, in place of one with its key."""

    def add(self, table: Table, rows: Sequence[Value]) -> None:
        """Many new rows, one behind the other in one sequence. Those whose key is there already change nothing."""

    def put_all(self, table: Table, rows: Sequence[Value]) -> None:
        """Many rows, one behind the other in one sequence, each in place of one with its key. No two have the same."""

    def put_daily(self, table: Table, rows: Sequence[Value]) -> None:
        """The same; a row stays as it is whose `at` is of the same day (UTC) and whose other columns are the same."""

    def add_within(self, table: Table, most: int, among: Where, *row: Value) -> None:
        """A new row, if fewer than `most` rows fit `among`, and none has its key."""

    def alter(self, table: Table, rows: Where, **values: Value) -> None:
        """Give these rows other values, by column."""

    def raise_to(self, table: Table, **value: int) -> None:
        """Give the table's one row this value, if it is higher."""

    def begin_by(self, table: Table, now: int, after: int, by: int) -> None:
        """Rows that last for some time and begin later than `after` begin `by` milliseconds earlier, and now at the
        latest, and last as long. They have `until`, when they end (0: never), and `at`, when they begin, or else
        `length` (0: nobody knows); or `at` alone."""

    def drop(self, table: Table, rows: Where) -> None:
        """These rows go."""

    def drop_oldest(self, table: Table, at: int, most: int) -> None:
        """Rows whose `at` is no later than that go, the oldest first, at most so many."""

    def keep(self, table: Table, newest: str, most: int, rows: Where) -> None:
        """Of these rows only so many stay: those whose column `newest` is the highest."""


class LastKept(NamedTuple):
    """What is there of the start before; 0 where there is nothing: the highest generation of a start, the highest id of
    an entry, and the later of their times, in milliseconds."""

    generation: int
    id: int
    at: int


class Writing(Tables, Protocol):
    """And to what else an engine keeps: entries, and what its search knows."""

    def erase_entry(self, log: int, seq: int, id: int, *, unread: bool = False) -> None:
        """It is a tombstone from now on; its words are found no more. `unread`: it was told without its event, as it
        cannot be read, and whatever it is stored with goes, too."""

    def rewrite_entry(self, seq: int, message: MessageSent) -> None:
        """It has this message now, and is found by its words."""

    def trim_log(self, log: int, seq: int) -> None:
        """Entries before that number go."""

    def end_log(self, log: int) -> None:
        """All its entries go, now or bit by bit. Its words are found no more."""


class Reading(Protocol):
    """What a start reads."""

    def unread(self, what: str, error: Exception) -> None:
        """That row cannot be read. It stays as it is; the start goes on without it, and the process's log says so."""

    def rows(self, table: Table) -> Iterable[Row]:
        """All rows of the table, in its order; to be gone through once, one after the other."""

    def highest(self, table: Table) -> int:
        """The highest number that a row of this numbered table ever had; 0: none."""

    def last_entries(self, table: Table) -> Iterable[tuple[int, int, int]]:
        """For each row of this table, by its log: the log, the number and the time of its last entry; 0 and 0 when
        there is none."""

    def says(self, log: int, id: int) -> int:
        """The number of the entry of that log with that id; 0: there is none, or a tombstone."""
