"""`hubbub chat` in a pipe, as a process, with a real server."""

from __future__ import annotations

import asyncio
import os
import re
import signal
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from pathlib import Path
from sys import executable

import pytest
from tests.support.server_process import ROOT, ServerProcess, server_process

from hubbub.cli.console_client import ConsoleClient
from hubbub.server.entrance import selfsigned
from hubbub.server.entrance.tls import Pair

PATIENCE = 60.0  # seconds; a test that needs them has failed


class Chat:
    """A running `hubbub chat`; `seen` is all that it wrote."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.seen: list[str] = []

    def type(self, *lines: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("".join(f"{line}\n" for line in lines).encode())

    async def until(self, pattern: str) -> str:
        """The next line in which the pattern is found."""
        assert self.process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            while line := await self.process.stdout.readline():
                self.seen.append(line.decode().rstrip("\n"))
                if re.search(pattern, self.seen[-1]):
                    return self.seen[-1]
        raise AssertionError(f"{pattern!r} never came:\n" + "\n".join(self.seen))

    async def end(self) -> int:
        """Close its standard input; the exit code."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        async with asyncio.timeout(PATIENCE):
            self.seen += (await self.process.stdout.read()).decode().splitlines()
            return await self.process.wait()

    def said(self, name: str) -> list[str]:
        """What that one said in the lobby, in the order it was shown."""
        found = (re.fullmatch(rf"\[[-0-9: ]+\] \[{name}\]: (.*)", line) for line in self.seen)
        return [one[1] for one in found if one]


async def chat(folder: Path, *arguments: str) -> Chat:
    environment = {"PYTHONPATH": str(ROOT / "src"), "XDG_CONFIG_HOME": str(folder), "XDG_STATE_HOME": str(folder)}
    process = await asyncio.create_subprocess_exec(
        *(executable, "-m", "hubbub", "chat", *arguments),
        stdin=PIPE,
        stdout=PIPE,
        env=os.environ | environment,
    )
    return Chat(process)


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[ServerProcess]:
    async with server_process(tmp_path) as running:
        yield running


async def join(server: ServerProcess, folder: Path, name: str, *options: str) -> Chat:
    joined = await chat(folder, "127.0.0.1", str(server.port), "--name", name, *options)
    await joined.until("^Registration successful")
    await joined.until("Online now|Nobody else")
    return joined


async def test_a_conversation_in_pipes(server: ServerProcess, tmp_path: Path) -> None:
    bob, alice = await join(server, tmp_path, "bob"), await join(server, tmp_path, "alice")
    await bob.until(r"\* alice has joined the chat\.$")
    alice.type("hello", "@bob hi", "/join team", "in the team", "leave", "back")
    assert await alice.end() == 0
    assert alice.seen[-1] == "Goodbye."
    await bob.until("^.{10} Private message from alice: hi$")
    await bob.until("^.{10} \\* alice has left the chat \\(quit\\)\\.$")
    assert bob.said("alice") == ["hello", "back"]
    assert await bob.end() == 0
    assert not any("\x1b" in line for line in bob.seen)


async def test_kill_minus_9_in_the_middle_loses_and_doubles_nothing(server: ServerProcess, tmp_path: Path) -> None:
    bob, alice = await join(server, tmp_path, "bob"), await join(server, tmp_path, "alice")
    for start in range(0, 90, 30):
        alice.type(*(f"a{number}" for number in range(start, start + 30)))
        bob.type(*(f"b{number}" for number in range(start, start + 30)))
        await alice.until(rf"\[alice\]: a{start + 5}$")
        await server.restart()
    await asyncio.gather(alice.until("a89$"), bob.until("b89$"))
    await asyncio.gather(bob.until("a89$") if "a89" not in bob.said("alice") else asyncio.sleep(0))
    assert [await person.end() for person in (alice, bob)] == [0, 0]
    reader = await join(server, tmp_path, "reader")
    await reader.until("^Earlier in the lobby")
    await reader.until("b89$|a89$")
    reader.seen.clear()
    reader.type("/history 1000")
    assert await reader.end() == 0
    wanted = {name: [f"{name[0]}{number}" for number in range(90)] for name in ("alice", "bob")}
    for name, lines in wanted.items():
        assert reader.said(name) == lines
        assert alice.said(name)[: len(lines)] == lines[: len(alice.said(name))]
        assert bob.said(name)[: len(lines)] == lines[: len(bob.said(name))]
    assert alice.said("alice") == wanted["alice"]
    assert bob.said("bob") == wanted["bob"]


async def test_tls_pins_the_certificate_and_says_so(server: ServerProcess, tmp_path: Path) -> None:
    first = await chat(tmp_path, "127.0.0.1", str(server.port), "--name", "alice", "--tls")
    notice = await first.until("certificate of this server is new here")
    assert await first.end() == 0
    again = await join(server, tmp_path, "alice", "--tls")
    assert await again.end() == 0
    assert "certificate" not in "".join(again.seen)
    pins = tmp_path / "hubbub" / "known_servers"
    assert pins.read_text() == f"127.0.0.1:{server.port} sha256:{notice.split()[-1]}\n"
    pins.write_text(f"127.0.0.1:{server.port} sha256:AB:CD\n")
    refused = await chat(tmp_path, "127.0.0.1", str(server.port), "--name", "alice", "--tls")
    assert await refused.end() == 1
    assert "has changed" in refused.seen[0]


async def test_a_taken_name_in_a_pipe_is_an_error(server: ServerProcess, tmp_path: Path) -> None:
    alice = await join(server, tmp_path, "alice")
    other = await chat(tmp_path, "127.0.0.1", str(server.port), "--name", "alice")
    assert await other.end() == 1
    assert [line for line in other.seen if "taken" in line]
    assert await alice.end() == 0


async def test_nobody_answers(tmp_path: Path) -> None:
    async with server_process(tmp_path) as server:
        port = server.port
    nobody = await chat(tmp_path, "127.0.0.1", str(port), "--name", "alice")
    assert await nobody.end() == 1
    assert nobody.seen == [f"! cannot reach 127.0.0.1:{port}: connection refused; is the server running?"]


async def test_a_pipe_needs_a_name(tmp_path: Path) -> None:
    nameless = await chat(tmp_path, "127.0.0.1", "1")
    assert await nameless.end() == 1
    assert "--name" in nameless.seen[0]


async def test_ctrl_c_ends_it_quietly(server: ServerProcess, tmp_path: Path) -> None:
    alice = await join(server, tmp_path, "alice")
    alice.process.send_signal(signal.SIGINT)
    assert await alice.end() == 130


async def test_a_certificate_logs_in(server: ServerProcess, tmp_path: Path) -> None:
    mine = Pair(tmp_path / "me.crt", tmp_path / "me.key")
    selfsigned.make(mine.certificate, mine.key)
    both = tmp_path / "me.pem"
    both.write_text(mine.key.read_text() + mine.certificate.read_text())
    owner = await server.irc("ivy")
    owner.send("NS REGISTER password1", f"NS CERT ADD {mine.fingerprint}")
    await owner.until("can log in to your account")
    owner.send("QUIT")
    await owner.rest()
    ivy = await join(server, tmp_path, "ivy", "--cert", str(both))
    ivy.type("/cert list")
    await ivy.until(r"\(this connection\)")
    assert await ivy.end() == 0


async def test_what_is_no_certificate_is_refused_at_once(tmp_path: Path) -> None:
    for file in (tmp_path / "none", tmp_path / "noise"):
        (tmp_path / "noise").write_text("noise")
        refused = await chat(tmp_path, "127.0.0.1", "1", "--name", "alice", "--cert", str(file))
        assert await refused.end() == 1
    refused = await chat(tmp_path, "127.0.0.1", "1", "--no-tls", "--cert", "x")
    assert await refused.end() == 2


async def test_who_is_banned_is_told_why_and_does_not_come_again(server: ServerProcess, tmp_path: Path) -> None:
    alice = await join(server, tmp_path, "alice")
    with ConsoleClient(tmp_path / "data", None) as console:
        console.answer("uban add alice!*@* noise")
    async with asyncio.timeout(PATIENCE):
        assert await alice.process.wait() == 1
    assert await alice.end() == 1
    assert alice.seen[-1] == "! You are banned from this server: noise"
    again = await chat(tmp_path, "127.0.0.1", str(server.port), "--name", "alice")
    assert await again.end() == 1
    assert again.seen == ["! You are banned from this server: noise"]


async def test_quit_leaves_while_the_input_goes_on(server: ServerProcess, tmp_path: Path) -> None:
    alice = await join(server, tmp_path, "alice")
    alice.type("/quit see you")
    await alice.until("^Goodbye")
    async with asyncio.timeout(PATIENCE):
        assert await alice.process.wait() == 0


async def test_the_link_of_an_invitation_leads_in(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "hubbub.toml").write_text('[server]\naccess = "invited"\n')
    async with server_process(tmp_path) as running:
        with ConsoleClient(tmp_path / "data", None) as console:
            lines, done = console.answer("invite-link")
        assert done
        link = next(line for line in lines if line.startswith("http://"))
        stranger = await chat(tmp_path / "stranger", "127.0.0.1", str(running.port), "--name", "eve")
        await stranger.until("Only people who were invited may enter")
        guest = await chat(tmp_path / "guest", link, "--name", "bob")
        await guest.until("Welcome to the chat, bob!")
        assert await guest.end() == 0
        assert not any("certificate" in line for line in guest.seen)


async def test_what_is_cut_off_a_link_is_said_at_once(tmp_path: Path) -> None:
    guest = await chat(tmp_path, "http://localhost:7777/invite#ABCD", "--name", "bob")
    assert await guest.end() == 2


async def test_what_cannot_be_said_where_it_is_for_is_not_said_and_the_code_says_so(
    server: ServerProcess, tmp_path: Path
) -> None:
    """ "refused /join in a pipe: following lines are not said in the room before, exit code non-zero" """
    bob = await server.irc("bob")
    bob.send("JOIN #lobby", "JOIN #tea", "MODE #tea +i")
    alice = await join(server, tmp_path, "alice")
    alice.type("/join tea", *(f"secret {number}" for number in range(30)), "/join lobby", "hello")
    assert await alice.end() == 1
    bob.send("PING :heard")
    said = [line.partition(" PRIVMSG ")[2] for line in await bob.until(" PONG hubbub :heard") if "PRIVMSG" in line]
    assert said == ["#lobby :hello"]


@pytest.mark.parametrize(
    "line", ["/msg nobody hi", "@nobody hi", "/kick nobody", "/login alice wrong-password", "/rename bob"]
)
async def test_what_a_pipe_says_behind_a_refused_command_is_said_nowhere(
    server: ServerProcess, tmp_path: Path, line: str
) -> None:
    """ "What was typed or piped for one place is never said in another": `/msg nobody hi`, and a line behind it."""
    bob = await server.irc("bob")
    bob.send("JOIN #lobby", "MODE #lobby +t")
    alice = await join(server, tmp_path, "alice")
    alice.type("before", line, "secret", "/me acts", "/topic secret", "/who", "hello")
    assert await alice.end() == 1
    bob.send("PING :heard")
    heard = [line for line in await bob.until(" PONG hubbub :heard") if line.startswith(":alice!")]
    assert [line.partition(" #lobby :")[2] for line in heard if " #lobby :" in line] == ["before", "hello"]


async def test_a_pipe_may_come_from_any_system(server: ServerProcess, tmp_path: Path) -> None:
    alice = await join(server, tmp_path, "alice")
    assert alice.process.stdin is not None
    alice.process.stdin.write("\ufeffhü\r\none\u2028line\r\n\x1a".encode("utf-16-le"))
    assert await alice.end() == 0
    assert alice.said("alice") == ["hü", "one<2028>line"]


async def test_the_port_may_stand_in_the_address(server: ServerProcess, tmp_path: Path) -> None:
    alice = await chat(tmp_path, f"127.0.0.1:{server.port}", "--name", "alice")
    await alice.until("Welcome")
    assert await alice.end() == 0
    alice = await chat(tmp_path, f"ws://127.0.0.1:{server.port}/#tea", "--name", "alice")
    await alice.until("You are in tea now")
    assert await alice.end() == 0
    for wrong in (["127.0.0.1:7x"], ["127.0.0.1:7000", "7001"], ["ftp://h"], ["me@h"]):
        refused = await chat(tmp_path, *wrong, "--name", "alice")
        assert await refused.end() == 2


async def test_who_reads_no_more_ends_it(server: ServerProcess, tmp_path: Path) -> None:
    """ "stdout closed: quiet exit" """
    alice = await join(server, tmp_path, "alice")
    alice.process._transport.get_pipe_transport(1).close()  # type: ignore[attr-defined]
    bob = await server.irc("bob")
    bob.send("JOIN #lobby")
    async with asyncio.timeout(PATIENCE):
        assert await alice.process.wait() == 1
    assert "Traceback" not in server.log_text()
