"""An upgrade that nobody sees: another program takes the process over in the middle of what people say."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT
from pathlib import Path

import pytest
from tests.support.real_engine import Client
from tests.support.real_server import trusting
from tests.support.server_process import PATIENCE, ROOT, ServerProcess, server_process
from websockets.asyncio.client import connect

from hubbub.copies.aside import FOLDER
from hubbub.log.sqlite.schema import NEWEST, version_on_disk
from hubbub.settings.places import CONSOLE_FILE

WHOLE = "from hubbub.cli import main; main()"
BROKEN = "import sys; sys.exit('this program is broken')"
LATER = """
import os
if "{when}" in os.environ:
    from hubbub.server.process import run
    def broken(*_): {what}
    run.open_log = broken
from hubbub.cli import main; main()
"""
DIES = LATER.format(when="HUBBUB_HANDOVER", what="raise RuntimeError('it is broken, after all')")
HANGS = LATER.format(when="HUBBUB_HANDOVER", what="import time; time.sleep(60)")
MIGRATES_AND_DIES = """
import os
from hubbub.log.sqlite import schema
scripts = schema.migrations
schema.migrations = lambda: [*scripts(), "create table one_more (one integer)"]
schema.NEWEST += 1
if "HUBBUB_HANDOVER" in os.environ:
    from hubbub.server.process import run
    class Broken:
        def __init__(self, *_, **__): raise RuntimeError("it is broken behind the change")
    run.Server = Broken
from hubbub.cli import main; main()
"""
MIGRATES = """
from hubbub.log.sqlite import schema
scripts = schema.migrations
schema.migrations = lambda: [*scripts(), "create table one_more (one integer)"]
schema.NEWEST += 1
from hubbub.cli import main; main()
"""
FAILS_IN_THE_END = LATER.format(when="HUBBUB_STANDS_IN", what="os._exit(3)")


class Upgraded(ServerProcess):
    """A server whose program is a file, which can be exchanged."""

    async def upgrade(self, *, works: bool = True) -> None:
        """Ask for it, and wait until one goes on."""
        before = len(self.log_lines())
        os.kill(self.pid, signal.SIGUSR2)
        await self.goes_on(before, "started" if works else "no_upgrade")

    async def goes_on(self, before: int, wanted: str) -> None:
        """Wait for that event behind so many lines of the log."""
        async with asyncio.timeout(PATIENCE * 2):
            while not any(line["event"] == wanted for line in self.log_lines()[before:]):
                assert self.running, self.log_text()
                await asyncio.sleep(0.01)  # the log is a file


async def over_tls(server: ServerProcess, name: str, *first: str) -> tuple[Client, str]:
    """Somebody whose connection cannot be handed over, and the token by which they come back."""
    client = Client(*await asyncio.open_connection("127.0.0.1", server.port, ssl=trusting()))
    server.clients.append(client)
    client.send("CAP REQ :hubbub.chat/token", *first, f"NICK {name}", f"USER {name} 0 * :T", "CAP END", "PING :in")
    lines = await client.until(" PONG hubbub :in")
    return client, next((line.split()[-1] for line in lines if " TOKEN " in line), "")


async def test_nobody_is_disconnected_and_a_broken_program_changes_nothing(tmp_path: Path) -> None:
    program = tmp_path / "hub.py"
    program.write_text(WHOLE)
    server = Upgraded(tmp_path, program=(str(program),))
    try:
        await server.start()
        olga = await server.irc("olga", "message-tags", "away-notify")
        olga.send("JOIN #tea", "MODE #tea +o olga", "AWAY :busy", "PING :in")
        await olga.until(" PONG hubbub :in")
        bob = await server.irc("bob")
        bob.send("JOIN #tea", "PING :in")
        await bob.until(" PONG hubbub :in")
        nina = await server.connect(say=b"nina\r\n/join tea\r\n")
        await nina.until("tea")
        tom, token = await over_tls(server, "tom")
        tom.send("JOIN #tea", "PING :in")
        await tom.until(" PONG hubbub :in")
        address = f"ws://127.0.0.1:{server.port}/"
        silent, half = await server.connect(), await server.connect(say=b"NICK ha")
        async with connect(address, compression=None, proxy=None) as wanda:
            for line in ("NICK wanda", "USER w 0 * :W", "JOIN #tea"):
                await wanda.send(line)
            await olga.until(" JOIN #tea")
            while " 366 " not in str(await wanda.recv()):
                pass
            await olga.until(":wanda!")

            program.write_text(BROKEN)
            await server.upgrade(works=False)
            complaint = next(line for line in server.log_lines() if line["event"] == "no_upgrade")
            assert "this program is broken" in complaint["message"]
            program.write_text(WHOLE)
            bob.writer.write(b"PRIVMSG #tea :first ha")  # the other half comes later
            bob.send("lf", "PING :said")
            await bob.until(" PONG hubbub :said")
            bob.writer.write(b"PRIVMSG #tea :second ha")
            nina.writer.write(b"\xff\xf6\xff\xfa\x1f\0")  # and the other half of what telnet says of the window
            await nina.reader.readuntil(b"[Yes]\r\n")
            pid = server.pid
            await server.upgrade()
            assert server.pid == pid
            bob.send("lf", "PING :said")
            await bob.until(" PONG hubbub :said")
            await wanda.send("PRIVMSG #tea :from a browser")
            nina.writer.write(b"\x28\0\x18\xff\xf0from a terminal\r\n")
            assert (await olga.until("from a terminal"))[-1].endswith(":from a terminal")
            bob.send("WHOIS olga", "NAMES #tea", "PING :end")
            heard = await bob.until(" PONG hubbub :end")
            assert any(" 301 bob olga busy" in line for line in heard), heard
            assert {"@olga", "bob", "nina", "tom", "wanda"} == set(
                next(line for line in heard if " 353 " in line).rpartition(":")[2].split()
            )
            last = (await tom.rest())[-1]
            assert "The server is being upgraded. Come back in" in last
            tom, _ = await over_tls(server, "tom", f"TOKEN {token}")
            tom.send("PRIVMSG #tea :I was never away")
            seen = await olga.until("I was never away")
            assert [line for line in seen if " JOIN " in line or " QUIT " in line or " AWAY" in line] == []
            silent.send("NICK late", "USER l 0 * :L", "PING :in")
            await silent.until(" PONG hubbub :in")
            half.send("lf", "USER h 0 * :H", "PING :in")
            assert any(" 001 half " in line for line in await half.until(" PONG hubbub :in"))
            while "I was never away" not in (told := str(await wanda.recv())):
                assert "QUIT" not in told
        assert await server.stop() == 0
        assert not [line for line in server.log_lines() if line["level"] == "critical"]
    finally:
        server.let_go()
        if server.running:
            await server.kill()


async def test_whoever_has_gone_meanwhile_is_seen_to_go_and_guests_over_tls_too(tmp_path: Path) -> None:
    program = tmp_path / "hub.py"
    program.write_text(WHOLE)
    async with server_process(tmp_path, program=(str(program),)) as running:
        running.__class__ = Upgraded
        assert isinstance(running, Upgraded)
        olga = await running.irc("olga")
        olga.send("JOIN #tea", "PING :in")
        await olga.until(" PONG hubbub :in")
        plain = Client(*await asyncio.open_connection("127.0.0.1", running.port, ssl=trusting()))
        running.clients.append(plain)
        plain.send("NICK guest1", "USER g 0 * :G", "JOIN #tea", "PING :in")
        await plain.until(" PONG hubbub :in")
        await olga.until(" JOIN ")
        await running.upgrade()
        await olga.until(":guest1!")
        again = await running.irc("guest1")
        again.send("JOIN #tea", "PING :in")
        await again.until(" PONG hubbub :in")


async def a_program_that_cannot_go_on(folder: Path, text: str) -> ServerProcess:
    """Olga and bob are in the room; the program is exchanged for one that starts, and does no more. It has stopped."""
    program = folder / "hub.py"
    program.write_text(WHOLE)
    async with server_process(folder, program=(str(program),)) as running:
        running.__class__ = Upgraded
        assert isinstance(running, Upgraded)
        olga, bob = await running.irc("olga"), await running.irc("bob")
        for one in (olga, bob):
            one.send("JOIN #tea", "PING :in")
            await one.until(" PONG hubbub :in")
        program.write_text(text)
        bob.writer.write(b"PRIVMSG #tea :he")
        await running.upgrade(works=False)
        bob.send("re", "PING :said")
        await bob.until(" PONG hubbub :said")
        program.write_text(WHOLE)
        await running.upgrade()
        bob.send("PRIVMSG #tea :there")
        heard = await olga.until("there")
        assert [line.split(maxsplit=1)[1] for line in heard if "bob" in line] == [
            "JOIN #tea",
            "PRIVMSG #tea :here",
            "PRIVMSG #tea :there",
        ]
        assert await running.stop() == 0
        return running


async def test_the_old_program_goes_on_when_the_new_one_starts_and_fails(tmp_path: Path) -> None:
    server = await a_program_that_cannot_go_on(tmp_path, DIES)
    (why,) = [line["message"] for line in server.log_lines() if line["event"] == "no_upgrade"]
    assert "it is broken, after all" in why


async def test_and_when_it_has_changed_the_database_before_that_is_taken_back(tmp_path: Path) -> None:
    server = await a_program_that_cannot_go_on(tmp_path, MIGRATES_AND_DIES)
    (why,) = [line["message"] for line in server.log_lines() if line["event"] == "no_upgrade"]
    assert "it is broken behind the change" in why
    assert [line["schema"] for line in server.log_lines() if line["event"] == "migrated"] == [NEWEST + 1]
    assert [line["reason"] for line in server.log_lines() if line["event"] == "copied"] == [f"before-{NEWEST + 1}"]
    assert version_on_disk(server.data / "hubbub.db") == NEWEST
    assert not (server.data / FOLDER).exists()


async def hubbub(*words: str) -> tuple[int, str]:
    """The exit code of a command, and what it said."""
    path = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "hubbub", *words, env={**os.environ, "PYTHONPATH": path}, stdout=PIPE, stderr=STDOUT
    )
    said, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, said.decode()


async def test_one_command_goes_back_over_a_change_of_the_database_under_a_running_server(tmp_path: Path) -> None:
    program = tmp_path / "hub.py"
    program.write_text(WHOLE)
    server = Upgraded(tmp_path, program=(str(program),))
    try:
        await server.start()
        olga = await server.irc("olga")
        olga.send("NS REGISTER sesame-street", "JOIN #tea", "PRIVMSG #tea :before", "PING :said")
        await olga.until(" PONG hubbub :said")
        pid, given = server.pid, ("--data", str(server.data), "--yes")
        assert (await hubbub("rollback", *given))[0] == 1  # there is nothing to go back from
        program.write_text(MIGRATES)
        await server.upgrade()
        olga.send("PRIVMSG #tea :since", "PING :still")
        await olga.until(" PONG hubbub :still")
        program.write_text(WHOLE)
        code, said = await hubbub("rollback", *given)
        assert code == 0, said
        assert "Since then came 1 message" in said
        assert "goes on." in said
        assert server.pid == pid
        assert server.running
        assert "The server is stopping. Come back" in (await olga.rest())[-1]
        assert version_on_disk(server.data / "hubbub.db") == NEWEST
        assert version_on_disk(server.data / "rolled-back-1" / "hubbub.db") == NEWEST + 1
        server.port = [line["port"] for line in server.log_lines() if line["event"] == "listening"][-1]
        olga = await server.irc("olga", "batch", "draft/chathistory")
        olga.send("NS IDENTIFY olga sesame-street", "JOIN #tea", "CHATHISTORY LATEST #tea * 10", "PING :read")
        heard = "\n".join(await olga.until(" PONG hubbub :read"))
        assert "PRIVMSG #tea :before" in heard
        assert ":since" not in heard
        assert [line["why"] for line in server.log_lines() if line["event"] == "stopping"] == ["upgrade", "rollback"]
        assert (await hubbub("rollback", *given))[0] == 1  # once is enough
        assert not list(server.data.glob(".hubbub-copy-*"))
        assert await server.stop() == 0
    finally:
        server.let_go()


@pytest.mark.long
async def test_the_old_program_goes_on_when_the_new_one_hangs(tmp_path: Path) -> None:
    server = await a_program_that_cannot_go_on(tmp_path, HANGS)
    (why,) = [line["message"] for line in server.log_lines() if line["event"] == "no_upgrade"]
    assert "did not go on for 10 seconds" in why


@pytest.mark.long
async def test_who_stands_in_says_goodbye_when_the_new_program_ends(tmp_path: Path) -> None:
    program = tmp_path / "hub.py"
    program.write_text(WHOLE)
    async with server_process(tmp_path, program=(str(program),)) as running:
        olga = await running.irc("olga")
        program.write_text(FAILS_IN_THE_END)
        os.kill(running.pid, signal.SIGUSR2)
        assert await running.ended() == 3
        await olga.rest()
        program.write_text(WHOLE)
        await running.start()
        await running.irc("olga")


NOTED = """
import atexit, os, sys
from hubbub.server.process import handover, taking
def take(offer, before=taking.Offer.take):
    taking.known = set(sys.modules)
    return before(offer)
async def adopt(*given, before=handover.adopt, **named):
    await before(*given, **named)
    def tell():
        with open("{file}", "a") as file:
            new = set(sys.modules) - taking.known
            print(sorted(name for name in new if name.startswith("hubbub") or not taking.served), file=file)
    taking.served = False
    tell()
    taking.served = True
    atexit.register(tell)
taking.Offer.take, handover.adopt = take, adopt
from hubbub.cli import main; main()
"""


async def test_nothing_is_imported_while_everybody_waits(tmp_path: Path) -> None:
    program, noted = tmp_path / "hub.py", tmp_path / "noted"
    program.write_text(NOTED.format(file=noted))
    async with server_process(tmp_path, program=(str(program),)) as running:
        running.__class__ = Upgraded
        assert isinstance(running, Upgraded)
        olga = await running.irc("olga")
        async with connect(f"ws://127.0.0.1:{running.port}/", compression=None, proxy=None) as wanda:
            await wanda.send("NICK wanda\r\n")
            await wanda.send("USER w 0 * :W")
            await running.upgrade()
            olga.send("PING :in")
            await olga.until(" PONG hubbub :in")
        page = await running.connect(say=b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert (await page.rest())[0] == "HTTP/1.1 200 OK"
        assert await at_console(running, "status") == "\x06"
        await running.irc("bob")
        assert await running.stop() == 0
    told = noted.read_text().splitlines()  # by who stands in and who goes on, then and at their end
    assert len(told) > 2
    assert set(told) == {"[]"}


async def at_console(server: ServerProcess, command: str) -> str:
    """The last line of the answer."""
    reader, writer = await asyncio.open_unix_connection(server.data / CONSOLE_FILE)
    try:
        writer.write(f"{command}\n".encode())
        async with asyncio.timeout(PATIENCE):
            while (line := (await reader.readline()).decode().rstrip()) not in ("\x06", "\x15", ""):
                pass
        return line
    finally:
        writer.close()


async def test_between_installation_and_upgrade_nothing_of_the_new_program_is_read(tmp_path: Path) -> None:
    """Both files belong together, as those of a newer version do."""
    tree = tmp_path / "tree"
    shutil.copytree(ROOT / "src" / "hubbub", tree / "hubbub", copy_function=os.symlink)
    program = tmp_path / "hub.py"
    program.write_text(f"import sys; sys.path.insert(0, {str(tree)!r}); {WHOLE}")
    settings = tmp_path / "hubbub.toml"
    settings.touch()
    async with server_process(tmp_path, "--config", str(settings), program=(str(program),)) as running:
        running.__class__ = Upgraded
        assert isinstance(running, Upgraded)
        given = tree / "hubbub/chat/world/session.py"
        install(given, "\nParts = Slices\n")
        for taking in NEWER:
            install(tree / "hubbub" / taking, "\nfrom hubbub.chat.world.session import Parts\n")
        browser = await running.connect(say=SOCKET)
        assert "HTTP/1.1 503 " in (await browser.rest())[0]
        olga = await running.irc("olga")
        olga.send("REGISTER * * correct-horse")
        await olga.until("REGISTER SUCCESS olga")
        nina = await running.connect(say=b"nina\r\n")
        await nina.until("Welcome to the chat, nina!")
        assert await at_console(running, "status") == "\x06"
        told = [line["event"] for line in running.log_lines() if line["level"] == "error"]
        assert told == ["another_program"]
        settings.write_text('[push]\nenabled = true\ncontact = "mailto:olga@example.org"\n')
        before = len(running.log_lines())
        os.kill(running.pid, signal.SIGHUP)
        await running.goes_on(before, "rehash")
        said = next(line["message"] for line in running.log_lines()[before:] if line["event"] == "rehash")
        assert "Another version was installed" in said
        before = len(running.log_lines())
        assert await at_console(running, "upgrade") == "\x06"
        await running.goes_on(before, "started")
        await running.irc("bob")
        assert await running.stop() == 0
        assert "Traceback" not in running.log_text()


NEWER = (
    *("dialects/plain/console.py", "dialects/irc/dialect.py", "server/core/hashing.py", "server/http/websocket.py"),
    "server/push/starting.py",
)
SOCKET = (
    b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


def install(file: Path, more: str) -> None:
    """The same file with something behind it, as an installer does it: another file at its place."""
    text = file.read_text(encoding="utf-8") + more
    file.unlink()
    file.write_text(text, encoding="utf-8")
