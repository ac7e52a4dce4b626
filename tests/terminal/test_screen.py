"""`hubbub chat --line` on a terminal: a real one, made by tmux."""

from __future__ import annotations

import re
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.support.server_process import ServerProcess, server_process
from tests.support.terminal import BLUE, GREEN, PLAIN, Terminal

from hubbub.cli.console_client import ConsoleClient


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[ServerProcess]:
    async with server_process(tmp_path) as running:
        yield running


@pytest.fixture
async def terminal(tmp_path: Path) -> AsyncIterator[Terminal]:
    made = Terminal(tmp_path, "--line")
    yield made
    await made.tmux("kill-server")


async def test_questions_prompt_colours_completion_and_goodbye(server: ServerProcess, terminal: Terminal) -> None:
    await terminal.start()
    await terminal.until(r"^Server address \[localhost\]:")
    await terminal.type("127.0.0.1")
    await terminal.until(r"^Server port \[7777\]:")
    await terminal.type(str(server.port))
    await terminal.until(r"^Your name")
    await terminal.type("alice")
    await terminal.until(r"^lobby>")
    bob = await server.irc("bob", "message-tags")
    bob.send("JOIN #lobby", "PRIVMSG #lobby :hello \x1b[31mred\x07", "PRIVMSG alice :psst")
    await terminal.until(r"Private message from bob: psst$")
    await terminal.type("hi all")
    await terminal.type("/jo", "Tab")
    await terminal.until(r"^lobby> /join$")
    await terminal.type("team")
    await terminal.until(r"^team>")
    shown = await terminal.until("You are in team now")
    assert [line[11:] for line in shown if line.startswith("[")] == [
        *("* bob has joined the chat.", "[bob]: hello ^[[31mred^G", "Private message from bob: psst"),
        *("[alice]: hi all", "You are in team now. In it: alice"),
    ]
    colours = await terminal.colours()
    assert colours["[alice]: hi all"] == GREEN
    assert colours["* bob has joined the chat."] == BLUE
    assert colours["[bob]: hello ^[[31mred^G"] == PLAIN
    assert colours["Private message from bob: psst"] == PLAIN
    await terminal.type("exit")
    await terminal.until(r"\[alice\] \(in team\): exit$")
    await terminal.type("leave")
    await terminal.until(r"^lobby>$")
    await terminal.type("", "C-d")
    shown = await terminal.until(r"^ended with 0$")
    assert "Goodbye." in shown


async def test_a_taken_name_is_asked_for_again(server: ServerProcess, terminal: Terminal) -> None:
    await server.irc("alice")
    await terminal.start("127.0.0.1", str(server.port), "--name", "alice")
    await terminal.until("^! .*taken")
    await terminal.until("^Your name:")
    await terminal.type("bob")
    await terminal.until(r"^lobby>")
    await terminal.type("", "C-c")
    await terminal.until(r"^ended with 0$")


async def test_a_new_certificate_is_asked_about(server: ServerProcess, terminal: Terminal) -> None:
    await terminal.start("127.0.0.1", str(server.port), "--name", "alice", "--tls")
    await terminal.until(r"^Go on\?")
    await terminal.type("no")
    await terminal.until("^! The certificate was not accepted")
    await terminal.until(r"^ended with 1$")


async def test_a_killed_server_is_come_back_to(server: ServerProcess, terminal: Terminal) -> None:
    await terminal.start("127.0.0.1", str(server.port), "--name", "alice")
    await terminal.until(r"^lobby>")
    await server.kill()
    await terminal.until(r"^reconnecting\.\.\.$")
    await terminal.type("typed meanwhile")
    await terminal.until("There is no connection")
    await server.start()
    shown = await terminal.until(r"\[alice\]: typed meanwhile$")
    assert sum("typed meanwhile" in line for line in shown) == 1
    await terminal.until(r"^lobby>")


async def test_nobody_answers_on_a_terminal(tmp_path: Path, terminal: Terminal) -> None:
    async with server_process(tmp_path) as server:
        port = server.port
    await terminal.start("127.0.0.1", str(port), "--name", "alice")
    await terminal.until("^! cannot reach .*is the server running")
    await terminal.until(r"^ended with 1$")


async def test_the_servers_password_is_asked_for_and_not_shown(tmp_path: Path, terminal: Terminal) -> None:
    config = tmp_path / "hubbub.toml"
    config.write_text('[server]\npassword = "open sesame"\n')
    config.chmod(0o600)
    async with server_process(tmp_path, "--config", str(config)) as server:
        await terminal.start("127.0.0.1", str(server.port), "--name", "alice")
        await terminal.until("^! This server has a password")
        await terminal.until("^The server's password:")
        await terminal.type("open sesame", "C-e")
        await terminal.until(r"^The server's password: \*{11}$")
        await terminal.type("")
        shown = await terminal.until(r"^lobby>")
        assert "open sesame" not in "".join(shown)
        history = tmp_path / "hubbub" / "chat_history"
        assert "sesame" not in history.read_text()


async def test_where_only_accounts_may_enter_one_logs_in(tmp_path: Path, terminal: Terminal) -> None:
    config = tmp_path / "hubbub.toml"
    config.write_text('[server]\naccess = "accounts"\n')
    async with server_process(tmp_path, "--config", str(config)) as server:
        with ConsoleClient(tmp_path / "data", None) as console:
            lines, done = console.answer("account add alice")
        assert done
        password = lines[0].rpartition(" ")[2]
        await terminal.start("127.0.0.1", str(server.port), "--name", "alice")
        await terminal.until("^! Only people with an account may enter")
        await terminal.until(r"^Your account \[alice\]:")
        await terminal.type("")
        await terminal.until("^The password of alice:")
        await terminal.type("wrong-password")
        await terminal.until("^! Only people with an account may enter")
        await terminal.until(r"^Your account \[alice\]:")
        await terminal.type("")
        await terminal.until("^The password of alice:")
        await terminal.type(password)
        shown = await terminal.until(r"^lobby>")
        assert password not in "".join(shown)


async def test_many_pasted_lines_are_sent_after_a_question_and_never_run(
    server: ServerProcess, terminal: Terminal
) -> None:
    await terminal.start("127.0.0.1", str(server.port), "--name", "alice")
    await terminal.until(r"^lobby>")
    await terminal.tmux("set-buffer", "one\ntwo\n/quit\nfour\nfive\nsix")
    await terminal.tmux("paste-buffer", "-p", "-t", "t")
    await terminal.until("six$")
    await terminal.type("")
    await terminal.until(r"^Send 6 lines\? \(yes/no\)")
    await terminal.type("yes")
    shown = await terminal.until(r"\[alice\]: six$")
    said = [line.partition(": ")[2] for line in shown if "[alice]" in line]
    assert said == ["one", "two", "/quit", "four", "five", "six"]
    await terminal.until(r"^lobby>$")


async def test_lines_pasted_behind_a_name_are_for_that_person_alone(server: ServerProcess, terminal: Terminal) -> None:
    """ "What was typed for one place is never said in another"."""
    bob = await server.irc("bob")
    bob.send("JOIN #lobby")
    await terminal.start("127.0.0.1", str(server.port), "--name", "alice")
    await terminal.until(r"^lobby>")
    await terminal.type("/msg bob", "Space")
    await terminal.until("^lobby> /msg bob")
    await terminal.tmux("set-buffer", "one\ntwo")
    await terminal.tmux("paste-buffer", "-p", "-t", "t")
    await terminal.until("two$")
    await terminal.type("")
    await terminal.until("to bob.*two$")
    bob.send("PING :heard")
    said = [line.partition(" PRIVMSG ")[2] for line in await bob.until(" PONG hubbub :heard") if "PRIVMSG" in line]
    assert said == ["bob :one", "bob :two"]
    await terminal.type("/topic", "Space")
    await terminal.until("^lobby> /topic")
    await terminal.tmux("paste-buffer", "-p", "-t", "t")
    await terminal.until("two$")
    await terminal.type("")
    await terminal.until("^! Nothing was done: a command takes one line, and these are 2")
    await terminal.until("^lobby> /topic one$")


async def test_ctrl_z_stops_it_and_fg_goes_on(server: ServerProcess, terminal: Terminal) -> None:
    await terminal.run("bash --norc -i")
    await terminal.type(terminal.chat("127.0.0.1", str(server.port), "--name", "alice"))
    await terminal.until(r"^lobby>")
    await terminal.type("half a line", "C-z")
    await terminal.until("Stopped")
    await terminal.type("fg")
    await terminal.until(r"^lobby> half a line$")
    await terminal.type("")
    await terminal.until(r"\[alice\]: half a line$")


async def test_what_is_written_to_the_terminal_has_each_event_once_and_the_prompt_once_behind_it(
    server: ServerProcess, terminal: Terminal, tmp_path: Path
) -> None:
    """As a screen reader hears it, which reads what is written: half a line, too, is written once more an event."""
    await terminal.start("127.0.0.1", str(server.port), "--name", "alice")
    await terminal.until(r"^lobby>")
    await terminal.type("half a lin", "e")
    await terminal.until(r"^lobby> half a line$")
    await terminal.tmux("pipe-pane", "-t", "t", f"cat > {tmp_path / 'written'}")
    bob = await server.irc("bob")
    bob.send("JOIN #lobby")
    await terminal.until(r"bob has joined the chat\.$")
    bob.send("PRIVMSG #lobby :good morning")
    await terminal.until("good morning$")
    await terminal.type(" and more")
    await terminal.until(r"\[alice\]: half a line and more$")
    await terminal.type("", "C-d")
    await terminal.until(r"^ended with 0$")
    await terminal.tmux("pipe-pane", "-t", "t")
    back = re.sub(r"\x1b\[[0-9]+D", "\n", (tmp_path / "written").read_text())  # to where a line begins
    written = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", back)
    heard = [re.sub(r"^\[[0-9:]{8}\] ", "", line.rstrip()) for line in written.splitlines()]
    once = ("* bob has joined the chat.", "[bob]: good morning", "[alice]: half a line and more", "Goodbye.")
    assert [line for line in heard if line in once] == list(once)
    assert 1 <= heard.count("lobby> half a line") <= 2
    assert "\x1b" not in written
    assert not re.search("[\u2500-\u259f]", written)


async def test_who_comes_again_is_where_they_were_and_has_no_hole_and_no_double(
    tmp_path: Path, terminal: Terminal
) -> None:
    """Killed with -9, after a server that was; and after a goodbye."""
    async with server_process(tmp_path) as server:
        await terminal.start("127.0.0.1", str(server.port), "--name", "alice")
        await terminal.until(r"^lobby>")
        await terminal.type("/join tea")
        await terminal.until(r"^tea>")
        await terminal.type("sent at once")
        await terminal.until(r"\[alice\] \(in tea\): sent at once$")
        server.let_go()
        await server.kill()
        await terminal.until("The connection was lost")
        await terminal.type("said without a connection")
        await terminal.until("It will be sent when there is one again")
        await terminal.kill()
        await server.start()
        bob = await server.irc("bob", "draft/chathistory", "batch")
        bob.send("JOIN #tea", "PRIVMSG #tea :missed in tea", "PRIVMSG alice :missed by alice", "PING :said")
        await bob.until(":said")
        await terminal.start_again("127.0.0.1", str(server.port), "--name", "alice")
        await terminal.until(r"^This was not sent yet, and will be now: said without a connection$")
        await bob.until("said without a connection")
        await terminal.until("You are in tea now. In it: alice, bob$")
        await terminal.until(r"Private message from bob: missed by alice$")
        shown = await terminal.until(r"\[alice\] \(in tea\): said without a connection$")
        assert [sum(text in line for line in shown) for text in ("missed in tea", "missed by alice")] == [1, 1]
        assert [line for line in shown if "sent at once" in line] == []
        await terminal.type("/quit")
        await terminal.until(r"^ended with 0$")
        bob.send("PRIVMSG #tea :while she was away", "PING :again")
        await bob.until(":again")
        await terminal.start_again("127.0.0.1", str(server.port), "--name", "alice")
        await terminal.until("while she was away$")
        shown = await terminal.until(r"^tea>")
        assert not [line for line in shown if "not sent yet" in line or "missed" in line]
        bob.send("CHATHISTORY LATEST #tea * 20", "PING :end")
        said = "\n".join(line for line in await bob.until(":end") if line.startswith("@batch="))
        assert [said.count(text) for text in (":sent at once", ":said without a connection")] == [1, 1]
        await terminal.kill(signal.SIGTERM)
        await terminal.until(r"^ended with 1$")
