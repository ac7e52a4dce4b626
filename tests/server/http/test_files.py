"""Files over HTTP: uploaded, fetched by who may, in ranges, gone with their message; and everything that goes wrong
(rows 47 to 50 of bad input)."""

from __future__ import annotations

import asyncio
import errno
import io
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import aiohttp
import pytest
from PIL import Image
from tests.faults.small_disk import SIZE, small_disk
from tests.server.http.test_protocol import request, status
from tests.support.memory_chat import Plainly
from tests.support.real_engine import Client
from tests.support.real_server import Running, running

from hubbub.commands.messages import files as rules
from hubbub.files import Draft
from hubbub.log.space import Space
from hubbub.server.core.files import Remover
from hubbub.settings import Files

CAPS = "message-tags echo-message draft/message-redaction hubbub.chat/files"
SMALL = Files(largest=300_000, per_person=500_000, total=900_000)


class Person:
    """Somebody on IRC in #tea, with a token."""

    def __init__(self, served: Running, client: Client, browser: aiohttp.ClientSession) -> None:
        self.client = client
        self.browser = browser
        self.base = f"http://127.0.0.1:{served.port}/"
        self.token = ""

    async def say(self, text: str, room: str = "#tea") -> str:
        """The message's id, once the server has it."""
        self.client.send(f"PRIVMSG {room} :{text}")
        return (await self.client.until("PRIVMSG"))[-1].partition("msgid=")[2].partition(" ")[0].partition(";")[0]

    async def put(self, data: object, name: str = "tea.bin", kind: str = "", **headers: str) -> tuple[int, str, str]:
        """Status, text, and the path of the link."""
        given = {"Authorization": f"Bearer {self.token}", "Content-Disposition": f'attachment; filename="{name}"'}
        given |= ({"Content-Type": kind} if kind else {}) | headers
        async with self.browser.post(f"{self.base}files", data=data, headers=given) as answer:
            text = await answer.text()
            path = (await answer.json())["path"] if answer.status == 201 else ""
            return answer.status, text, path

    async def get(
        self, path: str, headers: dict[str, str] | None = None, *, token: bool = True
    ) -> tuple[aiohttp.ClientResponse, bytes]:
        given = ({"Authorization": f"Bearer {self.token}"} if token else {}) | (headers or {})
        async with self.browser.get(f"{self.base}{path}", headers=given) as answer:
            return answer, await answer.read()


async def come(served: Running, browser: aiohttp.ClientSession, name: str, room: str = "#tea") -> Person:
    client = await served.connect()
    client.send(f"CAP REQ :{CAPS}", f"NICK {name}", f"USER {name} 0 * :x", "CAP END", f"JOIN {room}", "FILE TOKEN")
    person = Person(served, client, browser)
    person.token = (await client.until(" FILE TOKEN "))[-1].split()[3]
    return person


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[tuple[Running, Person, Person]]:
    async with running(data=tmp_path, files=SMALL) as served, aiohttp.ClientSession() as browser:
        served.server.engine.hasher = Plainly()
        yield served, await come(served, browser, "alice"), await come(served, browser, "bob", "#other")


def on_disk(served: Running) -> list[str]:
    """What lies in the folder of files, previews aside."""
    assert served.server.files is not None
    folder = served.server.files.folder
    return [path.name for path in folder.rglob("*") if path.is_file() and path.suffix != ".webp"]


async def read(reader: asyncio.StreamReader) -> int:
    """How many bytes come until the connection is over, in whatever way."""
    size = 0
    with suppress(ConnectionError):
        while part := await reader.read(1 << 20):
            size += len(part)
    return size


async def removed(served: Running) -> None:
    """The chore has been, and what it removed is deleted."""
    engine = served.server.engine
    engine.begin()
    rules.remove_loose(engine.chat)
    await engine.commits.settled()
    await served.until(lambda: not any(task.get_name() == "removing files" for task in engine.tasks))


async def test_what_was_uploaded_comes_back_whole_and_in_ranges(stage: tuple[Running, Person, Person]) -> None:
    _served, alice, _ = stage
    data = bytes(range(256)) * 1000
    code, text, path = await alice.put(data, "../müll\\r\\n.txt", "text/plain")
    assert (code, path.rpartition("/")[2]) == (201, "m%C3%BCllrn.txt"), text
    answer, body = await alice.get(path)
    assert (answer.status, body) == (200, data)
    for name, value in {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Disposition": "attachment; filename=\"m_llrn.txt\"; filename*=UTF-8''m%C3%BCllrn.txt",
        "X-Content-Type-Options": "nosniff",
        "Accept-Ranges": "bytes",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-cache",
    }.items():
        assert answer.headers[name] == value
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    tag = answer.headers["ETag"]
    assert (await alice.get(path, {"If-None-Match": tag}))[0].status == 304
    for wanted, code, part in (
        ("bytes=5-9", 206, data[5:10]),
        ("bytes=255990-", 206, data[255990:]),
        ("bytes=-7", 206, data[-7:]),
        ("bytes=9-99999999", 206, data[9:]),
        ("bytes=9-5", 200, data),
        ("bytes=0-1,5-6", 200, data),
        ("lines=0-1", 200, data),
        ("bytes=256000-", 416, None),
        ("bytes=-0", 416, None),
    ):
        answer, body = await alice.get(path, {"Range": wanted})
        assert answer.status == code, wanted
        assert part is None or body == part
    assert (await alice.get(path, {"Range": "bytes=5-9", "If-Range": '"other"'}))[1] == data
    assert (await alice.get(path, {"Range": "bytes=5-9", "If-Range": tag}))[0].headers["Content-Range"] == (
        "bytes 5-9/256000"
    )


async def test_a_picture_is_shown_without_what_it_tells_and_the_rest_is_an_attachment(
    stage: tuple[Running, Person, Person],
) -> None:
    _, alice, _ = stage
    file, exif = io.BytesIO(), Image.Exif()
    exif[0x010F], exif[0x0112] = "Secretcam", 6
    Image.effect_noise((1000, 700), 20).convert("RGB").save(file, "JPEG", exif=exif, quality=50)
    code, text, path = await alice.put(file.getvalue(), "holiday.html", "text/html")
    assert code == 201, text
    assert '"type":"image/jpeg"' in text
    assert '"width":700,"height":1000,"preview":true' in text
    answer, body = await alice.get(path)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Disposition"].startswith('inline; filename="holiday.jpg"')
    assert b"Secretcam" in file.getvalue()
    assert b"Secretcam" not in body
    small, body = await alice.get(path.replace("files/", "previews/").rpartition("/")[0])
    assert small.headers["Content-Type"] == "image/webp"
    assert Image.open(io.BytesIO(body)).size == (437, 624)
    for data, name in ((b"<html><script>", "x.png"), (b"<svg onload=x>", "x.svg"), (b"GIF89a", "x.gif")):
        code, _, path = await alice.put(data, name, "image/svg+xml")
        if name == "x.gif":
            assert code == 422, "it begins like a picture, and is none"
            continue
        answer, _ = await alice.get(path)
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["Content-Disposition"].startswith("attachment")


async def test_who_may_read_it_may_fetch_it(stage: tuple[Running, Person, Person]) -> None:
    _served, alice, bob = stage
    alice.client.send("NS REGISTER secret12", "MODE #tea +s")
    await alice.client.until("MODE")
    _, _, path = await alice.put(b"plans", "plans.txt")
    assert (await bob.get(path))[0].status == 404
    await alice.say(f"the plans: {alice.base}{path}")
    assert (await alice.get(path))[1] == b"plans"
    assert [(await one.get(path, token=token))[0].status for one, token in ((bob, True), (bob, False))] == [404, 401]
    assert (await bob.get(path, {"Authorization": "Bearer nonsense"}))[0].status == 401
    basic = b64encode(b"alice:secret12").decode()
    answer, body = await bob.get(path, {"Authorization": f"Basic {basic}"})
    assert (answer.status, body) == (200, b"plans")
    for wrong in (b64encode(b"alice:wrong").decode(), b64encode(b"alice").decode(), "%"):
        assert (await bob.get(path, {"Authorization": f"Basic {wrong}"}))[0].status == 401
    alice.client.send(f"FILE LINK {alice.base}{path}")
    link = (await alice.client.until("FILE LINK"))[-1].rpartition(" ")[2].partition("/files/")[2]
    assert (await bob.get(f"files/{link}", token=False))[1] == b"plans"
    assert (await bob.get("files/link/nonsense/x", token=False))[0].status == 404
    assert (await bob.get("files/nonsense", token=False))[0].status == 404
    alice.client.send("MODE #tea -s")
    await alice.client.until("MODE")
    assert (await bob.get(path, token=False))[1] == b"plans", "anybody could come in and read it"


async def test_two_with_the_same_bytes_share_them_and_the_last_takes_them_along(
    stage: tuple[Running, Person, Person],
) -> None:
    served, alice, bob = stage
    (_, _, first), (_, _, second) = await asyncio.gather(alice.put(b"same"), bob.put(b"same"))
    assert first != second
    assert len(on_disk(served)) == 1
    said = [await alice.say(f"{alice.base}{first}"), await bob.say(f"{bob.base}{second}", "#other")]
    for who, room, id, left in ((alice, "#tea", said[0], 1), (bob, "#other", said[1], 0)):
        who.client.send(f"REDACT {room} {id}", "PING x")
        await who.client.until("PONG")
        await removed(served)
        assert len(on_disk(served)) == left
    assert (await alice.get(first))[0].status == 404


async def test_who_fetches_what_is_removed_meanwhile_is_cut_off(tmp_path: Path) -> None:
    large = Files(largest=64 << 20)
    async with running(data=tmp_path, files=large) as served, aiohttp.ClientSession() as browser:
        alice = await come(served, browser, "alice")
        _, _, path = await alice.put(io.BytesIO(bytes(16 << 20)))
        id = await alice.say(f"{alice.base}{path}")
        client = await served.connect()
        client.writer.write(request(f"/{path}").encode())
        while await client.reader.readline() != b"\r\n":
            pass
        begun = len(await client.reader.readexactly(1))  # the server has it open
        alice.client.send(f"REDACT #tea {id}", "PING x")
        await alice.client.until("PONG")
        await removed(served)
        assert begun + await read(client.reader) < 16 << 20
        assert not on_disk(served)


async def test_too_much_is_refused_while_it_comes_and_leaves_nothing(stage: tuple[Running, Person, Person]) -> None:
    served, alice, bob = stage

    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"x" * 10_000

    head = [f"Authorization: Bearer {alice.token}", f"Content-Length: {10 << 30}"]
    assert status(await served.ask(request("/files", *head, method="POST"))) == 413
    with suppress(aiohttp.ClientError, ConnectionError):
        assert (await alice.put(endless()))[0] == 413
    assert (await alice.put(b"x" * 300_001))[0] == 413
    assert (await alice.put(b""))[0] == 400
    assert [(await alice.put(b"x" * 250_000))[0] for _ in range(3)] == [201, 201, 507], "of one person"
    assert [(await bob.put(b"y" * 250_000))[0] for _ in range(2)] == [201, 507], "of all"
    assert len(on_disk(served)) == 2
    assert status(await served.ask(request("/files", "Content-Length: 3", method="POST"))) == 401
    secret = request("/files?token=x", "Content-Length: 3", method="POST")
    assert status(await served.ask(secret)) == 401
    foreign = request(
        "/files", "Origin: http://evil", "Content-Length: 3", f"Authorization: {alice.token}", method="POST"
    )
    assert status(await served.ask(foreign)) == 403


async def test_a_person_uploads_four_at_once_and_one_that_is_cut_makes_room(
    stage: tuple[Running, Person, Person],
) -> None:
    served, alice, bob = stage
    half = request("/files", f"Authorization: Bearer {alice.token}", "Content-Length: 200000", method="POST").encode()
    clients = [await served.connect() for _ in range(4)]
    for client in clients:
        client.writer.write(half + b"x" * 100_000)
    await served.until(lambda: len(on_disk(served)) == 4)
    refused = await served.ask(
        request("/files", f"Authorization: Bearer {alice.token}", "Content-Length: 1", method="POST")
    )
    assert (status(refused), "Retry-After: 2\r\n" in refused) == (429, True)
    assert (await bob.put(b"bob's"))[0] == 201
    clients[0].writer.transport.abort()
    await served.until(lambda: len(on_disk(served)) == 4)  # with bob's
    assert (await alice.put(b"alice's"))[0] == 201


async def test_a_killed_upload_leaves_what_the_sweep_removes(
    stage: tuple[Running, Person, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    served, alice, _ = stage
    store = served.server.files
    assert store is not None
    client = await served.connect()
    head = request("/files", f"Authorization: Bearer {alice.token}", "Content-Length: 200000", method="POST")
    client.writer.write(head.encode() + b"x" * 100_000)
    await served.until(lambda: len(on_disk(served)) == 1)
    client.writer.transport.abort()
    await served.until(lambda: not on_disk(served))
    orphan = store.path("cd" * 32)
    orphan.parent.mkdir(parents=True)
    orphan.write_bytes(b"left by a killed server")
    (store.folder / "x.part").write_bytes(b"left by a killed upload")
    await alice.put(b"kept")
    monkeypatch.setattr("hubbub.files.store.STALE", -1.0)
    await Remover(served.server.engine, store).sweep()
    assert len(on_disk(served)) == 1


async def test_a_full_disk_says_so_and_leaves_nothing(
    stage: tuple[Running, Person, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    served, alice, _ = stage
    with monkeypatch.context() as patch:
        patch.setattr(Draft, "write", _full)
        code, text, _ = await alice.put(b"x" * 100_000)
        assert (code, "disk is full" in text) == (507, True)
    with monkeypatch.context() as patch:
        patch.setattr("hubbub.files.store.space", lambda _: Space(1 << 40, 60 << 20))
        assert (await alice.put(b"x"))[0] == 507, "the chat needs what is left"
    assert not on_disk(served)
    assert (await alice.put(b"x"))[0] == 201


async def test_a_disk_that_fills_while_a_file_comes_keeps_nothing_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A real one, of 8 MiB; what is looked at before each write would have refused it."""
    monkeypatch.setattr("hubbub.files.store.LEFT", -SIZE)
    large = Files(largest=2 * SIZE)

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(2 * SIZE >> 17):
            yield bytes(1 << 17)

    with small_disk(tmp_path / "disk") as disk:
        async with running(data=disk.folder, files=large) as served, aiohttp.ClientSession() as browser:
            alice = await come(served, browser, "alice")
            _, _, kept = await alice.put(b"from before")
            before = disk.free
            code, text, _ = await alice.put(pieces())
            assert (code, text.strip()) == (507, "The server's disk is full. Nothing was kept; try again later.")
            assert disk.free == before
            assert len(on_disk(served)) == 1
            assert (await alice.get(kept))[1] == b"from before"
            assert (await alice.put(b"x"))[0] == 201


def _full(draft: Draft, data: bytes) -> None:
    from hubbub.files.store import as_no_space

    raise as_no_space(OSError(errno.ENOSPC, "No space left on device"))


async def test_what_may_be_done_is_said_and_without_a_folder_there_are_no_files(
    stage: tuple[Running, Person, Person],
) -> None:
    served, _, _ = stage
    answer = await served.ask(request("/files", method="OPTIONS"))
    assert status(answer) == 204
    assert "Accept-Post: */*" in answer
    async with running() as bare:
        assert status(await bare.ask(request("/files", method="OPTIONS"))) in (404, 405)
        client = await bare.connect()
        client.send("NICK a", "USER a 0 * :a", "FILE TOKEN")
        told = await client.until("Nobody can upload files")
        assert not any("FILEHOST" in line for line in told)
