"""The process that decides, from the lock on: what it does where the database is lost just when its turn has come."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import structs
from tests.log.book import fold
from tests.support.certificate import put_certificate
from tests.support.postgres import Postgres, postgres
from tests.support.told import told

from hubbub.bus import Bus, CannotReach
from hubbub.chat.ports import State
from hubbub.log.postgres import PostgresLog, open_in_turn
from hubbub.server.cluster import decider
from hubbub.server.entrance.tls import CERTIFICATE, KEY, Pair, Served
from hubbub.server.process.early import Early
from hubbub.server.process.run import LOG_BROKEN
from hubbub.settings import Data, Settings

END = "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'hubbub write'"


async def no_bus(address: str, name: str) -> Bus:
    raise CannotReach("there is none")


class Turns:
    """Gives the log that was opened in our turn; `lost`: how often its connection is lost before anything was read."""

    def __init__(self, server: Postgres, address: str, lost: int) -> None:
        self.server = server
        self.address = address
        self.lost = lost

    def __call__(self) -> PostgresLog | None:
        log = open_in_turn(self.address, fold, lambda: None, lambda: False, 60)
        if self.lost:
            self.lost -= 1
            self.server.sql(END, "log")
        return log


class Nobody(decider.Parent):
    """A node that is no more: whoever decides ends at once."""

    def __init__(self) -> None:
        self.is_gone = True


@pytest.fixture(autouse=True)
def signals_and_words_are_ours_again() -> Iterator[None]:
    """Whoever decides listens to both until the process ends."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    loggers = [logging.getLogger(name) for name in ("", "hubbub")]
    listeners = [list(logger.handlers) for logger in loggers]
    yield
    for number, handler in before.items():
        signal.signal(number, handler)
    for logger, handlers in zip(loggers, listeners, strict=True):
        logger.handlers[:] = handlers


def started_at(address: str, folder: Path) -> decider.Started:
    settings = Settings(data=Data(directory=str(folder)))
    settings = structs.replace(settings, cluster=structs.replace(settings.cluster, log=address))
    put_certificate(folder / "own")
    pair = Pair(folder / "own" / CERTIFICATE, folder / "own" / KEY, own=True)
    return decider.Started(settings, True, lambda: settings, None, Early(), Served(pair))


def test_who_loses_the_database_before_the_beginning_waits_for_it(tmp_path: Path) -> None:
    """And does not end, so that its node has to start another one, which takes seconds."""
    server = postgres()
    address = server.emptied("log")
    started = started_at(address, tmp_path)
    turns = Turns(server, address, 1)
    codes = [decider.turn(started, turns, no_bus, Nobody(), asyncio.new_event_loop) for _ in range(2)]
    assert codes == [None, 0]


def test_who_is_taken_over_before_the_beginning_ends_with_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    server = postgres()
    address = server.emptied("log")
    load = PostgresLog.load

    def slow(self: PostgresLog, now: int) -> State:
        state = load(self, now)
        server.sql("update hubbub.head set generation = generation + 1", "log")
        return state

    monkeypatch.setattr(PostgresLog, "load", slow)
    turns = Turns(server, address, 0)
    code = decider.turn(started_at(address, tmp_path), turns, no_bus, Nobody(), asyncio.new_event_loop)
    assert (code, told(caplog)) == (LOG_BROKEN, ["log_broken"])
    assert "Another hubbub has taken over" in caplog.text
