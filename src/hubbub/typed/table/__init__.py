"""The one table of commands, by noun. All that is said of a command anywhere is made from its row.

Help and usage lines (`typed/help`), the grammar, completion, NickServ, HELP and verbs on IRC, the console, the command
line, the commands.json of browsers and docs/commands.md.
"""

from __future__ import annotations

from collections.abc import Iterator

from . import accounts, history, messages, moderation, people, rooms, server
from .command import Command, Form, Who

__all__ = ["COMMANDS", "GROUPS", "Command", "Form", "Who", "closest_command", "completes", "find", "words"]

GROUPS = {
    "messages": messages.COMMANDS,
    "people": people.COMMANDS,
    "rooms": rooms.COMMANDS,
    "history": history.COMMANDS,
    "accounts": accounts.COMMANDS,
    "moderation": moderation.COMMANDS,
    "server": server.COMMANDS,
}
COMMANDS: tuple[Command, ...] = tuple(command for group in GROUPS.values() for command in group)

_BY_WORD = {word: command for command in COMMANDS for word in command.words}


def words() -> Iterator[str]:
    """Every name and alias, in the order of the table."""
    return iter(_BY_WORD)


def find(word: str) -> Command | None:
    """The command with that name or alias, in capitals or not, with or without its slash."""
    return _BY_WORD.get(word.removeprefix("/").lower())


def completes(before: str) -> str:
    """What is completed after these words: "room" or "person", if they begin a command that takes one, else ""."""
    word = before.strip().partition(" ")[0]
    command = find(word) if word.startswith("/") or word == "join" else None
    return command.completes if command else ""


def closest_command(word: str) -> str | None:
    """The name or alias that a mistyped word (without slash) most likely means, or None.

    Begun words count first ('hist'), then one slip (a letter added, lost, changed or two exchanged) for every three
    letters, at least one. Among equals the longer wins (letters are lost more often than added), then the first of
    the table.
    """
    typed = word.lower()
    if not 0 < len(typed) <= 12:
        return None
    begun = [known for known in words() if len(typed) > 1 and known.startswith(typed)]
    if begun:
        return begun[0]
    slips, _, _, nearest = min((_slips(typed, known), -len(known), place, known) for place, known in enumerate(words()))
    return nearest if slips <= max(1, len(typed) // 3) else None


def _slips(one: str, other: str) -> int:
    """The optimal string alignment distance: Levenshtein's with exchanged neighbours as one step."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
