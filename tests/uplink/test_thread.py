"""The network in a thread: what a window asks for and what it is told, with a real server."""

from __future__ import annotations

import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.support.threaded_server import threaded_server

from hubbub.client.changes import MessageAdded
from hubbub.client.events import Ready
from hubbub.client.session import Client
from hubbub.uplink.addresses import Address
from hubbub.uplink.dial import Dialer, known
from hubbub.uplink.happenings import PhaseChanged
from hubbub.uplink.ports import Told
from hubbub.uplink.thread import Network, ThreadedVisit
from hubbub.uplink.trouble import Trouble

PATIENCE = 20.0  # seconds; a test that needs them has failed


class Window:
    """What a window does: waits until something is there, and lets it be delivered."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.told: list[Told] = []
        self.calls = 0
        self.threads: set[int] = set()

    def changed(self, told: list[Told]) -> None:
        self.told += told
        self.calls += 1
        self.threads.add(threading.get_ident())

    def until(self, true: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not true():
            readable = self.network.fileno()
            assert readable is not None
            assert select.select([readable], [], [], max(0, end - time.monotonic()))[0], self.told
            self.network.deliver()

    def until_told(self, kind: type) -> None:
        self.until(lambda: any(isinstance(one, kind) for one in self.told))

    @property
    def phases(self) -> list[str]:
        return [one.phase for one in self.told if isinstance(one, PhaseChanged)]


@pytest.fixture
def network() -> Iterator[Network]:
    made = Network()
    made.start()
    yield made
    made.close()


@pytest.fixture
def window(network: Network) -> Window:
    return Window(network)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with threaded_server() as port:
        yield port


def visit(window: Window, port: int, folder: Path, name: str) -> ThreadedVisit:
    return window.network.visit(
        Client(name, f"nonce{name}"), lambda: Dialer(Address("127.0.0.1", port), known(folder)), window.changed
    )


def test_a_window_is_told_in_its_own_thread(window: Window, port: int, tmp_path: Path) -> None:
    going = visit(window, port, tmp_path, "alice")
    window.until_told(Ready)
    window.until(lambda: "on" in window.phases)
    assert window.phases == ["connecting", "entering", "on"]
    assert window.threads == {threading.get_ident()}
    with going.reading() as client:
        assert client.ready
    going.leave()
    window.until(lambda: "over" in window.phases)
    assert going.inner.over == Trouble("left")


def test_what_waits_comes_in_one_call(window: Window, port: int, tmp_path: Path) -> None:
    going = visit(window, port, tmp_path, "bob")
    window.until(lambda: "on" in window.phases)
    done = threading.Event()
    for number in range(50):
        going.typed(f"line {number}")
    window.network.call(done.set)
    done.wait(PATIENCE)
    calls = window.calls
    window.network.deliver()
    assert window.calls <= calls + 1
    going.leave()
    window.until(lambda: "over" in window.phases)


def test_the_end_comes_within_a_second_whatever_hangs(window: Window, tmp_path: Path) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        visit(window, silent.getsockname()[1], tmp_path, "carol")
        window.until(lambda: "entering" in window.phases)
        hangs = threading.Event()
        window.network.call(lambda: window.network._loop.run_in_executor(None, hangs.wait))
        window.network.close()
        assert not window.network._thread.is_alive()
        hangs.set()


def test_work_is_done_in_the_loop_and_answered_in_the_window(window: Window) -> None:
    answers: list[object] = []

    async def well() -> list[int]:
        return [threading.get_ident()]

    async def badly() -> list[int]:
        raise Trouble("running")

    window.network.ask(well, answers.append, answers.append)
    window.network.ask(badly, answers.append, answers.append)
    window.until(lambda: len(answers) == 2)
    assert answers[0] != [threading.get_ident()]
    assert answers[1] == Trouble("running")


def test_a_window_that_fails_is_told_the_rest_the_next_time(window: Window) -> None:
    heard: list[str] = []

    def fails(text: str) -> None:
        raise ValueError(text)

    window.network.put(fails, "first")
    window.network.put(heard.append, "second")
    with pytest.raises(ValueError, match="first"):
        window.network.deliver()
    window.until(lambda: heard == ["second"])


def test_reading_and_the_network_take_turns(window: Window, port: int, tmp_path: Path) -> None:
    going = visit(window, port, tmp_path, "dora")
    window.until(lambda: "on" in window.phases)
    with going.reading() as client, going.reading():
        going.typed("meanwhile")
        assert len(client.queue) == 0
    window.until(lambda: any(isinstance(one, MessageAdded) and one.message.text == "meanwhile" for one in window.told))
    going.leave()
    window.until(lambda: "over" in window.phases)
