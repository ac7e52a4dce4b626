"""Files in the terminal: cards, what can be done with them, and uploads on their way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from tests.support import sample
from tests.tui.stage import Stage, on_stage

from hubbub.client import changes as c
from hubbub.client.events import UploadAsked
from hubbub.client.protocol.capabilities import FILES
from hubbub.client.state.files import File
from hubbub.client.state.messages import Message
from hubbub.tui import files
from hubbub.uplink.happenings import Upload, UploadChanged
from hubbub.uplink.trouble import Trouble

TEA = File("f1", "tea [/] time.png", "image/png", 1_258_291, 1200, 1600, True)
LINK = "https://chat.example/files/f1/tea.png"


class Sharing:
    """Notes what it is asked for."""

    def __init__(self) -> None:
        self.asked: list[Any] = []

    def upload(self, buffer: str, file: Path) -> None:
        self.asked.append(("upload", buffer, file))

    def stop_all(self) -> None:
        self.asked.append(("stop",))

    def forget(self, id: int) -> None:
        self.asked.append(("forget", id))

    async def save(self, file: File, folder: Path) -> Path:
        self.asked.append(("save", file.id, folder))
        return folder / file.name

    async def link(self, file: File) -> str:
        self.asked.append(("link", file.id))
        return "https://chat.example/files/link/x/tea.png"


async def _with_a_file(stage: Stage) -> Sharing:
    """Bob shares a picture in the place one looks at."""
    stage.core.sharing = sharing = Sharing()
    buffer = stage.state.buffers["#garden"]
    message = Message("pic", "bob", f"look {LINK}", sample.NOW, files=(TEA,))
    buffer.timeline.add(message)
    stage.core.tell(c.MessageAdded("#garden", "pic", message))
    await stage.settle()
    return sharing


async def test_a_file_is_a_card_that_is_opened_and_saved(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    opened: list[str] = []
    monkeypatch.setattr(files, "open_link", lambda link, tell: opened.append(link))
    monkeypatch.setattr(files, "downloads_directory", lambda: tmp_path)
    async with on_stage() as stage:
        sharing = await _with_a_file(stage)
        assert "\u25a4 tea [/] time.png  1200 \u00d7 1600, 1.2 MiB" in stage.text()
        assert LINK not in stage.text()
        stage.app.talk.timeline.choose("pic")
        stage.app.talk.timeline.focus()
        await stage.press("s")
        assert sharing.asked == [("save", "f1", tmp_path)]
        await stage.press("o")
        assert sharing.asked[-1] == ("link", "f1")
        await stage.press("enter")
        for words in ("Open tea [/] time.png", "Save tea [/] time.png"):
            assert words in stage.text()
        await stage.press("escape")
        line = next(n for n, row in enumerate(stage.screen()) if "tea [/] time" in row)
        await stage.pilot.click(offset=(stage.screen()[line].index("tea [/]") + 1, line))
        await stage.settle()
        await stage.press("s")
        assert sharing.asked[-1] == ("save", "f1", tmp_path)


async def test_uploads_stand_above_the_field_until_they_are_over(tmp_path: Path) -> None:
    file = tmp_path / "tea.png"
    file.write_bytes(b"x")
    async with on_stage() as stage:
        stage.core.sharing = sharing = Sharing()
        stage.core.tell(UploadAsked("#garden", f"'{file}'"))
        assert sharing.asked == [("upload", "#garden", file)]
        upload = Upload(1, "#garden", file, 2_000_000)
        stage.core.tell(UploadChanged(upload, "begun"), UploadChanged(replace(upload, sent=500_000), "on"))
        await stage.settle()
        assert "Uploading tea.png: 25 % of 1.9 MiB  Stop" in stage.text()
        await stage.pilot.click("#strip")
        assert sharing.asked[-1] == ("stop",)
        stage.core.tell(UploadChanged(replace(upload, trouble=Trouble("refused-file", reason="[/] full")), "failed"))
        await stage.settle()
        assert "tea.png was not uploaded: [/] full" in stage.text()
        assert "Uploading" not in stage.text()
        assert sharing.asked[-1] == ("forget", 1)
        stage.core.tell(UploadAsked("#garden", "stop"))
        assert stage.app.desk.told == "Nothing is being uploaded."


async def test_a_file_that_is_dropped_on_the_terminal_is_asked_about(tmp_path: Path) -> None:
    file = tmp_path / "tea time.png"
    file.write_bytes(b"x")
    async with on_stage() as stage:
        stage.core.sharing = sharing = Sharing()
        stage.app.paste(f"'{file}'\n")
        await stage.settle()
        assert "Share tea time.png (1 byte) with #garden?" in " ".join(stage.text().split())
        await stage.press("enter")
        assert sharing.asked == [("upload", "#garden", file)]
        stage.app.paste("/no/such/file")
        await stage.settle()
        assert stage.app.talk.field.text == "//no/such/file"


async def test_much_text_that_is_pasted_can_be_shared_as_a_file() -> None:
    async with on_stage() as stage:
        stage.core.sharing = sharing = Sharing()
        stage.state.server.capabilities = frozenset({FILES})
        stage.app.paste("[/] line\n" * 9)
        await stage.settle()
        await stage.press("down", "enter")
        ((what, buffer, file),) = sharing.asked
        assert (what, buffer, file.name, file.read_text()) == (
            "upload",
            "#garden",
            "text.txt",
            "[/] line\n" * 8 + "[/] line",
        )
        assert stage.app.talk.field.text == ""
        stage.core.tell(UploadChanged(Upload(1, "#garden", file, 80), "shared"))
        assert not file.parent.exists()


async def test_without_a_name_it_is_asked_which_file(tmp_path: Path) -> None:
    async with on_stage() as stage:
        stage.core.sharing = sharing = Sharing()
        stage.core.tell(UploadAsked("#garden", ""))
        await stage.settle()
        await stage.press(*"a.txt", "enter")
        assert sharing.asked == [("upload", "#garden", Path("a.txt"))]
