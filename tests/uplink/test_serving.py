"""A server that a console looks after: real processes, started, attached to, killed, stopped."""

from __future__ import annotations

import os
import queue
import shutil
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from hubbub.console.records import Answer, Facts, Order, Rates
from hubbub.console.state import ServerStatus
from hubbub.uplink.serving import Serving, Told, last_words

pytestmark = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no console on this platform")


class Looking:
    """A `Serving`, and what it tells."""

    def __init__(self, folder: Path) -> None:
        self.told: queue.SimpleQueue[Told] = queue.SimpleQueue()
        command = [sys.executable, "-m", "hubbub", "serve", "--data", str(folder)]
        self.serving = Serving(folder, command, self.tell)

    def tell(self, told: list[Told]) -> None:
        for one in told:
            self.told.put(one)

    def until(self, true: Callable[[Told], bool]) -> Told:
        while not true(one := self.told.get(timeout=60)):
            pass
        return one

    def stands(self, phase: str) -> ServerStatus:
        found = self.until(lambda one: isinstance(one, ServerStatus) and one.phase == phase)
        assert isinstance(found, ServerStatus)
        return found


def test_a_server_is_started_left_found_again_killed_and_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2] / "src"))
    folder = tmp_path / "data"
    first, second = Looking(folder), Looking(folder)
    second.serving.attach()
    assert "No server runs on the folder" in second.stands("stopped").why
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        first.serving.start("127.0.0.1", port)
        failed = first.stands("failed")
        assert failed.why == f"Port {port} is taken by another program."
        assert failed.free not in (0, port)
    first.serving.start("127.0.0.1", port)
    first.stands("running")
    facts = first.until(lambda one: isinstance(one, Facts))
    assert isinstance(facts, Facts)
    assert facts.places[0].port == port
    first.serving.leave()  # as a window that is closed, or killed
    second.serving.start("127.0.0.1", 0)
    assert second.stands("stopped").taken
    second.serving.attach()
    second.stands("running")
    second.serving.order(Order(1, "restart"))
    second.stands("lost")
    second.stands("running")  # the same process, which has begun anew
    second.until(lambda one: isinstance(one, Rates))
    second.serving.order(Order(2, "rooms"))
    assert "lobby" in str(second.until(lambda one: isinstance(one, Answer) and one.number == 2))
    assert first.serving.child is not None
    assert os.getsid(first.serving.child.pid) != os.getsid(0)
    second.serving.stop(3)
    second.stands("stopping")
    second.stands("stopped")
    assert first.serving.child.wait(20) == 0
    third = Looking(folder)
    for _ in range(3):  # somebody who presses the button again and again
        third.serving.start("127.0.0.1", port)
    third.stands("running")
    child = third.serving.child
    third.serving.start("127.0.0.1", port)
    assert third.serving.child is child is not None
    child.send_signal(signal.SIGKILL)
    assert third.stands("failed").why == "The server was killed by signal 9.", "and nothing of the starts before"
    assert (folder / "server.log").stat().st_mode & 0o777 == 0o600
    second.serving.leave()
    third.serving.leave()


def test_the_last_words_are_sentences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "server.log"
    came = '{"level": "info", "message": "lea came"}'
    log.write_text('{"message": "an \\"old\\" one"}\n' + came + "\nError: the port is taken\n")
    assert last_words(log, 0).splitlines() == ['an "old" one', "the port is taken"]
    assert last_words(tmp_path / "none", 0) == ""
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=0))
    assert last_words(tmp_path / "none", 0) == f"The disk is full: there is no room in {tmp_path}."
    assert "the port is taken" in last_words(log, 0)
