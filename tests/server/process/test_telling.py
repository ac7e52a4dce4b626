"""Operators are told by a program of their own choice."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.support.told import told

from hubbub.server.process import copying, telling
from hubbub.settings import Settings
from hubbub.settings.model import Backup, Data

WRITES = "import sys; open(sys.argv[1], 'a').write(sys.stdin.read())"


@pytest.fixture(autouse=True)
async def the_loop_lets_go_of_what_has_ended() -> AsyncIterator[None]:
    yield
    for _ in range(10):
        await asyncio.sleep(0)


async def test_it_hears_of_the_first_copy_that_fails_and_then_once_a_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(copying, "TELL", 2)  # attempts a day
    (tmp_path / "copies").mkdir()
    heard = tmp_path / "heard"
    settings = Settings(
        data=Data(directory=str(tmp_path / "nowhere")),
        backup=Backup(
            every=3600, directory=str(tmp_path / "copies"), on_failure=(sys.executable, "-c", WRITES, str(heard))
        ),
    )
    for lines in (1, 1, 2):
        await copying._copy_and_tell(settings, None)
        assert len(heard.read_text().splitlines()) == lines
    assert ": a copy failed: " in heard.read_text()
    assert told(caplog) == ["copy_failed"] * 3


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
