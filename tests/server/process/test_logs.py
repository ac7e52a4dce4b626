"""What the operator reads. Bad input 90."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
from tests.support.real_server import running

from hubbub.server.process import logs


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
    assert "secret" not in stream.getvalue()


async def test_a_terminal_gets_sentences() -> None:
    stream = Terminal()
    logs.set_up(stream)
    await comings_and_goings()
    text = stream.getvalue()
    assert "alice came from 127.0.0.1 (irc); 1 online" in text
    assert "alicia went (said goodbye); 0 online" in text
    assert "secret" not in text


@pytest.mark.parametrize("stream", [io.StringIO(), Terminal()])
def test_controls_cannot_reach_the_terminal_or_make_a_line(stream: io.StringIO) -> None:
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
    assert "ValueError: boom" in entry["traceback"]
