"""Erases in the background what has had its time, and what the owners of deleted accounts said: a little at a time,
beside everything else."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from hubbub.chat.party import Party, number_of
from hubbub.chat.ports import LogDamaged
from hubbub.commands.accounts import deletion
from hubbub.commands.messages.erasing import Eraser

if TYPE_CHECKING:
    from .engine import Engine

logger = logging.getLogger(__name__)

EVERY = 5.0  # seconds between two looks at what has had its time
LOOKED_AT = 2_000  # entries that one query looks at: a few milliseconds of a reader
ERASED = 100  # entries in one commit
PAUSE = 0.02  # seconds between two of any of these


async def keep_erasing(engine: Engine) -> None:
    """Erase what has had its time until the server stops."""
    if engine.log.is_damaged:
        return
    eraser = Eraser(engine.chat)
    more = False
    while True:
        await asyncio.sleep(PAUSE if more else EVERY)
        if engine.commits.dead:
            return
        try:
            more = await eraser.step()
        except LogDamaged:
            more = False
        except Exception:  # what is not erased now, is so later; the server goes on
            logger.exception("erasing what has had its time failed")
            more = False


async def keep_erasing_deleted(engine: Engine) -> None:
    """Erase what the owners of deleted accounts said, until the server stops."""
    while not engine.log.is_damaged and not engine.commits.dead:
        try:
            await erase_deleted(engine)
        except LogDamaged:
            pass  # the log has said so
        except Exception:
            logger.exception("erasing what the owners of deleted accounts said failed")
        await asyncio.sleep(EVERY)


async def erase_deleted(engine: Engine) -> None:
    """All that is still to be erased. Where it was interrupted, by a full disk or the end of the server, it begins
    anew the next time: what is erased already is not found again."""
    world = engine.chat.world
    while world.recent.silenced:
        party = next(iter(world.recent.silenced))
        if not await _erase(engine, party):
            return
        engine.begin()
        deletion.erased(engine.chat, number_of(party))


async def _erase(engine: Engine, party: Party) -> bool:
    """Whether it is all erased; not while the disk is full."""
    await engine.commits.settled()
    after = 0
    while True:
        said, after = await engine.log.said_by(party, after, LOOKED_AT)
        if not after:
            return await _erase_beside(engine, party)
        for start in range(0, len(said), ERASED):
            if engine.chat.disk_full:
                return False
            engine.begin()
            deletion.erase(engine.chat, said[start : start + ERASED])
            await asyncio.sleep(PAUSE)
        await asyncio.sleep(PAUSE)


async def _erase_beside(engine: Engine, party: Party) -> bool:
    """What there is besides messages, and is mostly gone already: the server may have ended in the middle of that."""
    engine.begin()
    for _ in deletion.erasing(engine.chat, party):
        await asyncio.sleep(PAUSE)
        engine.begin()
    return not engine.chat.disk_full
