"""Accepting, and refusing: by address, by number, and when there are no descriptors left. Bad input 79."""

from __future__ import annotations

import asyncio
import resource
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.support.real_server import running

from hubbub.server.entrance.listener import CannotListen, QuickSocket, listen_on, stop_listening
from hubbub.server.entrance.refusing import refuse
from hubbub.server.net.addresses import FULL
from hubbub.server.process.run import bind
from hubbub.settings import Limits, Listen, Listener, Settings


@pytest.fixture
def pairs() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    theirs.settimeout(5)
    yield ours, theirs
    ours.close()
    theirs.close()


def test_a_taken_port_is_named() -> None:
    [sock] = listen_on(Listener("any", "127.0.0.1", 0))
    port = sock.getsockname()[1]
    with pytest.raises(CannotListen, match=rf"127\.0\.0\.1:{port}: the port is taken"):
        listen_on(Listener("any", "127.0.0.1", port))
    sock.close()


def test_an_address_of_another_machine_is_named() -> None:
    with pytest.raises(CannotListen, match="does not have that address"):
        listen_on(Listener("any", "203.0.113.1", 7777))


def test_a_name_that_is_none() -> None:
    with pytest.raises(CannotListen, match=r"no\.such\.host\.invalid"):
        listen_on(Listener("any", "no.such.host.invalid", 7777))


@pytest.mark.parametrize("host", ["a..b", f"{'x' * 70}.example"])
def test_what_can_be_no_name_of_a_host_is_told(host: str) -> None:
    with pytest.raises(CannotListen, match="no name of a host"):
        listen_on(Listener("any", host, 7777))


def test_no_host_means_both_families() -> None:
    sockets = listen_on(Listener("any", "", 0))
    port = sockets[0].getsockname()[1]
    for host in ("127.0.0.1", "::1") if socket.has_dualstack_ipv6() else ("127.0.0.1",):
        socket.create_connection((host, port)).close()
    for sock in sockets:
        sock.close()


def test_localhost_is_one_port_in_both_families() -> None:
    sockets = listen_on(Listener("any", "localhost", 0))
    assert len({sock.getsockname()[1] for sock in sockets}) == 1
    for sock in sockets:
        sock.close()


def test_a_refusal_is_one_line(pairs: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = pairs
    refuse(ours, FULL)
    assert theirs.recv(1000) == b"ERROR :The server is full, try again later.\r\n"
    assert theirs.recv(1000) == b""


def test_a_refusal_is_503_to_a_browser(pairs: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = pairs
    theirs.send(b"GET / HTTP/1.1\r\n")
    refuse(ours, FULL)
    assert theirs.recv(1000).startswith(b"HTTP/1.1 503 Service Unavailable\r\n")


def test_a_refusal_of_tls_is_silent(pairs: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = pairs
    theirs.send(b"\x16\x03\x01")
    refuse(ours, FULL)
    assert theirs.recv(1000) == b""


def test_whoever_is_gone_already_cannot_be_refused(pairs: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = pairs
    theirs.close()
    refuse(ours, FULL)
    assert ours.fileno() == -1


async def test_too_many_from_one_address() -> None:
    limits = Limits(connections_per_private_address=2)
    async with running(limits=limits, no_limits=False) as served:
        first, _second = await served.connect(), await served.connect()
        third = await served.connect()
        browser = await served.connect()
        await asyncio.sleep(0)  # who is refused at once has been by now
        browser.send("GET / HTTP/1.1", "Host: localhost", "")
        assert (await browser.line()) == "HTTP/1.1 503 Service Unavailable"
        assert await third.rest() == ["ERROR :Too many connections from your address. Close one first."]
        first.writer.transport.abort()
        await served.until(lambda: served.server.entrance.count == 1)
        fourth = await served.connect()
        fourth.send("alice")
        assert "What is your name?" in await fourth.line()


async def test_a_full_server_says_so() -> None:
    async with running(most=1) as served:
        first = await served.connect()
        first.send("alice")
        await first.line()
        assert "The server is full, try again later." in (await (await served.connect()).rest())[0]


async def test_many_at_once_all_get_in_each_with_the_options_of_what_they_came_by() -> None:
    async with running() as served:
        clients = [await served.connect() for _ in range(200)]
        for number, client in enumerate(clients):
            client.send(f"guest{number}")
        for client in clients:
            assert "What is your name?" in await client.line()
        for listening in served.server.acceptors[0].sockets:  # as it was when somebody came before it was prepared
            listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 0)
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 0)
        early = await served.connect()
        early.send("early")
        assert "What is your name?" in await early.line()
        assert len(served.server.engine.connections) == 201
        for connection in served.server.engine.connections:
            sock = connection.transport.get_extra_info("socket")
            assert sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 1
            assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
            assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_OOBINLINE) == 1


def test_a_quick_socket_is_one_with_plain_numbers(pairs: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = pairs
    named, number = ours.family, ours.fileno()
    ours.__class__ = QuickSocket
    assert (ours.family, ours.type, ours.fileno()) == (named, socket.SOCK_STREAM, number)
    assert f"{ours.family!r} {ours.type!r}" == f"{int(named)} {int(socket.SOCK_STREAM)}"
    ours.sendall(b"hi")
    assert theirs.recv(2) == b"hi"


async def test_without_descriptors_people_are_turned_away_and_it_goes_on() -> None:
    """The limit is lowered to what is open now and two more: the client's own end, and nothing for the server's."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    async with running() as served:
        first = await served.connect()
        first.send("alice")
        await first.line()
        outside = socket.socket()
        outside.setblocking(False)
        spare = socket.socket().detach()
        resource.setrlimit(resource.RLIMIT_NOFILE, (spare, hard))
        try:
            with pytest.raises(OSError, match="Too many open files"):
                socket.socket()
            await served.server.engine.loop.sock_connect(outside, ("127.0.0.1", served.port))
            words = await served.server.engine.loop.sock_recv(outside, 1000)
            assert FULL.encode() in words
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
            socket.close(spare)
            outside.close()
        later = await served.connect()
        later.send("bob")
        assert "What is your name?" in await later.line()


def said(path: Path) -> bytes:
    """The first that comes from who listens there."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(10)
        client.connect(str(path))
        return client.recv(100)


def test_a_path_is_listened_on_and_nothing_is_left_there(tmp_path: Path) -> None:
    place = tmp_path / "chat.sock"
    listener = Listener("any", "", 0, str(place))
    (ours,) = listen_on(listener)
    assert place.stat().st_mode & 0o777 == 0o666
    with pytest.raises(CannotListen, match=r"chat\.sock: another server listens there\.$"):
        listen_on(listener)
    stop_listening(ours)
    assert not place.exists()
    with socket.socket(socket.AF_UNIX) as left:  # by one that was killed
        left.bind(str(place))
    (ours,) = listen_on(listener)
    stop_listening(ours)
    assert not place.exists()
    place.write_text("mine")
    with pytest.raises(CannotListen, match="something else is there"):
        listen_on(listener)
    assert place.read_text() == "mine"
    with pytest.raises(CannotListen, match="No such file or directory"):
        listen_on(Listener("any", "", 0, str(tmp_path / "none" / "chat.sock")))


def test_a_path_where_another_server_listens_meanwhile_stays(tmp_path: Path) -> None:
    """As systemd does, or a server that was started after the file had been removed."""
    place = tmp_path / "chat.sock"
    listener = Listener("any", "", 0, str(place))
    (ours,) = listen_on(listener)
    place.unlink()
    (theirs,) = listen_on(listener)
    stop_listening(ours)
    with ThreadPoolExecutor(1) as threads:
        theirs.settimeout(10)
        theirs.accept()[0].close()  # who looked whether somebody listens there
        heard = threads.submit(said, place)
        with theirs.accept()[0] as accepted:
            accepted.sendall(b"theirs")
            assert heard.result() == b"theirs"
    stop_listening(theirs)


def test_what_could_not_be_bound_whole_leaves_no_path_behind(tmp_path: Path) -> None:
    place = tmp_path / "chat.sock"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        listen = Listen(host="127.0.0.1", port=0, addresses=(f"unix:{place}", f"127.0.0.1:{port}"))
        with pytest.raises(CannotListen, match=str(port)):
            bind(Settings(listen=listen))
    assert not place.exists()
