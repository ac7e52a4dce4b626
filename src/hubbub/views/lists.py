"""Lists that the server answers with, as rows: where one is logged in, tokens of programs, whom one blocks, bans,
reports, invitations, what was done; and what can be done with each row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from hubbub.client.protocol.capabilities import ROWS
from hubbub.client.state.items import Note
from hubbub.client.state.store import State

from .days import full
from .notes import refusal
from .pieces import safe

Record = Mapping[str, Any]
BY = {"browser": "A browser", "irc": "hubbub in a window or terminal, or an IRC client", "plain": "Plain text"}
WHO = {
    "everybody": "everybody",
    "accounts": "people with an account",
    "rooms": "who shares a room with me",
    "nobody": "nobody",
}


class Do(msgspec.Struct, frozen=True):
    """What can be done with a row: asked of the server as `ask` is. `grave`: it cannot be undone. `asks`: what may be
    said to it, in words that go behind `given`.
    """

    words: str
    command: str
    given: str
    grave: bool = False
    asks: str = ""


class Entry(msgspec.Struct, frozen=True):
    """A row. `goes`: the place and the id of the message that it is about."""

    key: str
    title: str
    about: str
    does: tuple[Do, ...] = ()
    goes: tuple[str, str] | None = None


class Listed(msgspec.Struct, frozen=True):
    """A list: what it is asked by, and how each of its records is a row. `empty`: said when there is none."""

    title: str
    sentence: str
    empty: str
    command: str
    words: str
    entry: Callable[[Record, str, int], Entry]
    kinds: frozenset[str]


class Answer(msgspec.Struct, frozen=True):
    """What came: rows, or why not."""

    rows: tuple[Entry, ...] = ()
    problem: str = ""


def can_ask(state: State) -> bool:
    """Whether the server answers with records."""
    return ROWS in state.server.capabilities


def answer(listed: Listed, notes: Iterable[Note], hours: int = 24) -> Answer:
    """The rows that these notes tell of, or the first refusal among them."""
    notes = tuple(notes)
    refused = refusal(notes)
    if refused:
        return Answer(problem=refused)
    told = ((note.row, safe(note.text)) for note in notes if note.row is not None)
    return Answer(tuple(listed.entry(row, text, hours) for row, text in told if row.get("row") in listed.kinds))


def record(notes: Iterable[Note], kind: str) -> Record | None:
    """The first record of that kind."""
    return next((note.row for note in notes if note.row is not None and note.row.get("row") == kind), None)


def _text(row: Record, key: str) -> str:
    value = row.get(key)
    return safe(value) if isinstance(value, str) else ""


def _texts(row: Record, key: str) -> list[str]:
    value = row.get(key)
    return [safe(str(one)) for one in value] if isinstance(value, list) else []


def number_of(row: Record, key: str) -> int:
    """0 for none."""
    value = row.get(key)
    return value if isinstance(value, int) else 0


def time_of(row: Record, key: str, hours: int) -> str:
    """Milliseconds since 1970 as `23 November 2026, 14:02`; '' for none, and for what is no time."""
    at = number_of(row, key)
    try:
        return full(at, hours).partition(" ")[2] if at else ""
    except (ValueError, OverflowError, OSError):  # no time that there can be
        return ""


def _said(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _word(value: object) -> str:
    """As a word of a command."""
    return "".join(str(value).split())


# One's own


def devices() -> Listed:
    def entry(row: Record, text: str, hours: int) -> Entry:
        since = time_of(row, "since", hours)
        plain = "" if row.get("tls") else "not encrypted"
        about = _said(_text(row, "address"), f"since {since}" if since else "", plain)
        number = _word(row.get("n", ""))
        close = Do("Log it out", "DEVICES", f"CLOSE {number}", grave=True)
        title = "This one" if row.get("this") else BY.get(_text(row, "by"), "A device")
        return Entry(number, title, about, () if row.get("this") else (close,))

    return Listed(
        "Devices", "Where you are logged in.", "You are logged in nowhere else.", "DEVICES", "", entry,
        frozenset({"device"}),
    )  # fmt: skip


def tokens() -> Listed:
    def entry(row: Record, text: str, hours: int) -> Entry:
        name, until, used = _text(row, "name"), time_of(row, "until", hours), time_of(row, "used", hours)
        for_ = f"until {until}" if until else "for ever"
        about = _said(" ".join(_texts(row, "scopes")), for_, f"used {used}" if used else "never used")
        revoke = Do("Revoke it", "TOKEN", f"REVOKE {_word(row.get('name', ''))}", grave=True)
        return Entry(name, name, about, (revoke,))

    return Listed(
        "Tokens for programs",
        "Programs do by a token what you may, over HTTP. Whoever has it needs no password.",
        "No program has a token of yours.", "TOKEN", "LIST", entry, frozenset({"token"}),
    )  # fmt: skip


def certificates() -> Listed:
    def entry(row: Record, text: str, hours: int) -> Entry:
        print_, since = _text(row, "fingerprint"), time_of(row, "since", hours)
        about = _said(f"since {since}" if since else "", "that of this connection" if row.get("this") else "")
        return Entry(print_, print_, about, (Do("Remove it", "CERT", f"DEL {_word(print_)}", grave=True),))

    return Listed(
        "Certificates", "Other programs can log in by a certificate in place of the password.",
        "No certificate logs you in.", "CERT", "LIST", entry, frozenset({"certificate"}),
    )  # fmt: skip


def blocked() -> Listed:
    def entry(row: Record, text: str, hours: int) -> Entry:
        mask = _text(row, "mask")
        shown = mask.removesuffix("!*@*")
        return Entry(mask, shown, "", (Do("Unblock", "UNBLOCK", _word(row.get("mask", ""))),))

    return Listed(
        "People you block", "You see no private messages and invitations of them.", "You block nobody.", "BLOCKED", "",
        entry, frozenset({"blocked"}),
    )  # fmt: skip


# Rooms


def bans(room: str) -> Listed:
    def entry(row: Record, text: str, hours: int) -> Entry:
        mask, until, at = _text(row, "mask"), time_of(row, "until", hours), time_of(row, "at", hours)
        muted = mask.startswith("m:")
        by = f"by {_text(row, 'by').partition('!')[0]}" if row.get("by") else ""
        about = _said("muted" if muted else "", by, at, f"until {until}" if until else "", _text(row, "why"))
        lift = Do("Let them speak" if muted else "Lift the ban", "MODE", f"{room} -b {_word(row.get('mask', ''))}")
        return Entry(mask, mask.removeprefix("m:"), about, (lift,))

    where = safe(room.removeprefix("#"))
    return Listed(
        f"Bans of {where}", "Who cannot come in, or cannot speak.", "Nobody is banned or muted here.", "MODE",
        f"{room} b", entry, frozenset({"ban"}),
    )  # fmt: skip


def reports(room: str = "") -> Listed:
    """Of a room, or all that one may see."""

    def entry(row: Record, text: str, hours: int) -> Entry:
        said = [f"{who}: {why}" for who, why in zip(_texts(row, "by"), _texts(row, "why"), strict=False)]
        quote, number, where = _text(row, "quote"), _word(row.get("n", "")), _text(row, "room")
        state = _text(row, "taken_by") and f"{_text(row, 'taken_by')} takes care of it"
        about = _said(where.removeprefix("#") if where else "in private", time_of(row, "at", hours), *said, state)
        title = f"{_text(row, 'about')}: “{quote}”" if quote else _text(row, "about")
        does = [] if row.get("state") == "taken" else [Do("Take it", "REPORTS", f"TAKE {number}")]
        goes = (str(row.get("room")), str(row.get("id"))) if row.get("room") and row.get("id") else None
        close = Do("Close it", "REPORTS", f"CLOSE {number}", asks="What was done")
        return Entry(number, title, about, (*does, close), goes)

    where = f" of {safe(room.removeprefix('#'))}" if room else ""
    return Listed(
        f"Reports{where}", "What people have reported, and nobody has seen to.", "No report waits.", "REPORTS", room,
        entry, frozenset({"report"}),
    )  # fmt: skip


def acts(room: str) -> Listed:
    """What operators did in a room, the last first."""

    def entry(row: Record, text: str, hours: int) -> Entry:
        number = _word(row.get("n", ""))
        undo = (Do("Undo it", "UNDO", number),) if row.get("undoable") and not row.get("undone") else ()
        until = time_of(row, "until", hours)
        title = f"{_text(row, 'by')}: {_text(row, 'act')} {_text(row, 'target')}"
        parts = [time_of(row, "at", hours), _text(row, "text"), f"until {until}" if until else ""]
        about = _said(*parts, "undone" if row.get("undone") else "")
        return Entry(number, title.strip() if row.get("by") else text, about, undo)

    return Listed(
        f"What was done in {safe(room.removeprefix('#'))}", "Acts of those who keep order.", "Nothing was done yet.",
        "AUDIT", f"{room} 50", entry, frozenset({"act"}),
    )  # fmt: skip


def invitations() -> Listed:
    def entry(row: Record, text: str, hours: int) -> Entry:
        number, until = _word(row.get("n", "")), time_of(row, "until", hours)
        uses, used = number_of(row, "uses"), number_of(row, "used")
        room = _text(row, "room").removeprefix("#")
        by = f"by {_text(row, 'by')}" if row.get("by") else ""
        about = _said(f"used {used} of {uses} times" if uses else f"used {used} times", f"until {until}", by)
        revoke = Do("Revoke it", "INVITE-LINK", f"REVOKE {number}", grave=True)
        return Entry(number, f"Into {room}" if room else "Into the server", about, (revoke,))

    return Listed(
        "Invitations", "Links by which people may come in.", "No invitation holds.", "INVITE-LINK", "LIST", entry,
        frozenset({"invitation"}),
    )  # fmt: skip


def good_for(invitation: Record, hours: int) -> str:
    """`Good for 10 people until 23 November 2026, 14:02`, as far as it is told."""
    until, uses = time_of(invitation, "until", hours), number_of(invitation, "uses")
    people = f" for {uses:,} {'person' if uses == 1 else 'people'}" if uses else ""
    return f"Good{people}{f' until {until}' if until else ''}"


def pins(state: State, key: str, *, may_unpin: bool, hours: int = 24) -> tuple[Entry, ...]:
    """What is pinned in a room, the last first. A message that is not loaded is one all the same."""
    from hubbub.client.state.messages import Message

    buffer = state.buffers[key]
    rows = []
    for id in reversed(buffer.pins):
        item = state.item(key, id)
        said = item if isinstance(item, Message) else None
        title = safe(" ".join(said.text.split())) if said is not None else "A message that is not loaded"
        about = _said(safe(said.sender), full(said.at, hours)) if said is not None else ""
        rows.append(Entry(id, title, about, (Do("Unpin it", "UNPIN", id),) if may_unpin else (), (key, id)))
    return tuple(rows)
