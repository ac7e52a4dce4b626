"""All engines keep the same: what happened in a busy hour drawn at random, batch by batch, and what is read of it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.chat.test_replay import busy
from tests.support.examples import examples
from tests.support.postgres import postgres

from hubbub.chat.events import Entry, Event, KeptEvent, MessageSent
from hubbub.chat.names import fold
from hubbub.chat.ports import Log
from hubbub.log.memory import MemoryLog
from hubbub.log.postgres import open_log as open_postgres
from hubbub.log.sqlite import open_log

Batch = tuple[list[Entry], list[Event]]


def batches(random: Random, events: list[Event]) -> Iterator[Batch]:
    """The events as a chat gives them to the log, some at a time."""
    seqs: dict[int, int] = {}
    batch: Batch = ([], [])
    for event in events:
        if isinstance(event, KeptEvent):
            for log in event.logs:
                seqs[log] = seqs.get(log, 0) + 1
                batch[0].append(Entry(log, seqs[log], event.id, event.at, event))  # type: ignore[arg-type]
        if event.changes_state():
            batch[1].append(event)
        if random.random() < 0.3:
            yield batch
            batch = ([], [])
    yield batch


async def told(log: Log, events: list[Event], now: int) -> list[object]:
    """All that it answers."""
    state = log.load(now)
    logs = sorted({log for event in events if isinstance(event, KeptEvent) for log in event.logs})
    messages = [event for event in events if isinstance(event, MessageSent)]
    parties = sorted({message.party for message in messages})
    answers: list[object] = [msgspec.structs.replace(state, salt_key=b"")]
    for number in logs:
        answers += [
            await log.page(number, 1, 1000),
            await log.messages_before(number, 7, 3, 2),
            await log.messages_after(number, 3, 3, 1, events=True),
            [await log.place_at(number, message.at) for message in messages[:9]],
        ]
    answers.append(await log.reactions([(message.log, message.id) for message in messages]))
    for party in parties:
        answers += [await log.said_by(party, 0, 50), sorted(await log.client_ids(party, 50))]
    readable = [(number, 1) for number in logs]
    answers += [await log.search("hello", readable, 9), await log.due(1 << 60, 99), await log.oldest(0, 40)]
    answers += [await log.acts(50, 0), await log.acts(50, 0, logs[:2], "BOB"), await log.act(1)]
    return answers


@given(st.integers(0, 2**32), st.sampled_from(["", "#lobby"]))
@settings(max_examples=examples(15), deadline=None)
async def test_all_engines_keep_the_same(seed: int, lobby: str) -> None:
    chat = busy(Random(seed), lobby)
    with tempfile.TemporaryDirectory() as folder:
        database = postgres().emptied("log")
        engines: list[Log] = [MemoryLog(fold), open_log(Path(folder), fold), open_postgres(database, fold)]
        found = []
        for log in engines:
            log.load(1)
            for entries, changes in batches(Random(seed), chat.happened):
                log.append(entries, changes)
            found.append(await told(log, chat.happened, chat.now))
            await log.close()
    for one, *others in zip(*found, strict=True):
        assert others == [one, one]
