"""What a decider keeps beside the chat, in the transaction of what it decides: what each node is to tell its clients,
and what the next decider has to know to go on with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import msgspec

from hubbub.chat.events import Entry, Event

from .log import Log


class KeptPart(msgspec.Struct, frozen=True):
    """What one load says to one node. `previous`: the position of the part before for this node, 0 for its first."""

    node: str
    position: int
    previous: int
    body: bytes


class KeptState(msgspec.Struct, frozen=True):
    """A state by its kind and its key, or that there is none any more (`body` is None)."""

    kind: str
    key: str
    body: bytes | None


class Load(msgspec.Struct, frozen=True):
    """What leaves with one batch. `position` counts loads: 1, 2, 3 ... over all deciders."""

    position: int
    at: int
    parts: Sequence[KeptPart]
    states: Sequence[KeptState]


class Begun(msgspec.Struct, frozen=True):
    """What a decider begins with. `load`: the position of the last load of the one before; `last`: by node, the last
    part for it. `cluster`: which cluster it is, among those that share a bus. `generation` counts deciders."""

    generation: int
    load: int
    cluster: str
    states: Sequence[KeptState]
    last: Mapping[str, KeptPart]


class Standing(msgspec.Struct, frozen=True):
    """How it stands: which generation decides, under which name, and how far it is. `served`: somebody has the lock.
    `states`: those of the kind that was asked for."""

    served: bool
    generation: int
    position: int
    load: int
    decider: str
    states: Sequence[KeptState]


class Parts(Protocol):
    """What a node reads."""

    async def parts_after(self, node: str, position: int, limit: int) -> list[KeptPart]:
        """The first `limit` parts of this node behind that position. Raises LogUnreachable."""


class DeciderLog(Log, Parts, Protocol):
    """The log of a decider: behind the same fence."""

    def begin_deciding(self, decider: str) -> Begun:
        """What the decider before has left; from now on this one decides, under that name. Called after `load`."""

    def append_load(self, entries: Sequence[Entry], changes: Sequence[Event], loads: Sequence[Load]) -> None:
        """As `append`, in one transaction with these loads, which are in order and none of which was given before (but
        after LogAway and LogFull: then all of them, and perhaps more, are to be given again)."""

    async def drop_parts(self, at: int) -> None:
        """Forget the parts made before that time, but for the last of each node. Raises LogUnreachable."""
