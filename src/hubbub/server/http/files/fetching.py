"""Files are given out, whole or in part, to who may have them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

from hubbub.chat.refusals import NoSuchFile
from hubbub.chat.world.files import File
from hubbub.commands.messages import files
from hubbub.dialects.refusals import sentence
from hubbub.files import INLINE, FileStore
from hubbub.server.core.engine import Engine
from hubbub.server.http.refused import Gone, Refused
from hubbub.server.http.request import Request
from hubbub.server.http.response import Response, etags

from .asking import asking, challenge
from .headers import disposition, span

SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox; base-uri 'none'; frame-ancestors 'none'"
PASSIVE = re.compile(r"(?:audio|video|font)/.*|text/plain|text/csv|text/markdown|application/(?:pdf|zip|gzip|json)")
NOT_YOURS = (
    "This file is only for those who may read where it was shared. In the chat, ask for a link of your own: /file LINK"
)


class Fetching:
    """Gives files out, to who may have them."""

    def __init__(self, engine: Engine, store: FileStore, prefix: str) -> None:
        self.engine = engine
        self.store = store
        self.prefix = prefix

    async def file(self, request: Request) -> Response:
        """The file of that id; its name is ours, whatever the address says."""
        file = await self._found(request)
        return self._respond(request, file, self.store.path(file.hash), file.about.type, file.about.name)

    async def preview(self, request: Request) -> Response:
        """The smaller picture of it."""
        file = await self._found(request)
        if not file.about.preview:
            raise Refused(404, "There is no smaller picture of it.")
        return self._respond(request, file, self.store.preview(file.hash), "image/webp", "preview.webp")

    def by_link(self, request: Request) -> Response:
        """The same for who has a link that was made for them."""
        self.engine.begin()
        try:
            file = files.by_link(self.engine.chat, request.params["secret"])
        except NoSuchFile:
            raise Refused(404, "This link is older than ten minutes, or was never good.") from None
        return self._respond(request, file, self.store.path(file.hash), file.about.type, file.about.name)

    async def _found(self, request: Request) -> File:
        who = await asking(self.engine, request, cookies=True, prefix=self.prefix)
        self.engine.begin()
        try:
            return files.fetched(self.engine.chat, request.params["id"], who.party, who.user, who.rooms)
        except NoSuchFile as refusal:
            if who.party or files.there(self.engine.chat, request.params["id"]) is None:
                raise Refused(404, sentence(refusal)) from None
            raise Refused(401, NOT_YOURS, challenge(request)) from None

    def _respond(self, request: Request, file: File, path: Path, kind: str, name: str) -> Response:
        try:
            size = path.stat().st_size
        except OSError:
            raise Refused(404, "The content of this file is missing on the server.") from None
        inline = kind in INLINE
        passive = kind if inline or PASSIVE.fullmatch(kind) else "application/octet-stream"
        tag = f'"{file.hash[:32]}{path.suffix}"'
        headers = {
            "Content-Type": f"{passive}; charset=utf-8" if passive.startswith("text/") else passive,
            "Content-Disposition": disposition(name, inline=inline),
            "Content-Security-Policy": SANDBOX,
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "private, no-cache",
            "Accept-Ranges": "bytes",
            "ETag": tag,
        }
        if tag in etags(request.field("if-none-match")):
            return Response(304, headers)
        start, length = 0, size
        wanted = request.field("range")
        if wanted and request.field("if-range") in ("", tag):
            found = span(wanted, size)
            if found is not None:
                start, length = found
                headers["Content-Range"] = f"bytes {start}-{start + length - 1}/{size}"
        status = 206 if "Content-Range" in headers else 200
        return Response(status, headers, parts=self._parts(file, path, start, length), length=length)

    async def _parts(self, file: File, path: Path, start: int, length: int) -> AsyncIterator[bytes]:
        """The bytes, as long as there is such a file. Raises Gone."""
        pieces = self.store.read(path, start, length)
        try:
            while piece := await asyncio.to_thread(next, pieces, b""):
                if files.there(self.engine.chat, file.about.id) is not file:
                    raise Gone
                length -= len(piece)
                yield piece
        finally:
            pieces.close()  # type: ignore[attr-defined]
        if length:
            raise Gone
