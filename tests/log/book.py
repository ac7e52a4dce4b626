"""Makes entries in order, as the chat does: rising ids, numbers per log."""

from __future__ import annotations

from typing import Any

from hubbub.chat.events import Entry, Event, MemberJoined, MessageSent, UserQuit
from hubbub.chat.ports import Log

NOW = 1_700_000_000_000


def fold(name: str) -> str:
    return name.casefold()


class Book:
    def __init__(self, log: Log, now: int = NOW) -> None:
        self.log = log
        self.now = now
        self.state = log.load(now)
        self.id = self.state.generation << 30
        self.seqs: dict[int, int] = {room.log: room.last_seq for room in self.state.rooms}
        self.seqs |= {conversation.log: conversation.last_seq for conversation in self.state.conversations}

    def message(self, log: int, text: str, **more: Any) -> MessageSent:
        return MessageSent(
            id=self.next_id(), at=self.now, log=log, target=f"#r{log}", source="alice!a@host", text=text, **more
        )

    def joined(self, log: int) -> MemberJoined:
        return MemberJoined(id=self.next_id(), at=self.now, log=log, room=f"#r{log}", source="alice!a@host")

    def quit(self, *logs: int) -> UserQuit:
        return UserQuit(id=self.next_id(), at=self.now, logs=logs, source="alice!a@host", reason="quit", text="bye")

    def place(self, event: Event) -> list[Entry]:
        """The entries of the event, numbered; none for what is not kept."""
        if not isinstance(event, MessageSent | MemberJoined | UserQuit):
            return []
        logs = event.logs if isinstance(event, UserQuit) else (event.log,)
        entries = []
        for log in logs:
            self.seqs[log] = self.seqs.get(log, 0) + 1
            entries.append(Entry(log, self.seqs[log], event.id, event.at, event))
        return entries

    def keep(self, *events: Event) -> list[Entry]:
        """Append the events in one batch; what is kept becomes entries."""
        entries = [entry for event in events for entry in self.place(event)]
        self.log.append(entries, events)
        return entries

    def say(self, log: int, *texts: str) -> list[Entry]:
        """In one go; each a moment after the one before, as the chat has it."""
        said = []
        for number, text in enumerate(texts):
            self.now += number > 0
            said.append(self.message(log, text))
        return self.keep(*said)

    def next_id(self) -> int:
        self.id += 1
        return self.id
