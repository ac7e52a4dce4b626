"""What the operator reads. Bad input 90."""

from __future__ import annotations

import io
import json
import logging
import os
import string
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.examples import examples
from tests.support.memory_chat import MemoryChat
from tests.support.real_server import running

from hubbub.chat.chat import Batch
from hubbub.chat.events import Event, RoomCreated, UserArrived
from hubbub.chat.party import Party
from hubbub.commands import timekeeping
from hubbub.server.core.turned_away import TurnedAway
from hubbub.server.process import logs
from hubbub.server.process.metrics import Metrics
from hubbub.settings import Limits, Log


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _root_logger() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


async def comings_and_goings() -> None:
    async with running() as served:
        alice = await served.connect()
        alice.send("NICK alice", "USER a 0 * :a", "PRIVMSG #lobby :the secret", "JOIN #a", "PRIVMSG #a :the secret")
        alice.send("NICK alicia", "PING 1")
        await alice.until(" PONG ")
        alice.send("QUIT :secret words of goodbye")
        await alice.rest()
        await served.until(lambda: served.server.entrance.count == 0)


async def test_json_lines_say_who_came_and_went_and_never_what_was_said() -> None:
    stream = io.StringIO()
    logs.set_up(stream)
    await comings_and_goings()
    entries = [json.loads(line) for line in stream.getvalue().splitlines()]
    by_event = {entry["event"]: entry for entry in entries}
    came = by_event["came"]
    assert (came["who"], came["address"], came["client"], came["online"]) == ("alice", "127.0.0.1", "irc", 1)
    assert (by_event["renamed"]["who"], by_event["renamed"]["new_name"]) == ("alice", "alicia")
    assert (by_event["went"]["who"], by_event["went"]["reason"]) == ("alicia", "quit")
    assert by_event["went"]["online"] == 0
    assert by_event["room_created"]["room"] == "#a"
    assert "secret" not in stream.getvalue()


class Writes(io.StringIO):
    """What is written, each time."""

    def __init__(self) -> None:
        super().__init__()
        self.writes: list[str] = []

    def write(self, text: str) -> int:
        self.writes.append(text)
        return len(text)


def of_a_batch(chat: MemoryChat, *events: Event) -> None:
    commits = SimpleNamespace(observers=[])
    engine = SimpleNamespace(chat=chat.core, commits=commits, turned_away=TurnedAway())
    watcher = logs.Watcher(engine)  # type: ignore[arg-type]
    batch = Batch()
    batch.events = list(events)
    watcher.see(batch)


def came(name: str, client: object = "irc") -> UserArrived:
    return UserArrived(id=1, at=1, name=name, source=f"{name}!u@h", party=Party("v1"), client=client)  # type: ignore[arg-type]


def test_what_is_told_of_one_batch_is_one_write_in_order() -> None:
    stream = Writes()
    logs.set_up(stream)
    of_a_batch(MemoryChat(), came("alice"), RoomCreated(log=1, at=1, name="#a"), came("bob"))
    (written,) = stream.writes
    assert [json.loads(line)["message"] for line in written.splitlines()] == [
        "alice came from somewhere (irc); 0 online", "room #a was made", "bob came from somewhere (irc); 0 online",
    ]  # fmt: skip


def test_a_line_that_cannot_be_told_costs_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Writes()
    logs.set_up(stream)
    monkeypatch.setattr(logs, "_plainly", lambda entry: {"alice": "ALICE"}[entry["who"]])
    of_a_batch(MemoryChat(), came("bob"), came("alice"))
    assert "".join(stream.writes) == "ALICE\n"


def test_of_a_batch_other_handlers_hear_line_by_line(caplog: pytest.LogCaptureFixture) -> None:
    logs.set_up(io.StringIO())
    logging.getLogger().addHandler(caplog.handler)
    of_a_batch(MemoryChat(), came("alice"), came("bob"))
    assert [record.getMessage().split()[0] for record in caplog.records] == ["alice", "bob"]
    logs.follow(Log(level="warning"))
    of_a_batch(MemoryChat(), came("carol"))
    assert len(caplog.records) == 2


async def logins() -> None:
    async with running() as served:
        alice = await served.connect()
        alice.send("NICK alice", "USER a 0 * :a", "NS REGISTER secret12", "PING 1")
        await alice.until(" PONG ")
        other = await served.connect()
        other.send("NICK bob", "USER b 0 * :b", "NS LOGIN alice wrong123", "NS LOGIN alice secret12", "PING 1")
        await other.until(" PONG ")
        other.send("QUIT")
        await other.rest()
        carol = await served.irc("carol")
        carol.send("NS REGISTER secret12", "NS LOGOUT", "QUIT")
        await carol.rest()
        alice.send("QUIT")
        await alice.rest()
        await served.until(lambda: served.server.entrance.count == 0)


async def test_logins_wrong_passwords_and_devices_are_told() -> None:
    stream = io.StringIO()
    logs.set_up(stream)
    await logins()
    by_event = {entry["event"]: entry for entry in map(json.loads, stream.getvalue().splitlines())}
    failed, login = by_event["login_failed"], by_event["login"]
    assert (failed["account"], failed["address"], failed["way"]) == ("alice", "127.0.0.1", "password")
    assert (login["account"], login["address"]) == ("alice", "127.0.0.1")
    assert by_event["device_gone"]["who"] == by_event["away"]["who"] == "alice"
    assert (by_event["logout"]["who"], by_event["logout"]["account"]) == ("carol", "carol")
    assert "secret12" not in stream.getvalue()


@pytest.mark.parametrize(("addresses", "shown"), [("none", False), ("cloaked", False), ("full", True)])
def test_addresses_stand_there_as_wanted(addresses: Literal["none", "cloaked", "full"], shown: bool) -> None:
    chat = MemoryChat()
    stream = io.StringIO()
    logs.set_up(stream, Log(format="text"))
    engine = SimpleNamespace(chat=chat.core, commits=SimpleNamespace(observers=[]), turned_away=TurnedAway())
    watcher = logs.Watcher(engine, addresses)  # type: ignore[arg-type]
    chat.irc("alice")
    batch = Batch()
    batch.events = chat.happened
    watcher.see(batch)
    assert "alice came from" in stream.getvalue()
    assert ("192.0.2.1" in stream.getvalue()) is shown
    assert (".ip" in stream.getvalue()) is (addresses == "cloaked")


def test_a_clock_that_leapt_ahead_is_told_of_and_its_being_put_right() -> None:
    chat, stream = MemoryChat(), io.StringIO()
    logs.set_up(stream, Log(format="json"))
    engine = SimpleNamespace(chat=chat.core, commits=SimpleNamespace(observers=[]), turned_away=TurnedAway())
    watcher = logs.Watcher(engine)  # type: ignore[arg-type]
    for milliseconds in (2 * 3_600_000, -2 * 3_600_000):
        timekeeping.look_at_clock(chat.core)
        chat.set_forward(milliseconds)
        timekeeping.look_at_clock(chat.core)
    chat.commit()
    batch = Batch()
    batch.events = chat.happened
    watcher.see(batch)
    told = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [(line["event"], line["level"]) for line in told] == [("clock_ahead", "warning"), ("clock_believed", "info")]
    assert told[0]["message"] == "the time of day is 2 hours ahead of what has passed: for a day nothing ends by that"


def test_the_settings_say_how_much_and_in_which_form() -> None:
    stream = Terminal()
    logs.set_up(stream, Log(level="warning", format="json"))
    logging.getLogger("x").info("not told")
    logging.getLogger("x").warning("told")
    assert [json.loads(line)["message"] for line in stream.getvalue().splitlines()] == ["told"]


def test_journald_hears_how_bad_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with (tmp_path / "journal").open("w+") as stream:
        status = os.fstat(stream.fileno())
        monkeypatch.setenv("JOURNAL_STREAM", f"{status.st_dev}:{status.st_ino}")
        logs.set_up(stream, Log(format="text"))
        logging.getLogger("x").warning("careful")
        logging.getLogger("x").info("fine")
        stream.seek(0)
        assert [line[:3] for line in stream] == ["<4>", "<6>"]


async def test_a_terminal_gets_sentences() -> None:
    stream = Terminal()
    logs.set_up(stream)
    await comings_and_goings()
    text = stream.getvalue()
    assert "alice came from 127.0.0.1 (irc); 1 online" in text
    assert "alicia went (said goodbye); 0 online" in text
    assert "secret" not in text


@pytest.mark.parametrize(
    ("level", "extra", "ink"),
    [
        (logging.INFO, {}, ""),
        (logging.INFO, {"event": "copied"}, "\x1b[32m"),
        (logging.WARNING, {}, "\x1b[33m"),
        (logging.WARNING, {"event": "trouble", "what": "copy_failed"}, "\x1b[31m"),
        (logging.ERROR, {}, "\x1b[31m"),
    ],
)
def test_a_terminal_shows_good_and_bad_in_colour(
    level: int, extra: dict[str, str], ink: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    stream = Terminal()
    logs.set_up(stream)
    logging.getLogger("hubbub.x").log(level, "words", extra=extra)
    line = stream.getvalue()
    assert line.endswith("words\x1b[m\n" if ink else "  words\n")
    assert ink in line
    monkeypatch.setenv("NO_COLOR", "1")
    stream = Terminal()
    logs.set_up(stream)
    logging.getLogger("hubbub.x").log(level, "words", extra=extra)
    assert "\x1b" not in stream.getvalue()


@settings(max_examples=examples(300))
@given(
    st.text(),
    st.dictionaries(
        st.text(string.ascii_lowercase, min_size=1),
        st.text(st.characters()) | st.text(st.characters(max_codepoint=127)) | st.integers(0, 2**53) | st.booleans(),
    ),
)
def test_what_happened_is_written_as_python_writes_json(sentence: str, fields: dict[str, object]) -> None:
    """Spaces and escapes, too: programs look for them in the log of any hubbub."""
    record = logs.Happened(sentence, {"event": "came", **fields, "folder": "caf\udce9", "seconds": 0.125})
    plain = logs.Happened(sentence, {"event": "came", **fields, "seconds": 0.125})
    for one in (record, plain):
        line = logs.JsonLines().format(one)
        assert line == json.dumps(json.loads(line))
        assert json.loads(line).items() >= one.fields.items()
        assert line.isascii()
        assert line.isprintable()


@pytest.mark.parametrize("stream", [io.StringIO(), Terminal()])
def test_controls_cannot_reach_the_terminal_or_make_a_line(
    stream: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    logs.set_up(stream)
    logging.getLogger("x").warning("name %s", "a\r\nb\x1b[2J\u009b\u202e")
    text = stream.getvalue()
    assert text.count("\n") == 1
    assert not set("\r\x1b\u009b\u202e") & set(text)


def test_what_went_wrong_is_told_with_its_place() -> None:
    stream = io.StringIO()
    logs.set_up(stream)
    try:
        raise ValueError("boom")
    except ValueError:
        logging.getLogger("x").exception("oh", extra={"event": "bug"})
    entry = json.loads(stream.getvalue())
    assert (entry["level"], entry["event"], entry["message"]) == ("error", "bug", "oh")
    assert entry["error"] == "ValueError: boom"
    assert entry["where"][-1].startswith("test_logs.py:")
    assert "Traceback" not in stream.getvalue()


def test_who_goes_in_the_middle_of_an_answer_is_no_warning() -> None:
    """A client that closes TLS while it is not read: asyncio warns of each write until then."""
    stream = io.StringIO()
    logs.set_up(stream)
    logs.set_up(stream)
    for text in ("SSL connection is closed", "socket.send() raised exception.", "something else"):
        logging.getLogger("asyncio").warning(text)
    assert [json.loads(line)["message"] for line in stream.getvalue().splitlines()] == ["something else"]


def test_a_fault_is_one_line_for_people_too() -> None:
    """ "No traceback in log anywhere"."""
    stream = Terminal()
    logs.set_up(stream)
    try:
        raise ValueError("boom\nbang")
    except ValueError:
        logging.getLogger("x").exception("oh")
    (line,) = stream.getvalue().splitlines()
    assert "oh: ValueError: boom bang (test_logs.py:" in line


def test_a_fault_that_python_could_tell_nobody_of_is_told() -> None:
    stream = io.StringIO()
    logs.set_up(stream)
    found = SimpleNamespace(exc_value=ValueError("boom"), exc_traceback=None)
    sys.unraisablehook(found)
    logging.getLogger("x").warning("something else")
    told = [json.loads(line)["event"] for line in stream.getvalue().splitlines()]
    assert told == ["bug", "log"]


async def test_who_is_not_let_in_is_told_of_once_and_counted() -> None:
    stream = io.StringIO()
    logs.set_up(stream)
    limits = Limits(connections_per_private_address=2, connections_per_address=2)
    async with running(no_limits=False, limits=limits) as served:
        alice = await served.connect()
        alice.send("NICK alice", "USER a 0 * :a", "PING 1")
        await alice.until(" PONG ")
        await served.connect()
        for _ in range(2):
            third = await served.connect()
            await third.until("Too many connections")
        assert served.server.engine.turned_away.counts == {"connections_per_address": 2}
        assert 'hubbub_refused_total{limit="connections_per_address"} 2.0' in Metrics(served.server).text()[1].decode()
    (refused,) = [line for line in map(json.loads, stream.getvalue().splitlines()) if line["event"] == "refused"]
    assert (refused["address"], refused["why"]) == ("127.0.0.1", "connections_per_address")


async def test_a_slow_commit_is_told_of_now_and_then() -> None:
    stream = io.StringIO()
    logs.set_up(stream)
    async with running() as served:
        for _ in range(2):
            served.server.engine.commits._note(2.5, 1)
    (slow,) = [line for line in map(json.loads, stream.getvalue().splitlines()) if line["event"] == "slow_commit"]
    assert (slow["level"], slow["seconds"]) == ("warning", 2.5)
