"""The four tables of the console: which columns, which rows in which order, which of them are looked for."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

import msgspec

from hubbub.wire.sanitize import visible

from .records import Ban, Person, Report, Room
from .sentences import ago, moment, number
from .state import State

Row = Person | Room | Report | Ban

MUTED = "m:"  # before a mask on a room's list of bans: who is meant stays, and may not speak

TABS = ("people", "rooms", "reports", "bans")
ENOUGH = 11  # cells of a column that is not the first
TITLES = {"people": "People", "rooms": "Rooms", "reports": "Reports", "bans": "Bans"}


class Column(msgspec.Struct, frozen=True):
    """`at`: where it begins, as a part of the whole; `cells`: how wide it is in a terminal of 124 columns."""

    title: str
    at: float
    cells: int


class Cells(msgspec.Struct, frozen=True):
    """A row as it is shown. `badge`: a word behind the first cell; `quiet`: it matters less."""

    key: Hashable
    row: Row
    words: tuple[str, ...]
    badge: str = ""
    quiet: bool = False


COLUMNS = {
    "people": (
        Column("Name", 0.0, 24), Column("Rooms", 0.30, 17), Column("From", 0.50, 16), Column("With", 0.69, 16),
        Column("Since", 0.82, 8), Column("Idle", 0.92, 8),
    ),
    "rooms": (
        Column("Room", 0.0, 24), Column("Topic", 0.30, 33), Column("Members", 0.69, 9), Column("Messages", 0.80, 11),
        Column("Last", 0.92, 8),
    ),
    "reports": (
        Column("About", 0.0, 18), Column("Why", 0.20, 34), Column("By", 0.58, 14), Column("Room", 0.73, 14),
        Column("Since", 0.90, 8),
    ),
    "bans": (
        Column("Who", 0.0, 26), Column("Why", 0.32, 24), Column("Where", 0.58, 12), Column("By", 0.71, 10),
        Column("Until", 0.83, 17),
    ),
}  # fmt: skip


def widths(columns: Sequence[Column], wide: int) -> list[int]:
    """Cells of each column in so many: more room is for the first two; less is taken from the widest, from the first,
    which has the names, only when no other has any to spare."""
    cells = [column.cells for column in columns]
    more = max(0, wide - sum(cells))
    cells[0] += more // 2
    cells[1] += more - more // 2
    while sum(cells) > max(wide, len(cells)):
        spare = [place for place in range(1, len(cells)) if cells[place] > ENOUGH] or range(len(cells))
        cells[max(spare, key=cells.__getitem__)] -= 1
    return cells


def count(state: State, tab: str) -> int:
    """The number behind its title."""
    if tab == "reports":
        return sum(1 for _ in state.open_reports())
    return len(getattr(state, tab))


def rows(state: State, tab: str, find: str, order: int, now: int) -> list[Cells]:
    """The rows of a table that have `find` in them, ordered by a column (negative: the other way round, from -1)."""
    made: list[Cells] = [_MADE[tab](row, state, now) for row in _all(state, tab)]
    wanted = find.lower()
    if wanted:
        made = [one for one in made if any(wanted in word.lower() for word in (*one.words, *_hidden(one.row)))]
    column = order if order >= 0 else -order - 1
    made.sort(key=lambda one: (one.quiet, _sorted_by(tab, column, one)), reverse=order < 0)
    return made


def _all(state: State, tab: str) -> list[Row]:
    found = getattr(state, tab)
    return list(found.values()) if isinstance(found, dict) else list(found)


def _hidden(row: Row) -> tuple[str, ...]:
    """What is looked through besides what is shown."""
    match row:
        case Person():
            return (row.account, *row.rooms)
        case Report():
            return (row.quote, row.note, row.handler)
    return ()


def _sorted_by(tab: str, column: int, cells: Cells) -> object:
    row = cells.row
    if isinstance(row, Person) and column in (4, 5):
        return -(row.since, row.active)[column - 4]
    if isinstance(row, Room) and column in (2, 3, 4):
        return -(row.members, row.messages, row.last_at)[column - 2]
    if isinstance(row, Report) and column == 4:
        return -row.at
    if isinstance(row, Ban) and column == 4:
        return row.until or 1 << 62
    return cells.words[column].lower()


def _person(row: Person, state: State, now: int) -> Cells:
    rooms = ", ".join(visible(room.removeprefix("#")) for room in row.rooms)
    badge = row.role or ("" if row.account else "guest")
    words = (visible(row.name), rooms, row.address, row.client, ago(now - row.since), ago(now - row.active))
    return Cells(row.key, row, words, badge)


def _room(row: Room, state: State, now: int) -> Cells:
    badge = "hidden" if set(row.modes) & set("sp") else "invited only" if "i" in row.modes else ""
    last = ago(now - row.last_at) if row.last_at else ""
    words = (visible(row.name.removeprefix("#")), visible(row.topic), number(row.members), number(row.messages), last)
    return Cells(row.key, row, words, badge)


def _report(row: Report, state: State, now: int) -> Cells:
    taken = f"taken by {visible(row.handler)}" if row.state == "taken" else row.state if row.state != "open" else ""
    room = visible(row.room.removeprefix("#"))
    words = (visible(row.about), visible(row.why), visible(row.name), room, ago(now - row.at))
    return Cells(row.number, row, words, taken, row.state == "closed")


def is_mute(row: Ban) -> bool:
    """Whether those who are meant may stay in the room."""
    return bool(row.room) and row.target.startswith(MUTED)


def _ban(row: Ban, state: State, now: int) -> Cells:
    where = visible(row.room.removeprefix("#")) or "the server"
    until = moment(row.until) if row.until else "for ever"
    muted = is_mute(row)
    who = visible(row.target.removeprefix(MUTED) if muted else row.target)
    words = (who, visible(row.why), where, visible(row.by.partition("!")[0]), until)
    return Cells((row.room, row.target), row, words, "muted" if muted else "")


_MADE: dict[str, Callable[..., Cells]] = {"people": _person, "rooms": _room, "reports": _report, "bans": _ban}


def about(row: Row) -> str:
    """The chosen row in a line."""
    match row:
        case Person():
            who = row.role or (f"account {row.account}" if row.account else "guest")
            devices = f", {row.devices} connections" if row.devices > 1 else ""
            away = f", away: {row.away}" if row.away else ""
            return visible(f"{row.name}, {who}, {row.address or 'no address'}{devices}{away}")
        case Room():
            return visible(f"{row.name}, {row.members} here{', +' + row.modes if row.modes else ''}")
        case Report():
            quote = f' "{row.quote}"' if row.quote else ""
            return visible(f"Report {row.number}: {row.name} reports {row.about}: {row.why}{quote}")
        case Ban():
            return visible(f"{row.target}: {row.why}")
