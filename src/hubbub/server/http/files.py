"""Files over HTTP: uploaded to `/files`, fetched from `/files/ID/NAME` and `/previews/ID` (docs/ext/files.md)."""

from __future__ import annotations

import asyncio
import binascii
import re
from base64 import b64decode
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote, unquote

import msgspec

from hubbub.chat.chat import Ended
from hubbub.chat.events import Attachment
from hubbub.chat.party import NO_PARTY, Party
from hubbub.chat.refusals import (
    DiskFull,
    FilesOff,
    FilesOnlyWithAccount,
    FileTooLarge,
    NoRoomForFile,
    NoSuchFile,
    NotThatType,
    Refusal,
    TooManyTries,
)
from hubbub.chat.rights.scopes import allows
from hubbub.chat.world.files import File
from hubbub.chat.world.people.users import User
from hubbub.chat.world.session import Nowhere, Profile, Session, text_line
from hubbub.commands.accounts import authentication, logins, tokens
from hubbub.commands.messages import files
from hubbub.dialects import DIALECTS
from hubbub.dialects.refusals import sentence
from hubbub.files import INLINE, Broken, Draft, FileStore, NoSpace, Picture, kind_of, look_at, safe_name
from hubbub.server.core.engine import Engine
from hubbub.server.core.files import remove

from .body import BodyLimits
from .refused import Gone, Refused
from .request import Request
from .response import Response, etags
from .routes import Route
from .session import cookie_of

LIMITS = BodyLimits(1 << 40, 30.0, 4 * 1024)  # the settings say how large a file may be
AT_ONCE = 4  # uploads of one person
LOOKED_AT = 2  # pictures at once
GATHERED = 256 * 1024  # bytes that are written at once

SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox; base-uri 'none'; frame-ancestors 'none'"
PASSIVE = re.compile(r"(?:audio|video|font)/.*|text/plain|text/csv|text/markdown|application/(?:pdf|zip|gzip|json)")
NO_SPACE = "The server's disk is full. Nothing was kept; try again later."
NOT_YOURS = (
    "This file is only for those who may read where it was shared. In the chat, ask for a link of your own: /file LINK"
)

_STATUS: dict[type[Refusal], int] = {
    FilesOff: 404,
    FilesOnlyWithAccount: 403,
    FileTooLarge: 413,
    NoRoomForFile: 507,
    NotThatType: 415,
    DiskFull: 507,
    TooManyTries: 429,
}
_BASIC = re.compile(r"[Bb]asic +([A-Za-z0-9+/]+={0,2})")
_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
_FILENAME = re.compile(r"""filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))""", re.IGNORECASE)
_FILENAME_EXT = re.compile(r"filename\*\s*=\s*(?:utf-8|UTF-8)'[^']*'([^;\s]+)")


class Who(msgspec.Struct, frozen=True):
    """Who asks: their party, their name, and, when they are in the chat, who they are there."""

    party: Party = NO_PARTY
    name: str = ""
    user: User | None = None


NOBODY = Who()


class Uploaded(msgspec.Struct, frozen=True):
    """What is answered to who has uploaded something. `path` is that of the link, below our pages."""

    id: str
    url: str
    path: str
    file: Attachment


def rows(engine: Engine, store: FileStore | None, prefix: str) -> tuple[Route, ...]:
    """`prefix` is the path under which browsers find us. Without a store there are no files."""
    if store is None:
        return ()
    given, taken = Fetching(engine, store, prefix), Uploading(engine, store)
    return (
        Route("OPTIONS", "/files", taken.options),
        Route("POST", "/files", taken.upload, limits=LIMITS),
        Route("GET", "/files/link/{secret}/{name}", given.by_link),
        Route("GET", "/files/{id}", given.file),
        Route("GET", "/files/{id}/{name}", given.file),
        Route("GET", "/previews/{id}", given.preview),
    )


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
            raise Refused(429, f"{AT_ONCE} of your files are being uploaded already.", {"Retry-After": "5"})
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
            return files.fetched(self.engine.chat, request.params["id"], who.party, who.user)
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


# who asks


async def asking(
    engine: Engine, request: Request, *, cookies: bool = False, prefix: str = "", scope: str = "read"
) -> Who:
    """By a token of the chat, or one of programs that has this scope, by account and password, or by what the browser
    has kept. Raises Refused."""
    given = request.head.all("authorization")
    if given and given[0][:6].lower() == "basic ":
        return await _by_password(engine, request, given)
    engine.begin()
    if given and request.bearer.startswith(tokens.MARK):
        return _by_program(engine, request, scope)
    if given:
        user = files.holder(engine.chat, request.bearer)
        if user is None:
            raise Refused(401, "This token is older than ten minutes, or was never good.", challenge(request))
        return Who(user.party, user.name, user)
    return _by_cookie(engine, request, prefix) if cookies else NOBODY


def challenge(request: Request) -> dict[str, str]:
    """How one could show who one is; asking for a password only where nobody can read along, and not behind the back of
    a page that asks by itself."""
    by_page = request.field("sec-fetch-mode") not in ("", "navigate")
    basic = request.caller.secure and not by_page
    return {"WWW-Authenticate": 'Bearer, Basic realm="hubbub", charset="UTF-8"' if basic else "Bearer"}


async def _by_password(engine: Engine, request: Request, given: list[str]) -> Who:
    """RFC 7617, as FILEHOST wants it for SASL PLAIN."""
    found = _BASIC.fullmatch(given[0]) if len(given) == 1 else None
    try:
        name, colon, password = b64decode(found[1], validate=True).decode().partition(":") if found else ("", "", "")
    except (binascii.Error, UnicodeDecodeError):
        colon = ""
    if not colon:
        raise Refused(401, "These are no account and password.", challenge(request))
    engine.begin()
    profile = Profile.of(DIALECTS["irc"], 0, text_line)
    session = Session(engine.chat, profile, Nowhere(), request.caller.address, request.caller.secure)
    try:
        account = await authentication.authenticate(engine.chat, session, name, password)
    except Refusal as refusal:
        raise Refused(_STATUS.get(refusal.__class__, 401), sentence(refusal), challenge(request)) from None
    except Ended:
        raise Gone from None
    return Who(account.party, account.name, engine.chat.world.parties.get(account.party))


def _by_program(engine: Engine, request: Request, scope: str) -> Who:
    """docs/api.md"""
    if not request.caller.secure:
        raise Refused(403, "A token is only taken over https, or on the server's own machine.")
    token = tokens.find(engine.chat, request.bearer)
    account = engine.chat.world.accounts.numbers.get(token.account) if token is not None else None
    if token is None or account is None:
        raise Refused(401, "This token was revoked, is over, or was never good.", challenge(request))
    if not allows(tokens.scopes_of(token), scope):
        raise Refused(403, f"This token is not for that: it would need the scope {scope}.")
    return Who(account.party, account.name, engine.chat.world.parties.get(account.party))


def _by_cookie(engine: Engine, request: Request, prefix: str) -> Who:
    token = cookie_of(request.head, tls=request.caller.tls, prefix=prefix)
    party = logins.party_of_token(engine.chat, token, secure=request.caller.secure) if token else NO_PARTY
    user = engine.chat.world.parties.get(party)
    return Who(party, user.name if user else "", user)


# what stands in heads


def refused(refusal: Refusal) -> Refused:
    """The same as HTTP has it."""
    return Refused(_STATUS.get(refusal.__class__, 403), sentence(refusal))


def name_in(field: str) -> str:
    """The name in a Content-Disposition (RFC 6266); empty when there is none."""
    extended = _FILENAME_EXT.search(field)
    if extended:
        return unquote(extended[1], errors="replace")
    plain = _FILENAME.search(field)
    if plain is None:
        return ""
    text = re.sub(r"\\(.)", r"\1", plain[1]) if plain[1] is not None else plain[2]
    try:
        return text.encode("latin-1").decode()  # as programs send it, whatever the RFC says
    except UnicodeError:
        return text


def disposition(name: str, *, inline: bool) -> str:
    """Under which name it is saved, for programs of every age (RFC 6266, appendix D)."""
    plain = re.sub(r'[^ -~]|["\\%]', "_", name)
    return f"{'inline' if inline else 'attachment'}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def span(field: str, size: int) -> tuple[int, int] | None:
    """Where the wanted range begins, and its length (RFC 9110, 14.1.2); None: all is sent, as for several ranges.

    Raises Refused for one that is not there.
    """
    found = _RANGE.fullmatch(field.replace(" ", ""))
    if found is None or found[1] == found[2] == "":
        return None
    if not found[1]:
        start, end = max(size - int(found[2]), 0), size
    else:
        start, end = int(found[1]), min(int(found[2]) + 1, size) if found[2] else size
        if found[2] and int(found[2]) < start:
            return None
    if start >= size or start >= end:
        raise Refused(416, "The file has no such range.", {"Content-Range": f"bytes */{size}"})
    return start, end - start
