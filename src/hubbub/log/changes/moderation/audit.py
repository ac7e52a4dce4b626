"""The audit log in the state tables."""

from __future__ import annotations

import msgspec

from hubbub.chat.events import Act, ActNoted, ActsForgotten
from hubbub.chat.ports import Fields
from hubbub.log.changes.change import Changes
from hubbub.log.tables import ACT, Between, Fold, Reading, Tables, where

MOST_OF_ROOM = 1000  # acts; of more the oldest go, whatever their age

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Act).decode


def decode(act: bytes, at: int) -> Act:
    """An act, with the time of its row: an earlier one, where the time of day was set back since."""
    return msgspec.structs.replace(_decode(act), at=at)


def act_noted(tables: Tables, event: ActNoted, fold: Fold) -> None:
    act = event.act
    words = " ".join((act.name, act.account, act.room, act.about))
    tables.insert(ACT, act.number, act.at, act.log, fold(words), _encode(act))
    if act.log:  # so that nobody pushes out of the audit log what was done elsewhere
        tables.keep(ACT, "number", MOST_OF_ROOM, where(log=act.log))


def acts_forgotten(tables: Tables, event: ActsForgotten, _: Fold) -> None:
    tables.drop(ACT, where(Between("at", 0, event.before - 1)))


def read(tables: Reading) -> Fields:
    """What `State` has of the audit log: its acts are read when somebody asks."""
    return {"last_act": tables.highest(ACT)}


CHANGES: Changes = {
    ActNoted: act_noted,
    ActsForgotten: acts_forgotten,
}
