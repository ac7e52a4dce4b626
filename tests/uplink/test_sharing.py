"""Files by the clients of Python: uploaded, shared, fetched, kept; and everything that goes wrong meanwhile."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from pathlib import Path

import pytest
from tests.support.real_server import Running, running
from tests.support.watching import Staying, dialer

from hubbub.client.changes import MessageAdded
from hubbub.client.events import Ready
from hubbub.client.state.files import File
from hubbub.client.state.messages import Message
from hubbub.server.entrance import selfsigned
from hubbub.server.entrance.tls import Pair
from hubbub.settings import Files, Web
from hubbub.uplink import sentences, sharing
from hubbub.uplink.addresses import Address
from hubbub.uplink.dial import Dialer, known
from hubbub.uplink.happenings import Upload, UploadChanged
from hubbub.uplink.questions import CertificateQuestion
from hubbub.uplink.trouble import Trouble

SMALL = Files(largest=3_000_000, per_person=4_000_000, total=9_000_000, types=("text/*", "application/*", "image/*"))


class Stage:
    """Two people in the lobby of a server that keeps files."""

    def __init__(self, served: Running, alice: Staying, bob: Staying, folder: Path) -> None:
        self.served = served
        self.alice = alice
        self.bob = bob
        self.folder = folder

    def made(self, name: str, data: bytes) -> Path:
        file = self.folder / name
        file.write_bytes(data)
        return file

    async def uploaded(self, file: Path) -> UploadChanged:
        """How it ended."""
        upload = self.alice.visit.sharing.upload("#lobby", file)
        return await ended(self.alice, upload)

    async def got(self, count: int = 1) -> Message:
        """The last of so many messages that bob has had."""
        watching = self.bob.watching
        await watching.until(lambda: len(watching.all(MessageAdded)) >= count)
        message = watching.all(MessageAdded)[-1].message
        assert message is not None
        return message


async def ended(who: Staying, upload: Upload) -> UploadChanged:
    def found() -> list[UploadChanged]:
        changes = who.watching.all(UploadChanged)
        return [one for one in changes if one.upload.id == upload.id and one.stage in ("shared", "failed", "stopped")]

    await who.watching.until(lambda: bool(found()))
    return found()[-1]


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    pair = Pair(tmp_path / "server.crt", tmp_path / "server.key")
    selfsigned.make(pair.certificate, pair.key)
    async with AsyncExitStack() as stack:
        served = await stack.enter_async_context(running(pair, data=tmp_path / "data", files=SMALL))
        people: list[Staying] = []
        for name in ("alice", "bob"):
            one = await stack.enter_async_context(Staying(name, dialer(served.port, tmp_path / name, tls=True)))
            one.visit.answer(await one.watching.first(CertificateQuestion), True)
            await one.watching.first(Ready)
            people.append(one)
        yield Stage(served, people[0], people[1], tmp_path)


async def test_a_file_goes_over_the_certificate_of_the_chat_and_comes_back_whole(stage: Stage) -> None:
    data = os.urandom(2_500_000)
    told = await stage.uploaded(stage.made("tea time.bin", data))
    assert (told.stage, told.upload.sent) == ("shared", len(data)), told.upload.trouble
    message = await stage.got()
    (file,) = message.files
    assert (file.name, file.size, message.text.startswith("http")) == ("tea time.bin", len(data), True)
    sharing = stage.bob.visit.sharing
    kept = [await sharing.save(file, stage.folder / "kept") for _ in range(2)]
    assert [one.name for one in kept] == ["tea time.bin", "tea time (1).bin"]
    assert [one.read_bytes() == data for one in kept] == [True, True]
    assert sorted(one.name for one in (stage.folder / "kept").iterdir()) == sorted(one.name for one in kept)
    link = await sharing.link(file)
    assert "/files/link/" in link


async def test_what_cannot_be_uploaded_says_why(stage: Stage) -> None:
    def why(trouble: Trouble | None) -> str:
        assert trouble is not None
        return sentences.of(trouble)

    sharing = stage.alice.visit.sharing
    for file, reason in (
        (stage.folder / "nothing", "no such file or directory"),
        (stage.folder, "it is a folder"),
        (stage.made("empty", b""), "it is empty"),
        (stage.folder / "x\0y", "embedded null byte"),
    ):
        with pytest.raises(Trouble) as raised:
            sharing.upload("#lobby", file)
        assert why(raised.value).endswith(reason)
    large = await stage.uploaded(stage.made("large.txt", b"x" * 3_000_001))
    assert (large.stage, large.upload.sent) == ("failed", 0)
    assert why(large.upload.trouble) == "A file may have at most 2.9 MiB here."
    other = await stage.uploaded(stage.made("x.mp4", b"film"))
    assert "video/mp4" in why(other.upload.trouble)
    assert (await stage.uploaded(stage.made("a.txt", b"x" * 2_900_000))).stage == "shared"
    full = await stage.uploaded(stage.made("b.txt", b"x" * 2_000_000))
    assert why(full.upload.trouble).startswith("There is no room for this file")
    assert why(full.upload.trouble) == why(sharing.uploads[full.upload.id].trouble)
    sharing.again(full.upload.id)
    sharing.stop(full.upload.id)
    assert full.upload.id not in sharing.uploads
    with pytest.raises(Trouble) as refused:
        await sharing.save(File("nonsense", "x"), stage.folder)
    assert why(refused.value) == "There is no such file, or it is not for you to read."
    await stage.got()


async def test_an_upload_is_stopped_and_leaves_nothing(stage: Stage) -> None:
    sharing = stage.alice.visit.sharing
    upload = sharing.upload("#lobby", stage.made("film.bin", bytes(2_900_000)))
    sharing.stop(upload.id)
    assert (await ended(stage.alice, upload)).stage == "stopped"
    assert (await stage.uploaded(stage.made("after.txt", b"x"))).stage == "shared"
    assert (await stage.got()).files[0].name == "after.txt"


async def test_a_visit_that_ends_ends_its_uploads(stage: Stage) -> None:
    upload = stage.alice.visit.sharing.upload("#lobby", stage.made("film.bin", bytes(2_900_000)))
    stage.alice.visit.leave()
    await stage.alice.over()
    assert (await ended(stage.alice, upload)).stage == "stopped"
    with pytest.raises(Trouble, match="not-connected"):
        stage.alice.visit.sharing.upload("#lobby", stage.made("a", b"x"))


async def test_through_a_web_server_files_are_below_the_path_of_the_chat(tmp_path: Path) -> None:
    web = Web(url="http://chat.example/talk")
    async with (
        running(data=tmp_path / "data", files=SMALL, web=web) as served,
        Staying("alice", Dialer(Address("127.0.0.1", served.port, "ws", path="/talk/"), known(tmp_path))) as alice,
    ):
        await alice.watching.first(Ready)
        (tmp_path / "notes.txt").write_text("notes")
        told = await ended(alice, alice.visit.sharing.upload("#lobby", tmp_path / "notes.txt"))
        assert told.stage == "shared", told.upload.trouble
        message = (await alice.watching.first(MessageAdded)).message
        assert message is not None
        assert message.text.startswith("http://chat.example/talk/files/")


async def test_where_nobody_uploads_it_is_said(tmp_path: Path) -> None:
    async with running() as served, Staying("alice", dialer(served.port, tmp_path)) as alice:
        await alice.watching.first(Ready)
        (tmp_path / "notes.txt").write_text("notes")
        told = await ended(alice, alice.visit.sharing.upload("#lobby", tmp_path / "notes.txt"))
        assert told.upload.trouble is not None
        assert sentences.of(told.upload.trouble) == "Nobody can upload files on this server."


async def test_a_server_that_goes_away_half_way_is_said(stage: Stage) -> None:
    """Whatever it was that cut the connection: nothing is said in the room, and it can be tried again."""

    async def half(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        await reader.readexactly(100_000)
        writer.transport.abort()

    async with await asyncio.start_server(half, "127.0.0.1", 0) as gone:
        port = gone.sockets[0].getsockname()[1]
        there = stage.alice.visit._dial
        stage.alice.visit._dial = dialer(port, stage.folder / "other")
        told = await stage.uploaded(stage.made("film.bin", bytes(2_900_000)))
        stage.alice.visit._dial = there
    assert told.stage == "failed"
    assert told.upload.trouble is not None
    assert told.upload.trouble.code == "lost"
    stage.alice.visit.sharing.again(told.upload.id)
    watching = stage.alice.watching
    await watching.until(lambda: watching.all(UploadChanged)[-1].stage == "shared")
    assert (await stage.got()).files[0].name == "film.bin"


async def test_a_server_that_cannot_for_ten_minutes_is_asked_no_more(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "SOONEST", 0.0)
    monkeypatch.setattr(sharing, "PATIENCE", 0.05)

    async def busy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        words = b"4 of your files are being uploaded already."
        head = f"503 Not Now\r\nRetry-After: 0\r\nContent-Type: text/plain\r\nContent-Length: {len(words)}"
        writer.write(b"HTTP/1.1 %b\r\n\r\n%b" % (head.encode(), words))
        with suppress(ConnectionError):
            await writer.drain()
            await reader.read()
        writer.close()

    file = stage.made("film.bin", os.urandom(1000))
    there = stage.alice.visit._dial
    async with await asyncio.start_server(busy, "127.0.0.1", 0) as server:
        stage.alice.visit._dial = dialer(server.sockets[0].getsockname()[1], stage.folder / "other")
        told = await stage.uploaded(file)
        assert told.stage == "failed"
        assert sentences.of_upload(told) == (
            "film.bin was not uploaded: For ten minutes the server could not: "
            f"4 of your files are being uploaded already. - to try again: /upload {file}"
        )
        shared = File("1", "film.bin", "application/octet-stream", 1000)
        with pytest.raises(Trouble, match="not-now"):
            await stage.alice.visit.sharing.fetch(shared)
    stage.alice.visit._dial = there
    stage.alice.visit.sharing.again(told.upload.id)  # what was to be sent is there still
    assert (await stage.got()).files[0].name == "film.bin"


async def test_a_server_that_cannot_now_is_asked_again(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four files of this person may be on their way from elsewhere, or the server is just being upgraded."""
    monkeypatch.setattr(sharing, "SOONEST", 0.0)
    there, asked = stage.alice.visit._dial, []

    async def busy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readline())
        await reader.readuntil(b"\r\n\r\n")
        if b"POST" in asked[-1]:
            writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            await reader.readexactly(100_000)
        if len(asked) % 2 == 0:
            stage.alice.visit._dial = there
        writer.write(b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n")
        with suppress(ConnectionError):
            await writer.drain()
            await reader.read()
        writer.close()

    data = os.urandom(2_900_000)
    async with await asyncio.start_server(busy, "127.0.0.1", 0) as server:
        elsewhere = dialer(server.sockets[0].getsockname()[1], stage.folder / "other")
        stage.alice.visit._dial = elsewhere
        told = await stage.uploaded(stage.made("film.bin", data))
        assert told.stage == "shared", told.upload.trouble
        (file,) = (await stage.got()).files
        stage.alice.visit._dial = elsewhere
        assert await stage.alice.visit.sharing.fetch(file) == data
    assert [line[:4] for line in asked] == [b"POST", b"POST", b"GET ", b"GET "]
