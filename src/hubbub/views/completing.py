"""What the word before the cursor could become: people, rooms, commands, emoji; the likeliest first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from hubbub.client.state.buffers import Buffer
from hubbub.client.state.messages import Message
from hubbub.client.state.store import State
from hubbub.irc import casemap
from hubbub.typed import table

from . import emoji
from .pieces import safe

MOST = 8  # offers
LATELY = 60  # messages: who was addressed in one of them, or said one, comes first
MINUTE, HOUR = 60_000, 3_600_000
TAKES_ROOM = frozenset({"/join", "/leave", "join"})
TAKES_NAME = frozenset(
    {
        *("/msg", "/message", "/kick", "/ban", "/unban", "/mute", "/unmute", "/op", "/deop", "/voice", "/devoice"),
        *("/invite", "/block", "/unblock", "/report", "/expire", "message"),
    }
)
ADDRESSED = re.compile(r"@?([^\s:,]+)[:,]? ")


@dataclass(frozen=True, slots=True)
class Offer:
    """`text` takes the place of the last `back` letters. `shown`, and `more` in grey, say what it is."""

    text: str
    shown: str
    more: str = ""
    back: int = 0
    kind: Literal["person", "room", "command", "emoji"] = "person"


def offers(state: State, key: str | None, before: str, now: int, *, asked: bool = False) -> list[Offer]:
    """For the text before the cursor in that place. `asked`: by Tab; else only after `@ # / :`."""
    line = before.rpartition("\n")[2]
    start, _, word = line.rpartition(" ")
    found = _found(_Where(state, key, now, first=line == before and not start), start.strip(), word, asked)
    return [offer for _, offer in zip(range(MOST), found, strict=False) if offer.text != word]


@dataclass(frozen=True, slots=True)
class _Where:
    state: State
    key: str | None
    now: int
    first: bool  # whether the word begins the text

    @property
    def buffer(self) -> Buffer | None:
        return self.state.buffers.get(self.key or "")


def _found(where: _Where, start: str, word: str, asked: bool) -> Iterator[Offer]:
    command = start.split(" ")[0].lower()
    if where.first and word.startswith("/"):
        return _commands(where, word)
    if word.startswith("@"):
        return _people(where, word[1:], word, at="@")
    if word.startswith("#"):
        return _rooms(where, word[1:], word, sign="#")
    if len(word) > 2 and word.startswith(":"):
        return _emoji(word)
    if command in TAKES_ROOM and " " not in start:
        return _rooms(where, word, word, sign="")
    if asked and (word or command in TAKES_NAME):
        return _people(where, word, word, at="", colon=where.first)
    return iter(())


def _commands(where: _Where, word: str) -> Iterator[Offer]:
    wanted = word[1:].lower()
    for command in table.COMMANDS:
        names = [name for name in command.words if name.startswith(wanted)]
        if names and (where.state.me.operator or not command.operators):
            yield Offer(f"/{names[0]} ", command.usage, command.help, len(word), "command")


def _emoji(word: str) -> Iterator[Offer]:
    for found in emoji.search(word[1:]):
        yield Offer(f"{found.text} ", f"{found.text}  :{found.names[0]}:", "", len(word), "emoji")


def _rooms(where: _Where, wanted: str, word: str, sign: str) -> Iterator[Offer]:
    folded = casemap.lower(wanted)
    joined = {buffer.key: buffer.name for buffer in where.state.buffers.values() if buffer.kind == "room"}
    others = {casemap.lower(row.name): row.name for row in where.state.rooms or ()}
    for key, name in sorted((joined | others).items(), key=lambda pair: (pair[0] not in joined, pair[0])):
        bare = name.removeprefix("#")
        if casemap.lower(bare).startswith(folded) and safe(bare) == bare:
            more = "room" if key in joined else "room, not joined"
            yield Offer(f"{sign}{bare} ", f"#{bare}", more, len(word), "room")


# People


def _people(where: _Where, wanted: str, word: str, at: str, *, colon: bool = False) -> Iterator[Offer]:
    folded = casemap.lower(wanted)
    end = ": " if colon else " "
    for key, name in _in_order(where):
        if safe(name) == name and _fits(where.state, key, name, folded):
            yield Offer(f"{at}{name}{end}", name, _more(where, key, name), len(word))


def _fits(state: State, key: str, name: str, folded: str) -> bool:
    """By the name's start, by that of one of its words, by the account's."""
    person = state.people.get(key)
    account = casemap.lower(person.account) if person is not None else ""
    starts = [key, account, *re.split(r"[\s_.\-]+", key)]
    return any(start.startswith(folded) for start in starts)


def _in_order(where: _Where) -> list[tuple[str, str]]:
    """Whom I addressed last, then who spoke last, then the members, then all others; never myself."""
    state, buffer = where.state, where.buffer
    members = {key: member.name for key, member in buffer.members.items()} if buffer is not None else {}
    if buffer is not None and buffer.kind == "person":
        members[buffer.key] = buffer.name
    others = {key: person.name for key, person in state.people.items() if person.online is not False}
    lately = _lately(buffer) if buffer is not None else {}
    names = members | {key: name for key, name in others.items() if key not in members}
    me = casemap.lower(state.me.name)
    keys = sorted(names, key=lambda key: (lately.get(key, len(lately)), key not in members, key))
    return [(key, names[key]) for key in keys if key != me]


def _lately(buffer: Buffer) -> dict[str, int]:
    """The folded names of whom this person addressed, the last first, then of who spoke."""
    addressed: dict[str, None] = {}
    spoke: dict[str, None] = {}
    for _, item in zip(range(LATELY), reversed(buffer.timeline), strict=False):
        if not isinstance(item, Message):
            continue
        if item.own:
            found = ADDRESSED.match(item.text)
            if found and casemap.lower(found[1]) in buffer.members:
                addressed.setdefault(casemap.lower(found[1]))
        else:
            spoke.setdefault(casemap.lower(item.sender))
    return {key: place for place, key in enumerate(addressed | spoke)}


def _more(where: _Where, key: str, name: str) -> str:
    person = where.state.people.get(key)
    if person is None:
        return ""
    account = safe(person.account) if casemap.lower(person.account) != key else ""
    return " · ".join(
        part for part in (account, _spoke(where.now - person.spoke_at) if person.spoke_at else "") if part
    )


def _spoke(ago: int) -> str:
    if ago < MINUTE:
        return "spoke just now"
    if ago < HOUR:
        return f"spoke {ago // MINUTE} min ago"
    return f"spoke {ago // HOUR} h ago" if ago < 24 * HOUR else ""
