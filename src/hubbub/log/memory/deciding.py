"""The log of a cluster's decider, in plain dicts: several share one, and only the latest may write."""

from __future__ import annotations

from collections.abc import Sequence

from hubbub.chat.events import Entry, Event
from hubbub.chat.ports import Begun, KeptPart, KeptState, Load, LogBroken, State
from hubbub.log.tables import Fold

from .engine import MemoryLog


class Shared:
    """What all writers of one log have in common. `generation`: of who may write."""

    def __init__(self) -> None:
        self.generation = 0
        self.load = 0
        self.decider = ""
        self.parts: dict[tuple[str, int], tuple[int, KeptPart]] = {}  # with the time, by node and position
        self.states: dict[tuple[str, str], bytes] = {}


class MemoryDeciderLog(MemoryLog):
    """See `hubbub.chat.ports.DeciderLog`. `before`: the log of another writer, whose every entry this one shares."""

    def __init__(self, fold: Fold, before: MemoryDeciderLog | None = None) -> None:
        super().__init__(fold)
        self.shared: Shared = before.shared if before is not None else Shared()
        self._generation = 0
        if before is not None:
            self._entries, self._tables, self._turns = before._entries, before._tables, before._turns

    def load(self, now: int) -> State:
        state = super().load(now)
        with self._turns:
            self._generation = self.shared.generation = state.generation
        return state

    def append(self, entries: Sequence[Entry], changes: Sequence[Event]) -> None:
        self.append_load(entries, changes, ())

    def append_load(self, entries: Sequence[Entry], changes: Sequence[Event], loads: Sequence[Load]) -> None:
        self._check_fence()
        super().append(entries, changes)
        shared = self.shared
        for load in loads:
            shared.load = load.position
            for part in load.parts:
                shared.parts[part.node, part.position] = (load.at, part)
            for state in load.states:
                if state.body is None:
                    shared.states.pop((state.kind, state.key), None)
                else:
                    shared.states[state.kind, state.key] = state.body

    def begin_deciding(self, decider: str) -> Begun:
        self._check_fence()
        shared = self.shared
        shared.decider = decider
        states = [KeptState(kind, key, body) for (kind, key), body in shared.states.items()]
        last = {node: shared.parts[node, position][1] for node, position in sorted(shared.parts)}
        return Begun(self._generation, shared.load, "memory", states, last)

    async def parts_after(self, node: str, position: int, limit: int) -> list[KeptPart]:
        found = (part for _, part in self.shared.parts.values() if part.node == node and part.position > position)
        return sorted(found, key=lambda part: part.position)[:limit]

    async def drop_parts(self, at: int) -> None:
        parts = self.shared.parts
        for node, position in [key for key, (made, _) in parts.items() if made < at]:
            if any(other == node and later > position for other, later in parts):
                del parts[node, position]

    def _check_fence(self) -> None:
        if self._generation != self.shared.generation:
            raise LogBroken("Another hubbub has taken over the log.")
