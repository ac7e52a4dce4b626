"""Files over HTTP: uploaded with how far they are, and fetched, with a token of the chat (docs/ext/files.md).

They go to the port of the chat, with the same certificate, and no address that one can see has a secret in it.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import shlex
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from itertools import count
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote, unquote, urlsplit

import msgspec
from msgspec.structs import replace

from hubbub.client import events as e
from hubbub.client.changes import Noticed
from hubbub.client.protocol.capabilities import FILES
from hubbub.client.session import Client
from hubbub.client.state.files import File

from . import http
from .files import reason
from .happenings import Stage, Upload, UploadChanged
from .http import Answer, Site
from .trouble import Trouble

Act = Callable[[Callable[[Client, int], list[e.Event]]], None]

PIECE = 256 * 1024  # bytes that are read at once
OFTEN = 0.1  # seconds between two words on how far an upload is
LEFT = 30  # seconds before its end in which a token is not begun with any more
ANSWER = 30.0  # seconds that the chat has to give a token
AT_ONCE = 2  # files; a server takes four of one person
PATIENCE = 600.0  # seconds in which a server that says that it cannot now is asked again
SOONEST = 1.0  # seconds until a server that says that it cannot now is asked again, whatever it says
LARGEST_PICTURE = 32 << 20  # bytes of a picture that is fetched to be shown


class _Uploaded(msgspec.Struct):
    url: str


class Sharing:
    """`act` lets the core do something, `site` opens a connection to the pages of the server, `tell` tells the face,
    `fault` writes down what went wrong here.
    """

    def __init__(
        self,
        client: Client,
        act: Act,
        site: Callable[[], Awaitable[Site]],
        tell: Callable[[UploadChanged], None],
        fault: Callable[[BaseException], Trouble],
    ) -> None:
        self.uploads: dict[int, Upload] = {}
        self._client = client
        self._act = act
        self._site = site
        self._tell = tell
        self._fault = fault
        self._numbers = count(1)
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._places = asyncio.Semaphore(AT_ONCE)
        self._asking = asyncio.Lock()
        self._shown = asyncio.Semaphore(AT_ONCE)
        self._answer: asyncio.Future[e.FileToken | e.FileLink] | None = None
        self._token, self._until = "", 0.0

    # What a face asks for

    def upload(self, buffer: str, file: Path) -> Upload:
        """Share a file: its link is said in that buffer once it is there. Raises Trouble when it cannot be read."""
        self._check()
        upload = Upload(next(self._numbers), buffer, file, _size(file))
        self._begin(upload)
        return upload

    def again(self, id: int) -> None:
        """Try once more what has failed."""
        upload = self.uploads.get(id)
        if upload is not None and upload.trouble is not None:
            self._begin(replace(upload, sent=0, trouble=None))

    def forget(self, id: int) -> None:
        """The person knows that it has failed."""
        self.uploads.pop(id, None)

    def stop(self, id: int) -> None:
        """It is not wanted any more."""
        task = self._tasks.pop(id, None)
        if task is not None:
            task.cancel()
        upload = self.uploads.pop(id, None)
        if upload is not None:
            self._tell(UploadChanged(upload, "stopped"))

    def stop_all(self) -> None:
        for id in tuple(self.uploads):
            self.stop(id)

    async def fetch(self, file: File, *, whole: bool = False) -> bytes:
        """A picture: the smaller one of it where there is one, unless the `whole` is asked for. Raises Trouble."""
        name = (
            f"files/{quote(file.id, safe='')}" if whole or not file.preview else f"previews/{quote(file.id, safe='')}"
        )
        data = bytearray()
        async with self._fetched(name) as pieces:
            async for piece in pieces:
                data += piece
                if len(data) > LARGEST_PICTURE:
                    raise Trouble("not-fetched", reason="it is too large to be shown here")
        return bytes(data)

    async def picture(self, file: File, width: int, height: int, *, whole: bool = False) -> bytes:
        """The same as a PNG that fits into so many pixels. Raises Trouble."""
        from hubbub.files.kinds import picture_of
        from hubbub.files.pictures import shrunk
        from hubbub.files.stripping import Broken

        async with self._shown:
            data = await self.fetch(file, whole=whole)
            try:
                return await asyncio.to_thread(shrunk, data, picture_of(data[:16]), width, height)
            except Broken as error:
                raise Trouble("not-fetched", reason=str(error)) from None

    async def save(self, file: File, folder: Path) -> Path:
        """Keep a file under its name in that folder, or under one beside it that is free. Raises Trouble."""
        from hubbub.files.kinds import safe_name

        name = safe_name(file.name, file.type)
        part = folder / f".{name}.{secrets.token_hex(4)}.part"
        try:
            with _begun(part) as written:
                async with self._fetched(f"files/{quote(file.id, safe='')}") as pieces:
                    async for piece in pieces:
                        await asyncio.to_thread(written.write, piece)
            return _named(part, folder, name)
        except OSError as error:
            raise Trouble("file", file=folder / name, reason=reason(error)) from None
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)

    async def link(self, file: File) -> str:
        """A link under which a browser fetches it for some minutes. Raises Trouble."""
        answer = await self._ask(lambda client, now: client.do("file_link", now, id=file.id))
        assert isinstance(answer, e.FileLink)
        if not answer.url.startswith(("https://", "http://")):
            raise Trouble("not-fetched", reason="the server gave a link that is none")
        return answer.url

    def see(self, event: object) -> None:
        """Something happened in the chat."""
        match event:
            case e.FileToken() | e.FileLink():
                self._answered(event)
            case Noticed(buffer="", note=note) if note.error and note.command == "FILE":
                self._answered(Trouble("refused-file", reason=note.text))
            case e.Disconnected():
                self._token = ""
                self._answered(Trouble("not-connected"))

    # Tokens

    def _check(self) -> None:
        if not self._client.ready:
            raise Trouble("not-connected")
        if FILES not in self._client.link.caps:
            raise Trouble("no-files")

    async def _secret(self) -> str:
        """A token that is good for a while. Raises Trouble."""
        now = asyncio.get_running_loop().time()
        if not self._token or now >= self._until:
            answer = await self._ask(lambda client, now: client.do("file_token", now))
            assert isinstance(answer, e.FileToken)
            self._token, self._until = answer.token, now + answer.seconds - LEFT
        return self._token

    async def _ask(self, do: Callable[[Client, int], list[e.Event]]) -> e.FileToken | e.FileLink:
        async with self._asking:
            self._check()
            self._answer = asyncio.get_running_loop().create_future()
            try:
                self._act(do)
                return await asyncio.wait_for(self._answer, ANSWER)
            except TimeoutError:
                raise Trouble("silent") from None
            finally:
                self._answer = None

    def _answered(self, answer: e.FileToken | e.FileLink | Trouble) -> None:
        if self._answer is None or self._answer.done():
            return
        if isinstance(answer, Trouble):
            self._answer.set_exception(answer)
        else:
            self._answer.set_result(answer)

    # Uploading

    def _begin(self, upload: Upload) -> None:
        self._change(upload, "begun")
        task = asyncio.ensure_future(self._run(upload))
        self._tasks[upload.id] = task
        task.add_done_callback(
            lambda _: self._tasks.pop(upload.id, None) if self._tasks.get(upload.id) is task else None
        )

    def _change(self, upload: Upload, stage: Stage) -> None:
        self.uploads[upload.id] = upload
        self._tell(UploadChanged(upload, stage))

    async def _run(self, upload: Upload) -> None:
        try:
            async with self._places:
                url = await self._post(upload)
        except Exception as error:
            trouble = error if isinstance(error, Trouble) else self._fault(error)
            self._change(replace(self.uploads[upload.id], trouble=trouble), "failed")
            return
        done = self.uploads.pop(upload.id)
        self._act(lambda client, now: client.do("say", now, buffer=upload.buffer, text=url))
        self._tell(UploadChanged(replace(done, sent=done.size), "shared"))

    async def _post(self, upload: Upload) -> str:
        """The link. Raises Trouble."""
        try:
            opened = upload.file.open("rb")
        except OSError as error:
            raise Trouble("file", file=upload.file, reason=reason(error)) from None
        with opened:
            fields = {
                "Content-Type": _type(upload.file.name),
                "Content-Disposition": f"attachment; filename*=UTF-8''{quote(upload.name, safe='')}",
                "Content-Length": str(upload.size),
            }
            async with self._asked("POST", "files", fields, lambda: self._pieces(upload, opened)) as answer:
                if answer.status != 201:
                    raise await self._refused(answer)
                try:
                    return msgspec.json.decode(await answer.words(), type=_Uploaded).url
                except msgspec.MsgspecError:
                    raise Trouble("refused-file", reason="the server's answer cannot be read") from None

    async def _pieces(self, upload: Upload, opened: BinaryIO) -> AsyncIterator[bytes]:
        """What is in the file, as it is read; no more and no less than it had at first. Raises Trouble."""
        loop = asyncio.get_running_loop()
        sent, told = 0, loop.time()
        opened.seek(0)  # it may have been read for a try before
        while sent < upload.size:
            try:
                piece = await asyncio.to_thread(opened.read, min(PIECE, upload.size - sent))
            except OSError as error:
                raise Trouble("file", file=upload.file, reason=reason(error)) from None
            if not piece:
                raise Trouble("file", file=upload.file, reason="it has become shorter meanwhile")
            yield piece
            sent += len(piece)
            if loop.time() - told >= OFTEN and upload.id in self.uploads:
                told = loop.time()
                self._change(replace(upload, sent=sent), "on")

    # HTTP

    @asynccontextmanager
    async def _fetched(self, name: str) -> AsyncIterator[AsyncIterator[bytes]]:
        async with self._asked("GET", name, {}) as answer:
            if answer.status != 200:
                raise await self._refused(answer)
            yield _whole(answer)

    @asynccontextmanager
    async def _asked(
        self, method: str, name: str, fields: dict[str, str], body: Callable[[], AsyncIterator[bytes]] | None = None
    ) -> AsyncIterator[Answer]:
        """The answer to the last try: while it is that this is to be asked again in a moment, it is, for `PATIENCE`.
        `body` begins one. Raises Trouble."""
        clock, until = asyncio.get_running_loop().time, 0.0
        while True:
            given = {"Authorization": f"Bearer {await self._secret()}", **fields}
            site = await self._site()
            try:
                answer = await self._http(site, method, name, given, body)
                if answer.later is None:
                    yield answer
                    return
                wait = max(SOONEST, answer.later)
                until = until or clock() + PATIENCE
                if clock() + wait > until:
                    raise Trouble("not-now", reason=await _words(answer))
            finally:
                site.stream.close()
            await asyncio.sleep(wait)

    @staticmethod
    async def _http(
        site: Site,
        method: str,
        name: str,
        fields: dict[str, str],
        body: Callable[[], AsyncIterator[bytes]] | None,
    ) -> Answer:
        try:
            return await http.ask(site, method, name, fields, body() if body is not None else None)
        except TimeoutError:
            raise Trouble("silent") from None
        except OSError as error:
            raise Trouble("lost", reason=reason(error)) from None

    async def _refused(self, answer: Answer) -> Trouble:
        """What the server said; a token that it does not know (any more) is not used again."""
        if answer.status == 401:
            self._token = ""
        return Trouble("refused-file", reason=await _words(answer))


def chosen(text: str) -> Path:
    """The file that somebody named: as typed, quoted as a shell would have it, or as a desktop drops it."""
    text = text.strip()
    if text.startswith("file://"):
        return Path(unquote(urlsplit(text).path))
    path = Path(text)
    with suppress(OSError, ValueError):
        if not path.exists() and len(words := shlex.split(text)) == 1:
            path = Path(words[0])
    with suppress(RuntimeError):  # nobody knows where their home is
        path = path.expanduser()
    return path


async def _words(answer: Answer) -> str:
    """What the server said. Raises Trouble."""
    if not answer.fields.get("content-type", "").startswith("text/plain"):
        return f"the server answers {answer.status}"
    try:
        return await answer.words() or f"the server answers {answer.status}"
    except TimeoutError:
        raise Trouble("silent") from None
    except OSError as error:
        raise Trouble("lost", reason=reason(error)) from None


async def _whole(answer: Answer) -> AsyncIterator[bytes]:
    """The body. Raises Trouble when it ends too early."""
    try:
        async for piece in answer.pieces():
            yield piece
    except TimeoutError:
        raise Trouble("silent") from None
    except OSError as error:
        raise Trouble("lost", reason=reason(error)) from None


def _size(file: Path) -> int:
    """Its bytes. Raises Trouble for what is no file that can be read."""
    try:
        if file.is_dir():
            raise Trouble("file", file=file, reason="it is a folder")
        if file.exists() and not file.is_file():
            raise Trouble("file", file=file, reason="it is no file")
        with file.open("rb") as opened:
            size = opened.seek(0, os.SEEK_END)
    except (OSError, ValueError) as error:
        raise Trouble("file", file=file, reason=reason(error)) from None
    if not size:
        raise Trouble("file", file=file, reason="it is empty")
    return size


def _begun(part: Path) -> BinaryIO:
    """A new file to write to. Raises OSError."""
    part.parent.mkdir(parents=True, exist_ok=True)
    return part.open("xb")


def _type(name: str) -> str:
    import mimetypes  # which reads the system's table

    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def _named(part: Path, folder: Path, name: str) -> Path:
    """Give it its name, or the next one that is free. Raises OSError."""
    for free in _names(name):
        kept = folder / free
        with suppress(FileExistsError):
            kept.touch(exist_ok=False)
            return part.replace(kept)
    raise AssertionError("the names do not end")


def _names(name: str) -> Iterator[str]:
    stem, dot, suffix = name.rpartition(".")
    yield name
    for number in count(1):
        yield f"{stem or suffix} ({number}){dot if stem else ''}{suffix if stem else ''}"
