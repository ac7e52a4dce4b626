"""What can be done from the console about a chosen row, and about the server: each as a card and a command.

The words of a card are the face's to show; `command` makes of what was typed there what the server's console is told,
or raises Unfinished with a sentence.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from hubbub.typed import links
from hubbub.wire.numbers import whole
from hubbub.wire.sanitize import visible

from . import tables
from .records import Ban, Person, Report, Room
from .state import State
from .tables import Row

LENGTHS = {"an hour": "1h", "a day": "1d", "a week": "7d", "for ever": ""}


class Unfinished(Exception):
    """What was typed is not enough; the text says what is missing."""


class Field(msgspec.Struct, frozen=True):
    """`choices`: one of these, the first unless another is chosen; else typed."""

    title: str
    hint: str = ""
    text: str = ""
    choices: tuple[str, ...] = ()


class Act(msgspec.Struct, frozen=True):
    """`key`: the letter that does it; `word` names it in a row of buttons; the rest is its card."""

    key: str
    word: str
    title: str
    sentence: str
    button: str
    command: Callable[[list[str]], str]
    fields: tuple[Field, ...] = ()
    danger: bool = False


def acts(row: Row, state: State) -> list[Act]:
    """What can be done about it, the most harmless first."""
    match row:
        case Person():
            return _about_person(row, state)
        case Room():
            return [_say(f"Write to {visible(row.name)}", row.name)]
        case Report():
            return _about_report(row, state)
        case Ban():
            return [_lift(row)]


def invitation() -> Act:
    """A link and a code for people who are not here yet."""

    def command(typed: list[str]) -> str:
        uses, days, room = typed
        into = f"room {_word(room.removeprefix('#'))} " if room.strip() else ""
        return f"invite-link {into}uses {_whole(uses, 'How many people')} days {_whole(days, 'How many days')}"

    fields = (
        Field("For how many people", text="10"),
        Field("For how many days", text="7"),
        Field("Into the room", "any"),
    )
    words = "Whoever has the link or the code may come in. It is shown only once."
    return Act("i", "Invite people…", "Invite people", words, "Make the invitation", command, fields)


def announcement() -> Act:
    """Something that everybody is to hear."""
    return _say("Say to everybody", "all")


def lockdown(state: State) -> Act:
    """Who may come in and speak for now."""
    levels = ("open", "no-registration", "accounts-only", "read-only")
    now = state.facts.lockdown if state.facts else "open"
    words = "Says who may register, come in and speak, until it is opened again."
    field = Field("Level", text=now, choices=levels)
    return Act(
        "d", "Lockdown…", "Lock the server down", words, "Set the level", lambda typed: f"lockdown {typed[0]}", (field,)
    )


def link_of(lines: tuple[str, ...]) -> str:
    """The link in the answer to an order for an invitation."""
    return next((line for line in lines if links.is_link(line)), "")


def stop_words(state: State) -> str:
    """What there is to know before one stops the server, as it is now."""
    told, kept = (
        "told, and their clients come back by themselves when it runs again.",
        "Everything that was said is kept.",
    )
    if state.rates is None:
        return f"Whoever is online is {told} {kept}"
    online = state.rates.online
    if not online:
        return f"Nobody is online. {kept}"
    who = "One person is" if online == 1 else f"{online} people are"
    return f"{who} online. They are {told} {kept}"


def _about_person(row: Person, state: State) -> list[Act]:
    name = visible(row.name)
    found = [
        _say(f"Write to {name}", row.name),
        Act(
            "r",
            "Remove…",
            f"Remove {name} from the server?",
            "All their connections end. They may come back; to keep somebody away, ban them.",
            f"Remove {name}",
            lambda typed: f"remove {_word(row.name)} {_line(typed[0])}".rstrip(),
            (Field("Why (they read it)"),),
            danger=True,
        ),
    ]
    if row.rooms:
        found.append(
            Act(
                "k",
                "Out of a room…",
                f"Make {name} leave a room?",
                "They stay on the server, and may join again unless the room keeps them out.",
                f"Make {name} leave",
                lambda typed: f"kick {_word(typed[0])} {_word(row.name)} {_line(typed[1])}".rstrip(),
                (Field("Room", choices=row.rooms[:4]), Field("Why (they read it)")),
                danger=True,
            )
        )
    return [*found, _ban(row, state)]


def _ban(row: Person, state: State) -> Act:
    """What is offered first concerns nobody else: an address only where they are alone."""
    others = sum(other.address == row.address for other in state.people.values() if other.key != row.key)
    account = {f"the account {row.account}": f"$a:{row.account}"} if row.account else {}
    address = {f"the address {row.address}": row.address} if row.address else {}
    name = {f"the name {row.name}": f"{row.name}!*@*"}
    targets = account | name | address if others else account | address | name

    def command(typed: list[str]) -> str:
        what, length, why = typed
        return " ".join(part for part in ("uban add", targets[what], LENGTHS[length], _line(why)) if part)

    fields = (Field("What", choices=tuple(targets)), Field("For how long", choices=tuple(LENGTHS)), Field("Why"))
    words = "Nobody who is meant comes in again, and the connections concerned end."
    if row.address and others:
        words += f" {others} {'others come' if others > 1 else 'other comes'} from that address, too."
    who = visible(row.name)
    return Act("b", "Ban…", f"Ban {who} from the server?", words, f"Ban {who}", command, fields, danger=True)


def _about_report(row: Report, state: State) -> list[Act]:
    found = []
    if row.state == "open":
        take = f"reports take {row.number}"
        words = "Others see that somebody looks after it."
        found.append(Act("t", "Take", f"Take report {row.number}", words, "Take it", lambda typed: take))
    if row.state != "closed":
        found.append(
            Act(
                "c",
                "Close…",
                f"Close report {row.number}",
                "It stays in the list until it is forgotten.",
                "Close it",
                lambda typed: f"reports close {row.number} {_line(typed[0])}".rstrip(),
                (Field("What became of it"),),
            )
        )
    person = state.person(row.about)
    return [*found, *(_about_person(person, state) if person else [])]


def _lift(row: Ban) -> Act:
    room, muted = visible(row.room), tables.is_mute(row)
    who = visible(row.target.removeprefix(tables.MUTED) if muted else row.target)
    command = f"unban {row.room} {row.target}" if row.room else f"uban del {row.target}"
    words = f"speak in {room}" if muted else f"join {room}" if row.room else "come in"
    title = f"Let {who} speak again?" if muted else f"Lift the ban of {who}?"
    return Act("l", "Lift…", title, f"Whoever is meant may {words} again.", "Lift it", lambda typed: command)


def _say(title: str, to: str) -> Act:
    def command(typed: list[str]) -> str:
        if not typed[0].strip():
            raise Unfinished("Type what the server is to say.")
        return f"say {_word(to)} {_line(typed[0])}"

    words = "The server says it; nobody can answer."
    return Act("w", "Write to…", title, words, "Say it", command, (Field("What to say"),))


def _line(text: str) -> str:
    """What was typed, as a part of one line."""
    return " ".join(text.split())


def _word(text: str) -> str:
    if not text.strip() or len(text.split()) != 1:
        raise Unfinished(f'"{text.strip()}" is not one word.')
    return text.strip()


def _whole(text: str, what: str) -> str:
    if not whole(text.strip()):
        raise Unfinished(f"{what} is a number, such as 10.")
    return text.strip()
