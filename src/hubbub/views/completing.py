"""What the word before the cursor can become: people, rooms, commands, emoji, each with a word about it.

People come in the order in which they are likely to be meant: whom one addressed last, then who spoke last here, then
the others here, then everybody known; never oneself first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from hubbub.client.state.buffers import Buffer
from hubbub.client.state.messages import Message
from hubbub.client.state.store import State
from hubbub.irc import casemap
from hubbub.typed import table

from .pieces import safe

MOST = 50
ADDRESSED = 10  # names that are remembered as spoken to
RECENT = 200  # items looked through for who spoke


class Candidate(msgspec.Struct, frozen=True):
    """`text` goes in place of the last `letters` letters before the cursor; `shown` and `words` are for eyes."""

    text: str
    letters: int
    shown: str
    words: str = ""


Emoji = Callable[[str], Iterable[tuple[str, str]]]  # part of a name -> (name, emoji)


def candidates(
    state: State, buffer: Buffer | None, before: str, *, addressed: Sequence[str] = (), emoji: Emoji | None = None
) -> list[Candidate]:
    """For the line before the cursor. `addressed`: names one has spoken to, the last one first."""
    start, _, word = before.rpartition(" ")
    if not word:
        return []
    found = _found(state, buffer, start.strip().lower(), word, addressed, emoji)
    return [candidate for _, candidate in zip(range(MOST), found, strict=False)]


def by_itself(before: str) -> bool:
    """Whether what is typed calls for completion without Tab: after `@ # / :` and a letter or two."""
    start, _, word = before.rpartition(" ")
    if word.startswith(":"):
        return len(word) > 2 and word[1:].isalnum()
    return len(word) > 1 and (word[0] in "@#" or (word[0] == "/" and not start and word[1] != "/"))


def with_addressed(names: Sequence[str], text: str) -> list[str]:
    """The names one has spoken to, the last one first, after saying that: who is spoken to is likely to be again."""
    word = text.partition(" ")[0]
    name = word.lstrip("@").rstrip(":,")
    if not name or not (word.startswith("@") or word.endswith((":", ","))):
        return list(names)
    return [name, *(other for other in names if casemap.lower(other) != casemap.lower(name))][:ADDRESSED]


def _found(
    state: State, buffer: Buffer | None, start: str, word: str, addressed: Sequence[str], emoji: Emoji | None
) -> Iterator[Candidate]:
    if word.startswith("/") and not start:
        yield from _commands(word)
    elif word.startswith("@"):
        yield from _people(state, buffer, word[1:], len(word), "@", ": " if not start else " ", addressed)
    elif word.startswith("#"):
        yield from _rooms(state, word, len(word), "#")
    elif word.startswith(":") and emoji is not None:
        yield from _emoji(word, emoji)
    elif table.completes(start) == "room":
        yield from _rooms(state, f"#{word}", len(word), "")
    elif table.completes(start) == "person":
        yield from _people(state, buffer, word, len(word), "", " ", addressed)
    else:
        yield from _people(state, buffer, word, len(word), "", " " if start else ": ", addressed)


def _commands(word: str) -> Iterator[Candidate]:
    """What is typed whole comes first: Enter sends it as it is."""
    begun = word.lower().removeprefix("/")
    found = [
        (name, command)
        for command in table.COMMANDS
        if (name := next((one for one in command.words if one.startswith(begun)), None)) is not None
    ]
    for name, command in sorted(found, key=lambda one: one[0] != begun):
        yield Candidate(f"/{name} ", len(word), command.usage, command.help)


def _rooms(state: State, word: str, letters: int, sign: str) -> Iterator[Candidate]:
    wanted = casemap.lower(word)
    known = [buffer.name for buffer in state.buffers.values() if buffer.kind == "room"]
    listed = [row.name for row in state.rooms or () if casemap.lower(row.name) not in state.buffers]
    for name in sorted(known, key=casemap.lower) + sorted(listed, key=casemap.lower):
        if casemap.lower(name).startswith(wanted):
            bare = name.removeprefix("#")
            yield Candidate(f"{sign}{bare} ", letters, f"#{safe(bare)}", "" if name in known else "not joined")


def _people(
    state: State, buffer: Buffer | None, word: str, letters: int, before: str, after: str, addressed: Sequence[str]
) -> Iterator[Candidate]:
    wanted = casemap.lower(word)
    for name in likely(state, buffer, addressed):
        account = _account(state, name)
        if not (casemap.lower(name).startswith(wanted) or casemap.lower(account).startswith(wanted or "\0")):
            continue
        if safe(name) == name:  # odd names are not to be typed by accident
            words = ", ".join(part for part in (safe(account), _about(state, buffer, name)) if part)
            yield Candidate(f"{before}{name}{after}", letters, name, words)


def _account(state: State, name: str) -> str:
    """The name of somebody's account, where it is another one."""
    person = state.person(name)
    account = person.account if person is not None and person.account else ""
    return "" if casemap.lower(account) == casemap.lower(name) else account


def _about(state: State, buffer: Buffer | None, name: str) -> str:
    person = state.person(name)
    if person is not None and person.bot:
        return "bot"
    return "" if buffer is not None and casemap.lower(name) in buffer.members else "elsewhere"


def likely(state: State, buffer: Buffer | None, addressed: Sequence[str] = ()) -> Iterator[str]:
    """Everybody, in the order in which they are likely to be meant; oneself last."""
    seen: set[str] = {casemap.lower(state.me.name)}
    for name in _in_order(state, buffer, addressed):
        key = casemap.lower(name)
        if key not in seen:
            seen.add(key)
            yield name
    yield state.me.name


def _in_order(state: State, buffer: Buffer | None, addressed: Sequence[str]) -> Iterator[str]:
    members = buffer.members if buffer is not None else {}
    here = {key: member.name for key, member in members.items()}
    if buffer is not None and buffer.kind == "person":
        here[buffer.key] = buffer.name
    yield from (here[casemap.lower(name)] for name in addressed if casemap.lower(name) in here)
    if buffer is not None:
        for item, _ in zip(reversed(buffer.timeline), range(RECENT), strict=False):
            if isinstance(item, Message) and casemap.lower(item.sender) in here:
                yield item.sender
    yield from (here[key] for key in sorted(here))
    yield from (person.name for _, person in sorted(state.people.items()))


def _emoji(word: str, emoji: Emoji) -> Iterator[Candidate]:
    for name, sign in emoji(word[1:]):
        yield Candidate(f"{sign} ", len(word), f"{sign} :{name}:")
