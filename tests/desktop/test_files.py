"""Files in a real window: uploaded by command, shown as cards and pictures, looked at."""

from pathlib import Path

from PIL import Image
from tests.desktop.conftest import Desks
from tests.support.real_server import Running
from tests.support.watching import Staying, dialer

from hubbub.client.changes import MessageAdded
from hubbub.client.events import Ready


async def test_files_are_uploaded_shown_and_looked_at(server: Running, desks: Desks, tmp_path: Path) -> None:
    Image.new("RGB", (1200, 800), (30, 160, 90)).save(tmp_path / "tea time.jpg")
    (tmp_path / "plan.txt").write_text("x" * 5000)
    alice = await desks(server, "alice")
    async with Staying("bob", dialer(server.port, tmp_path / "bob")) as bob:
        await bob.watching.first(Ready)
        bob.visit.sharing.upload("#lobby", tmp_path / "tea time.jpg")
        text = await alice.sees("talk", "tea time.jpg   1200 \u00d7 800, ")
        assert "http" not in text
        await alice.sees("photos", "^there$")
        await alice.say(f"/upload {tmp_path / 'plan.txt'}")
        await alice.sees("talk", "plan.txt   4.9 KiB")
        await bob.watching.until(lambda: len(bob.watching.all(MessageAdded)) == 2)
        assert [file.name for file in bob.watching.all(MessageAdded)[-1].message.files] == ["plan.txt"]
    await alice.sees("focus", "field")
    for n in range(6):
        await alice.type(f"line {n}")
        await alice.press("shift+Return")
    await alice.press("ctrl+a", "ctrl+x")
    await alice.sees("field", r"^\|$")
    await alice.press("ctrl+v")
    await alice.sees("card", "Paste 6 lines?.*Share it as a file")
    await alice.press("Tab", "Return")
    await alice.sees("talk", "text.txt   42 bytes")
    await alice.say("/upload /no/such/file")
    await alice.sees("talk", "! /no/such/file cannot be read or written: no such file or directory")
    await alice.press("shift+Up")
    await alice.sees("chosen", "^(?!None)")
    await alice.press("Up", "s")
    await alice.has_file("Downloads/plan.txt", "x" * 5000)


async def test_a_notice_comes_also_while_the_file_dialog_has_the_focus(
    server: Running, desks: Desks, tmp_path: Path
) -> None:
    alice = await desks(server, "alice")
    async with Staying("bob", dialer(server.port, tmp_path / "bob")) as bob:
        await bob.watching.first(Ready)
        await alice.says_goodbye("/upload")  # its window is another
        await alice.sees("focus", "^$")
        bob.visit.act(lambda client, now: client.private("alice", "are you there?", now))
        await alice.sees("notices", "bob.*are you there")
