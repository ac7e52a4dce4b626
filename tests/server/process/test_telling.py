"""Operators are told by a program of their own choice."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest
from tests.support.told import told

from hubbub.copies import record
from hubbub.copies.orders import Outcome
from hubbub.server.process import copying, telling
from hubbub.settings import Settings
from hubbub.settings.model import Backup, Data

WRITES = "import sys; open(sys.argv[1], 'a').write(sys.stdin.read())"


@pytest.fixture(autouse=True)
async def the_loop_lets_go_of_what_has_ended() -> AsyncIterator[None]:
    yield
    for _ in range(10):
        await asyncio.sleep(0)


def settings_of(folder: Path, heard: Path) -> Settings:
    """Of a server without a database, whose copies fail."""
    command = (sys.executable, "-c", WRITES, str(heard))
    backup = Backup(every=3600, directory=str(folder), on_failure=command)
    return Settings(data=Data(directory=str(heard.parent / "nowhere")), backup=backup)


async def test_it_hears_of_the_first_copy_that_fails_and_then_once_a_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    heard, attempts = tmp_path / "heard", copying.Attempts()
    settings = settings_of(tmp_path / "copies", heard)
    await copying.copy_now(settings, None, "asked")
    assert not heard.exists()
    for lines in (1, 1, 2):
        monkeypatch.setattr(copying, "TELL", 0 if lines == 2 else 86_400)  # a day is over
        await attempts.make(settings, None)
        assert len(heard.read_text().splitlines()) == lines
    assert ": a copy failed: " in heard.read_text()
    assert told(caplog) == ["copy_failed"] * 4


async def test_it_hears_of_each_copy_that_was_proved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def made(*_: object) -> Outcome:
        return Outcome(proof=record.Proof(1, 2, 12_345, "", 0.4))

    heard = tmp_path / "heard"
    monkeypatch.setattr(copying, "copy_now", made)
    command = (sys.executable, "-c", WRITES, str(heard))
    settings = Settings(backup=Backup(directory=str(tmp_path / "copies"), on_success=command))
    for _ in range(2):
        await copying.Attempts().make(settings, None)
    words = "copy proved: 1 room, 12,345 messages, restored in 0.4 s"
    assert [line.partition(": ")[2] for line in heard.read_text().splitlines()] == [words] * 2


async def test_a_copy_whose_process_cannot_begin_has_failed_like_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    settings = settings_of(folder, tmp_path / "heard")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no python"))
    await copying.Attempts().make(settings, None)
    assert "could not begin (No such file or directory)" in (tmp_path / "heard").read_text()
    assert record.read(folder).failures == 1


@pytest.mark.parametrize("trouble", ["no folder", "disk full"])
async def test_it_hears_of_one_that_could_not_even_be_written_down(tmp_path: Path, trouble: str) -> None:
    (tmp_path / "file").touch()
    folder = tmp_path / ("file" if trouble == "no folder" else "") / "copies"
    if trouble == "disk full":
        (folder / f"{record.NAME}.new").mkdir(parents=True)
    heard, attempts = tmp_path / "heard", copying.Attempts()
    settings = settings_of(folder, heard)
    for _ in range(2):
        await attempts.make(settings, None)
        assert len(heard.read_text().splitlines()) == 1
    assert record.read(folder) == record.Record()
    made = datetime.fromtimestamp(attempts.failed_at / 1000)
    assert copying.until_next(settings.backup, attempts.known(folder), made) == copying.AGAIN


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (("/nowhere/mail",), "No such file or directory"),
        ((sys.executable, "-c", "raise SystemExit(3)"), "it ended with 3"),
        ((sys.executable, "-c", "import time; time.sleep(99)"), "it took longer than"),
    ],
)
async def test_that_nobody_could_be_told_stands_in_the_log(
    command: tuple[str, ...], why: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(telling, "LONGEST", 0.5 if "took" in why else 60.0)
    await telling.tell(command, "the disk is full")
    assert told(caplog) == ["not_told"]
    assert why in caplog.text
