"""The same promises in plain dicts, for scenarios that need no disk."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

import msgspec

from hubbub.chat.events import (
    AccountChanged,
    AccountCreated,
    ConversationClaimed,
    ConversationOpened,
    Entry,
    EntryErased,
    Event,
    HeldDelivered,
    MessageSent,
    ModesChanged,
    RoomCreated,
    RoomEnded,
    TopicChanged,
    UserArrived,
    UserRenamed,
    VisitOpened,
    VisitSeen,
)
from hubbub.chat.ports import AccountState, ConversationState, RoomState, State, VisitState
from hubbub.irc.modes import MADE_WITH, ROOM_MODES, Change, Kind

from .words import Words

Item = TypeVar("Item", RoomState, ConversationState)


class MemoryLog:
    """See `hubbub.chat.ports.Log`. Nothing is let go of with age; `load` again is a restart that lost nothing."""

    def __init__(self, fold: Callable[[str], str]) -> None:
        self._fold = fold
        self._generation = 0
        self._last_log = 0
        self._logs: dict[int, list[Entry]] = {}
        self._rooms: dict[int, RoomState] = {}
        self._conversations: dict[int, ConversationState] = {}
        self._held: dict[tuple[str, int], int] = {}
        self._seen: dict[str, tuple[str, int]] = {}
        self._visits: dict[int, VisitState] = {}
        self._client_ids: dict[tuple[str, str], tuple[int, int]] = {}
        self._accounts: dict[int, AccountState] = {}
        self._words = Words()

    def load(self, now: int) -> State:
        highest = max((entry.id for entries in self._logs.values() for entry in entries), default=0)
        self._generation = max(self._generation + 1, now // 1000, (highest >> 30) + 1)
        return State(
            generation=self._generation,
            last_log=self._last_log,
            rooms=[self._with_last(room) for room in self._rooms.values()],
            conversations=[self._with_last(conversation) for conversation in self._conversations.values()],
            held=sorted(((name, log, id) for (name, id), log in self._held.items()), key=lambda held: held[2]),
            seen=sorted(((fold, name, at) for fold, (name, at) in self._seen.items()), key=lambda seen: seen[2]),
            visits=[msgspec.structs.replace(visit) for visit in self._visits.values()],
            accounts=[msgspec.structs.replace(account) for account in self._accounts.values()],
            salt_key=b"a key of this server",
        )

    def append(self, entries: Sequence[Entry], changes: Sequence[Event]) -> None:
        for entry in entries:
            self._logs.setdefault(entry.log, []).append(entry)
        for event in changes:
            self._change(event)
        for entry in entries:
            if isinstance(entry.event, MessageSent) and entry.log in self._rooms:
                self._rooms[entry.log].has_messages = True

    def sent(self, party: str, client_id: str) -> Entry | None:
        log, id = self._client_ids.get((party, client_id), (0, 0))
        return next((entry for entry in self._logs.get(log, ()) if entry.id == id), None)

    async def page(self, log: int, first: int, last: int) -> list[Entry]:
        return [entry for entry in self._logs.get(log, ()) if first <= entry.seq <= last]

    async def messages_before(self, log: int, seq: int, limit: int, first: int, *, events: bool = False) -> list[Entry]:
        found = [entry for entry in self._messages(log, events=events) if first <= entry.seq < seq]
        return found[-limit:] if limit > 0 else []

    async def messages_after(self, log: int, seq: int, limit: int, first: int, *, events: bool = False) -> list[Entry]:
        return [entry for entry in self._messages(log, events=events) if entry.seq > seq and entry.seq >= first][
            : max(limit, 0)
        ]

    async def place_of(self, log: int, id: int) -> int | None:
        return next((entry.seq for entry in self._logs.get(log, ()) if entry.id == id), None)

    async def place_at(self, log: int, at: int) -> int:
        entries = self._logs.get(log, [])
        before = bisect_left(entries, at, key=lambda entry: entry.at)
        return entries[before - 1].seq if before else 0

    async def entries(self, ids: Collection[int]) -> list[Entry]:
        wanted = set(ids)
        found = [entry for entries in self._logs.values() for entry in entries if entry.id in wanted]
        return sorted(found, key=lambda entry: (entry.id, entry.log))

    async def search(self, words: str, logs: Collection[tuple[int, int]], limit: int) -> list[Entry]:
        phrases = self._words.phrases(words)
        if not phrases:
            return []
        readable = [entry for log, first in logs for entry in self._messages(log) if entry.seq >= first]
        found = [entry for entry in readable if self._words.hold(_text(entry), phrases)]
        return sorted(found, key=lambda entry: -entry.id)[: max(limit, 0)]

    async def close(self) -> None:
        """Nothing to let go of."""

    def _messages(self, log: int, *, events: bool = False) -> list[Entry]:
        wanted = Event if events else MessageSent
        return [entry for entry in self._logs.get(log, ()) if isinstance(entry.event, wanted)]

    def _with_last(self, item: Item) -> Item:
        entries = self._logs.get(item.log)
        last = entries[-1] if entries else Entry(item.log, 0, 0, 0, None)
        return msgspec.structs.replace(item, last_seq=last.seq, last_at=last.at)

    def _change(self, event: Event) -> None:
        match event:
            case MessageSent():
                if event.client_id:
                    self._client_ids.setdefault((event.party, event.client_id), (event.log, event.id))
                if event.held_for:
                    self._held[event.held_for, event.id] = event.log
            case HeldDelivered(name=name, ids=ids):
                for id in ids:
                    self._held.pop((name, id), None)
            case RoomCreated(log=log, at=at, name=name):
                self._rooms[log] = RoomState(log, name, at, "", "", 0, 0, 0, False, _made_with(at))
                self._last_log = max(self._last_log, log)
            case ModesChanged(log=log, changes=changes, source=source, at=at) if log in self._rooms:
                self._rooms[log].modes = _changed(self._rooms[log].modes, changes, source, at)
            case RoomEnded(log=log):
                self._rooms.pop(log, None)
                self._logs.pop(log, None)
            case EntryErased(log=log, seq=seq, id=id, held_for=name):
                self._logs[log] = [
                    Entry(log, seq, id, entry.at, None) if entry.seq == seq else entry for entry in self._logs[log]
                ]
                self._held.pop((name, id), None)
            case TopicChanged(log=log, topic=topic, source=source, at=at) if log in self._rooms:
                room = self._rooms[log]
                room.topic, room.topic_by, room.topic_at = (topic, source, at) if topic else ("", "", 0)
            case ConversationOpened(log=log, parties=parties, names=names):
                self._conversations[log] = ConversationState(log, parties, names, 0, 0)
                self._last_log = max(self._last_log, log)
            case ConversationClaimed(log=log, before=before, party=party) if log in self._conversations:
                first, second = self._conversations[log].parties
                self._conversations[log].parties = (first, party if second == before else second)
            case UserArrived(name=name, at=at) | UserRenamed(name=name, at=at):
                self._seen[self._fold(name)] = (name, at)
            case VisitOpened(visit=visit, name=name, token_hash=token_hash, at=at):
                self._visits[visit] = VisitState(visit, name, token_hash, at)
            case VisitSeen(visit=visit, name=name, at=at) if visit in self._visits:
                self._visits[visit].name, self._visits[visit].seen_at = name, at
            case AccountCreated(account=account, at=at, name=name, credentials=credentials):
                self._accounts[account] = AccountState(account, name, at, credentials)
            case AccountChanged(account=account, credentials=credentials):
                self._accounts[account].credentials = credentials
            case _:
                pass


def _made_with(at: int) -> list[tuple[str, str, str, int]]:
    return [(letter, "", "", at) for letter in MADE_WITH]


def _changed(
    modes: list[tuple[str, str, str, int]], changes: Sequence[Change], by: str, at: int
) -> list[tuple[str, str, str, int]]:
    for change in changes:
        kind = ROOM_MODES[change.letter].kind
        if kind is Kind.PREFIX:
            continue
        same = [
            mode for mode in modes if mode[0] == change.letter and (kind is not Kind.LIST or mode[1] == change.argument)
        ]
        modes = [mode for mode in modes if mode not in same]
        if change.set:
            modes.append((change.letter, change.argument, by, at))
    return modes


def _text(entry: Entry) -> str:
    return entry.event.text if isinstance(entry.event, MessageSent) else ""
