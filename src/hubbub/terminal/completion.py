"""Completion of what is typed: commands after a slash, names after an @ and as the first word, rooms where one goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from hubbub.client.session import Client
from hubbub.irc import casemap
from hubbub.typed import table

from .dialogue import Dialogue
from .lines import safe
from .reading import COMMANDS


class WordCompleter(Completer):
    """Completes for the dialogue that `dialogue` returns."""

    def __init__(self, dialogue: Callable[[], Dialogue]) -> None:
        self._dialogue = dialogue

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        dialogue = self._dialogue()
        if dialogue.asking.question:
            return
        for whole, back in candidates(dialogue.client, document.text_before_cursor):
            yield Completion(whole, start_position=-back)


def candidates(client: Client, before: str) -> Iterator[tuple[str, int]]:
    """What the last word of the text could become, and how many letters of it are replaced."""
    start, _, word = before.rpartition(" ")
    takes = "" if " " in start.strip() else table.completes(start)
    if not word and not start:
        return
    if not start and word.startswith("/"):
        found: Iterable[str] = (f"/{known} " for known in (*table.words(), *COMMANDS))
    elif word.startswith("@"):
        found = (f"@{name} " for name in names(client))
    elif word.startswith("#") or takes == "room":
        found = (room.name if word.startswith("#") else room.name[1:] for room in client.rooms.all())
    elif not start or takes == "person":
        found = (f"{name}{' ' if start else ': '}" for name in names(client))
    else:
        found = (f"{name} " for name in names(client) if word)
    wanted = casemap.lower(word)
    for whole in found:
        if casemap.lower(whole).startswith(wanted) and whole != word:
            yield whole, len(word)


def names(client: Client) -> list[str]:
    """Who can be meant: the members of the current room first, then everybody we know of. Odd names are left out."""
    buffers = client.state.buffers.values()
    known = {key: member.name for key, member in client.current_buffer.members.items()} if client.current_buffer else {}
    for buffer in buffers:
        known |= {key: member.name for key, member in buffer.members.items()}
    for buffer in buffers:
        if buffer.kind == "person" and len(buffer.timeline):
            known.setdefault(buffer.key, buffer.name)
    return [name for name in known.values() if safe(name) == name and not client.state.is_me(name)]
