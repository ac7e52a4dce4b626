"""Files are taken: each written as it comes, looked at, and kept before it is answered."""

from __future__ import annotations

import asyncio
from urllib.parse import quote

import msgspec

from hubbub.chat.events import Attachment
from hubbub.chat.refusals import DiskFull, Refusal
from hubbub.commands.messages import files
from hubbub.files import INLINE, Broken, Draft, FileStore, NoSpace, Picture, kind_of, look_at, safe_name
from hubbub.server.core.engine import Engine
from hubbub.server.core.files import remove
from hubbub.server.http.refused import Refused
from hubbub.server.http.request import Request
from hubbub.server.http.response import Response

from .asking import Who, asking, challenge, refused
from .headers import name_in

AT_ONCE = 4  # uploads of one person
SOON = "2"  # seconds after which one more is to be tried again: one that was cut off may not be noticed yet
LOOKED_AT = 2  # pictures at once
GATHERED = 256 * 1024  # bytes that are written at once
NO_SPACE = "The server's disk is full. Nothing was kept; try again later."


class Uploaded(msgspec.Struct, frozen=True):
    """What is answered to who has uploaded something. `path` is that of the link, below our pages."""

    id: str
    url: str
    path: str
    file: Attachment


class Uploading:
    """Takes files, each written as it comes."""

    def __init__(self, engine: Engine, store: FileStore) -> None:
        self.engine = engine
        self.store = store
        self.busy: dict[str, int] = {}  # by party
        self.looking = asyncio.Semaphore(LOOKED_AT)

    def options(self, request: Request) -> Response:
        """What may be done here (FILEHOST: "Servers MUST accept OPTIONS requests on the upload URI")."""
        types = self.engine.chat.policy.files.types or ("*/*",)
        return Response(204, {"Allow": "OPTIONS, POST", "Accept-Post": ", ".join(types)})

    async def upload(self, request: Request) -> Response:
        """A file as the body of the request."""
        who = await asking(self.engine, request, scope="say")
        if not who.party:
            raise Refused(401, "Uploading needs a token: FILE TOKEN in the chat gives one.", challenge(request))
        if self.busy.get(who.party, 0) >= AT_ONCE:
            raise Refused(429, f"{AT_ONCE} of your files are being uploaded already.", {"Retry-After": SOON})
        self.busy[who.party] = self.busy.get(who.party, 0) + 1
        drafts: list[Draft] = []
        try:
            return await self._upload(request, who, drafts)
        except (NoSpace, DiskFull):
            raise Refused(507, NO_SPACE) from None
        except Refusal as refusal:
            raise refused(refusal) from None
        finally:
            self.busy[who.party] -= 1
            if not self.busy[who.party]:
                del self.busy[who.party]
            for draft in drafts:
                await asyncio.to_thread(draft.drop)

    async def _upload(self, request: Request, who: Who, drafts: list[Draft]) -> Response:
        self._check(who, request.head.length or 0)
        draft = await self._draft(drafts)
        self.store.check_space(request.head.length or 0)
        await self._receive(request, who, draft)
        if not draft.size:
            raise Refused(400, "The file is empty.")
        head = await asyncio.to_thread(draft.head, 16)
        kind = kind_of(head, request.field("content-type"))
        picture, preview = None, None
        files.check_type(self.engine.chat, kind)
        if kind in INLINE:
            kept, preview = await self._draft(drafts), await self._draft(drafts)
            picture = await self._look_at(draft, kept, preview, kind)
            kind = kind if picture is not None else "application/octet-stream"
            draft = kept
        about = Attachment(
            id=self.engine.secret()[:24],
            name=safe_name(name_in(request.field("content-disposition")), kind),
            type=kind,
            size=draft.size,
            width=picture.width if picture else 0,
            height=picture.height if picture else 0,
            preview=picture is not None and picture.preview,
        )
        await self._keep(who, about, draft, preview if about.preview else None)
        path = f"files/{about.id}/{quote(about.name, safe='')}"
        url = f"{self.engine.public_address().url}/{path}"
        body = msgspec.json.encode(Uploaded(about.id, url, path, about))
        return Response(201, {"Location": url, "Content-Type": "application/json", "Cache-Control": "no-store"}, body)

    def _check(self, who: Who, size: int) -> None:
        self.engine.begin()
        files.check_upload(self.engine.chat, who.party, who.user, size)

    async def _draft(self, drafts: list[Draft]) -> Draft:
        drafts.append(await asyncio.to_thread(self.store.begin))
        return drafts[-1]

    async def _receive(self, request: Request, who: Who, draft: Draft) -> None:
        """Write the body, a few pieces at a time."""
        waiting, size = [], 0
        async for part in request.body:
            waiting.append(part)
            size += len(part)
            if size >= GATHERED:
                self._check(who, draft.size + size)
                self.store.check_space(size)
                await asyncio.to_thread(draft.write, b"".join(waiting))
                waiting, size = [], 0
        self._check(who, draft.size + size)
        await asyncio.to_thread(draft.write, b"".join(waiting))

    async def _look_at(self, draft: Draft, kept: Draft, preview: Draft, kind: str) -> Picture | None:
        """What the picture is; `kept` is it without what it tells besides. Raises Refused."""
        async with self.looking:
            try:
                picture = await look_at(draft.path, kept.path, preview.path, kind)
            except Broken as error:
                raise Refused(422, f"This picture cannot be taken: {error}.") from None
        await asyncio.to_thread(kept.again)
        await asyncio.to_thread(preview.again)
        return picture

    async def _keep(self, who: Who, about: Attachment, draft: Draft, preview: Draft | None) -> None:
        """Give the content its name, then let it be somebody's, and wait until the log knows."""
        hash = draft.hash
        self.store.hold(hash)
        try:
            await asyncio.to_thread(self.store.keep, draft, hash, preview)
            self.engine.begin()
            files.upload(self.engine.chat, who.party, who.name, who.user, about, hash)
            await self.engine.commits.settled()
        finally:
            self.store.let_go(hash)
            if hash not in self.engine.chat.world.files.hashes and not self.store.is_held(hash):
                await asyncio.to_thread(remove, self.store.detach(hash))
