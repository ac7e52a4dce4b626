"""The account of a message: each part of its path is known, and together they are what the server used."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from tests.support.each import each

from hubbub.bench import sampled
from hubbub.bench.account import THREADS, of_work, taken
from hubbub.bench.load import Load
from hubbub.bench.process import KNOWN
from hubbub.bench.results import Circumstances, Results
from hubbub.bench.run import QUICK, BenchFailed, Run
from hubbub.bench.sampled import LOOP, OTHER, Diary, Snapshot
from hubbub.bench.works import Work

PAIR = Work("pairs", "2 rooms of 2", 2, 2, 1, 8)
LOAD = Load(100, 100, 0, 1.0, 0.01, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, began=10.0)


@each(
    ("file", "function", "part"),
    [
        ("chat/chat.py", "Chat._show", "outboxes"),
        ("chat/chat.py", "Chat.emit", "the event"),
        ("dialects/irc/rendering/messages.py", "message_sent", "rendering"),
        ("dialects/irc/messages/sending.py", "say", "which command, and what it says"),
        ("log/sqlite/write.py", "Writer.append", "the commit"),
        ("server/net/reading.py", "ReadingProtocol.data_received", "bytes to lines"),
        ("server/core/commits.py", "Commits._flush", "writes"),
        ("settings/model.py", "anything", None),
    ],
)
def test_a_function_belongs_to_the_part_of_its_folder(file: str, function: str, part: str | None) -> None:
    assert (Path(sampled.ROOT) / file).exists()
    assert sampled.part_of(sampled.ROOT + file, function) == part
    assert sampled.part_of("/elsewhere/" + file, function) is None


def test_every_row_of_the_table_is_somewhere() -> None:
    for path, _, _ in sampled.PARTS:
        assert list(Path(sampled.ROOT).glob(path + ("*" if path.endswith("/") else ".py"))) or path == "chat/", path


def test_only_what_was_used_during_the_talk_counts() -> None:
    diary = Diary(
        [
            Snapshot(9.9, {"checking": 5.0, OTHER: 1.0}, 7.0),
            Snapshot(10.0, {"checking": 6.0, OTHER: 1.0}, 7.0),
            Snapshot(11.0, {"checking": 6.004, OTHER: 2.0, LOOP: 0.001}, 7.003),
            Snapshot(12.0, {"checking": 9.0}, 9.0),
        ]
    )
    account = taken(PAIR, LOAD, diary)
    assert account.parts == pytest.approx({"checking": 40, LOOP: 10, THREADS: 30})
    assert account.total == pytest.approx(100)
    assert account.explained == pytest.approx(0.8)


def test_a_talk_that_is_too_short_is_said_to_be() -> None:
    with pytest.raises(BenchFailed, match="--seconds"):
        taken(PAIR, LOAD, Diary([Snapshot(10.5, {}, 0.0)]))


@pytest.mark.skipif(not KNOWN, reason="the bench reads /proc, which only Linux has")
def test_a_real_server_samples_itself(tmp_path: Path) -> None:
    results = Results(Circumstances("", "", 1, "", "", datetime.now(UTC).isoformat(), 1.0, 0.0), [], [])
    scale = msgspec.structs.replace(QUICK, seconds=3)  # long enough for two snapshots on a busy machine, too
    account = of_work(Run(scale, tmp_path, results, lambda _: None, None), PAIR)
    assert {"checking", "the event", "the commit"} & account.parts.keys()
    assert account.explained > 0.5
