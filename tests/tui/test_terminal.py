"""The terminal client in a real terminal (tmux) with a real server: what the seeds promise, kills on both sides."""

from __future__ import annotations

import asyncio
import os
import re
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.support.conditions import until
from tests.support.real_server import Running, running
from tests.support.server_process import ServerProcess, server_process
from tests.support.terminal import PATIENCE, Terminal

WHOLE = (124, 36)


@pytest.fixture
async def process(tmp_path: Path) -> AsyncIterator[ServerProcess]:
    """A server that can be killed."""
    async with server_process(tmp_path) as server:
        yield server


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Running]:
    """A server within the test, which costs much less."""
    async with running(data=tmp_path / "data") as served:
        yield served


@pytest.fixture
async def terminal(tmp_path: Path) -> AsyncIterator[Terminal]:
    made = Terminal(tmp_path, size=WHOLE)
    yield made
    await made.tmux("kill-server")


def bare(lines: list[str]) -> str:
    """The screen without the marks that keep right-to-left text in its column."""
    return "\n".join(lines).replace("\u200e", "")


async def test_what_the_seeds_promise(server: Running, terminal: Terminal, tmp_path: Path) -> None:
    bob = await server.irc("bob", "message-tags")
    bob.send("JOIN #lobby", "PING :there")
    await bob.until("PONG test :there")
    await terminal.start(f"127.0.0.1:{server.port}")
    await terminal.until("Your name there")
    await terminal.type("", "C-u")
    await terminal.type("bob")
    await terminal.until("The name bob is taken")
    await terminal.type("", "C-u")
    await terminal.type("alice")
    await terminal.until(
        "connected as alice",
        "Registration successful. Welcome to the chat, alice!",
        "Online now: bob",
        "rooms and more, type /help",
    )
    bob.send("PRIVMSG #lobby :hello \x1b]2;mine\x07\x1b[2J[/]", "PRIVMSG alice :psst")
    await terminal.until("private message from bob: psst", r"bob │ hello \^\[\]2;mine\^G\^\[\[2J\[/\]")
    assert await terminal.told("pane_title") == "(1) lobby · test · connected as alice — hubbub"
    await terminal.type("Hello everyone!")
    await bob.until("Hello everyone!")
    await terminal.type("@bob Hi Bob!")
    await bob.until("PRIVMSG bob :Hi Bob!")
    (tmp_path / "plan.txt").write_text("x" * 3000)
    await terminal.type(f"/upload {tmp_path / 'plan.txt'}")
    await bob.until("/plan.txt")
    await terminal.until("plan.txt.*2.9 KiB")
    await terminal.type("/list")
    shown = bare(await terminal.until(r"Online now \(2\): alice, bob", "Hello everyone!"))
    assert shown.count("Hello everyone!") == 1, "one's own message is shown once"
    await terminal.type("/join team")
    await terminal.until("team ›")
    await terminal.type("/leave")
    await terminal.until("lobby ›")
    bob.send("QUIT :bye")
    await terminal.until("bob has left the chat")
    await terminal.type("/quit")
    await terminal.until("^ended with 0$")
    assert await terminal.told("alternate_on") == "0"
    assert await terminal.told("mouse_any_flag") == "0"
    assert await terminal.told("cursor_flag") == "1"


@pytest.mark.parametrize("given", [("--name", "alice"), ("--line", "--name", "alice"), ()])
async def test_who_has_an_account_comes_back_by_its_password(
    server: Running, terminal: Terminal, given: tuple[str, ...]
) -> None:
    owner = await server.irc("alice")
    owner.send("NS REGISTER password1", "QUIT")
    await owner.rest()
    await terminal.start(f"127.0.0.1:{server.port}", *given)
    if not given:
        await terminal.until("Your name there")
        await terminal.type("", "C-u")
        await terminal.type("alice")
    await terminal.until("The name alice belongs to an account here")
    await terminal.until("[Pp]assword of")
    await terminal.type("password2")
    await terminal.until("That is not the password of alice")
    if given == ("--line", "--name", "alice"):
        await terminal.until("^The password of alice .*: *$")
    await terminal.type("password1")
    shown = bare(await terminal.until("Welcome to the chat, alice"))
    assert not re.search("password[12]", shown)
    assert "NickServ" not in shown


async def test_from_what_was_found_one_reads_on_to_the_newest(server: Running, terminal: Terminal) -> None:
    bob = await server.irc("bob")
    bob.send("JOIN #team", *(f"PRIVMSG #team :w{n} was said" for n in range(400)), "PING :said")
    await bob.until("PONG test :said")
    await terminal.start(f"127.0.0.1:{server.port}", "--name", "alice")
    await terminal.until("connected as alice")
    await terminal.type("/join team")
    await terminal.until("w399 ")
    await terminal.type("/search w30")
    await terminal.until("1 found")
    await terminal.type("")
    last, shown = 30, bare(await terminal.until("│ \u200e?w30 was", "│ \u200e?w31 was"))
    async with asyncio.timeout(PATIENCE):
        while last < 399:
            numbers = [int(number) for number in re.findall(r"w(\d+) was", shown)]
            if numbers != [*range(numbers[0], numbers[0] + len(numbers))] or "are not loaded here" in shown:
                shown = bare(await terminal.screen())  # it is being painted, or a page is on its way
                continue
            assert numbers[0] <= last + 1, "nothing is passed over"
            last = numbers[-1]
            if last < 399:
                await terminal.type("", "PageDown")
                shown = bare(await terminal.until(f"w{last + 1} was"))


async def test_the_server_is_killed_and_then_the_face(process: ServerProcess, terminal: Terminal) -> None:
    """No hole, no double; what was not sent is sent once; drafts and places are as they were."""
    await terminal.start("127.0.0.1", str(process.port), "--name", "alice")
    await terminal.until("connected as alice")
    await terminal.type("/join team")
    await terminal.until("team ›")
    ear = await process.irc("ear", "message-tags")
    ear.send("JOIN #team", "PING :there")
    await ear.until("PONG hubbub :there")
    await terminal.type("before")
    await ear.until("before")  # the server has it: it is not sent again
    await terminal.until("alice.* │ .*before")
    await process.kill()
    await terminal.until("Not connected. Trying again")
    await terminal.type("while away")
    await terminal.until("while away")
    await process.start()
    bob = await process.irc("bob", "message-tags")
    bob.send("JOIN #team", "PING :there")
    await bob.until("PONG hubbub :there")
    await terminal.until("connected as alice")
    heard = await bob.until("while away")
    await process.kill()
    await terminal.until("Not connected. Trying again")
    await terminal.type("unsent at the kill")
    await terminal.until("unsent at the kill")
    await terminal.type("half a sentence", "M-Up")
    await terminal.until("draft")
    await until(
        lambda: any("half a sentence" in file.read_text() for file in terminal.folder.rglob("visits/**/*.json"))
    )
    await terminal.kill()
    await process.start()
    bob = await process.irc("bob", "message-tags", "draft/chathistory")
    missed = (f"PRIVMSG #lobby :missed {number}." for number in range(120))
    bob.send("JOIN #lobby", *missed, "JOIN #team", "PING :there")
    await bob.until("PONG hubbub :there")
    await terminal.start_again("127.0.0.1", str(process.port), "--name", "alice")
    heard += await bob.until("unsent at the kill")
    shown = bare(await terminal.until("connected as alice", "# team +draft"))
    async with asyncio.timeout(PATIENCE):
        while not re.search(r"120 new *\n.*bob │ missed 0[.]", shown):  # all of it is painted
            shown = bare(await terminal.screen())
    assert "missed 119." not in shown, "one goes on where what was missed begins"
    await terminal.type("", "M-Down")
    shown = bare(await terminal.until("team › half a sentence"))
    bob.send("PING :end")
    heard += await bob.until("PONG hubbub :end")
    said = [line for line in heard if "PRIVMSG #team" in line]
    assert [line.rpartition(":")[2] for line in said] == ["while away", "unsent at the kill"]
    texts = ("before", "while away", "unsent at the kill")
    shown = bare(await terminal.until(*(f"│ .*{text}" for text in texts)))
    assert [shown.count(text) for text in texts] == [1, 1, 1], shown


@pytest.mark.parametrize(
    ("term", "own", "size", "no_color"),
    [
        ("screen-256color", "38;5;", (80, 24), ""),
        ("screen", "32m", (124, 36), ""),
        ("screen-256color", "\x1b[1malice", (40, 15), "1"),
    ],
)
async def test_few_colours(
    server: Running, tmp_path: Path, term: str, own: str, size: tuple[int, int], no_color: str
) -> None:
    terminal = Terminal(tmp_path, size=size, TERM=term, COLORTERM="", NO_COLOR=no_color)
    try:
        await terminal.start("127.0.0.1", str(server.port), "--name", "alice")
        await terminal.until("lobby ›")
        await terminal.type("green words")
        await terminal.until("^[^›]*green words")
        painted = await terminal.tmux("capture-pane", "-p", "-e", "-t", "t")
        painted = painted.replace("\u200e", "")
        said = re.search(r"[^\n]*alice[^\n]*\n?[^\n]*green words", painted)
        assert said is not None
        assert own in said[0]
        assert "38;2;" not in painted
        if no_color:
            assert not re.findall(r"\x1b\[[0-9;]*(?:3[0-8]|4[0-8]|9[0-7])[;m]", painted)
        for width in (60, 130, 41, 100, 20, 124):
            await terminal.tmux("resize-window", "-t", "t", "-x", str(width), "-y", "30")
        await terminal.until("# lobby .*Guests · 1")
    finally:
        await terminal.tmux("kill-server")


async def test_any_bytes_are_text_and_ctrl_z_and_a_signal_leave_the_terminal_whole(
    server: Running, tmp_path: Path
) -> None:
    terminal = Terminal(tmp_path, size=WHOLE)
    try:
        await terminal.start("127.0.0.1", str(server.port), "--name", "alice")
        await terminal.until("connected as alice")
        shell = await terminal.told("pane_pid")
        client = (await _output("pgrep", "-P", shell)).split()[0]
        await terminal.type("", "-H", "c3", "41", "ff")
        await terminal.until("not valid UTF-8")
        await terminal.until("lobby › A$")
        await terminal.tmux("set-buffer", "pasted \x1b[31m\r/quit\r")
        await terminal.tmux("paste-buffer", "-p", "-r", "-t", "t")
        await terminal.until("lobby › Apasted \\[31m$")
        await terminal.until("^ +▌ +/quit$")
        await terminal.type("", "C-z")
        await _until_state(client, "T")
        assert await terminal.told("alternate_on") == "0"
        os.kill(int(client), signal.SIGCONT)
        await terminal.until("connected as alice")
        os.kill(int(client), signal.SIGINT)
        assert "Traceback" not in "".join(await terminal.until("^ended with 130$"))
        assert await terminal.told("alternate_on") == "0"
    finally:
        await terminal.tmux("kill-server")


async def _output(*command: str) -> str:
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    written, _ = await process.communicate()
    return written.decode()


async def _until_state(pid: str, state: str) -> None:
    async with asyncio.timeout(PATIENCE):
        shown = ""
        while not shown.startswith(state):
            shown = await _output("ps", "-o", "stat=", "-p", pid)
