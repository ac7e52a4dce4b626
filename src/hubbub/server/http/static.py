"""The files of a folder as browsers get them: with their type, compressed once, and kept for as long as they are good.

Every file has an ETag, and is asked for again each time. Under `v/VERSION/` the same files may be kept for ever:
VERSION is a hash of all of them. In a page, links that begin with `./` get that in front (`./main.js` becomes
`./v/VERSION/main.js`), and what a module imports from its own folder follows by itself. What has to keep its address
(a service worker, a manifest) is linked without the `./`.

Under the version, what a page needs at once comes as one script and one style sheet (`bundle`); its modules that are
loaded later take from the script what they share with it.
"""

from __future__ import annotations

import gzip
import hashlib
import math
import os
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path

from . import bundle, words
from .modules import needed
from .refused import Refused
from .request import Request
from .response import Response, etags
from .slimming import slim_css, slim_js

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
PACKED = frozenset({".ico", ".png", ".webp", ".woff2"})  # gain nothing from gzip
SMALL = 256  # bytes; what is smaller is sent as it is
FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"

SLIMMED: dict[str, Callable[[str], str]] = {".css": slim_css, ".js": slim_js}
INDEX, MAIN = "index.html", "main.js"  # the page, and the module that it begins with

SHEET = "page.css"  # the style sheets of a page in one

_SHEETS = re.compile(rb'(?:<link rel="stylesheet" href="\./[^"]+">\s*)+')
_SHEET = re.compile(rb'href="\./([^"]+)"')
_VERSIONED = re.compile(r"v/([0-9a-f]{16})/(.+)")
_LINK = re.compile(rb'\b(href|src)="\./')

Stamp = tuple[int, int]


class Asset:
    """One file. `source` is what it was made from, `tag` the hash of that."""

    def __init__(self, kind: str, source: bytes, suffix: str = "") -> None:
        self.kind = kind
        self.source = source
        self.suffix = suffix
        self.tag = hashlib.sha256(source).hexdigest()[:32]

    @cached_property
    def body(self) -> bytes:
        """What is served: scripts and style sheets without comments."""
        slim = SLIMMED.get(self.suffix)
        return slim(self.source.decode()).encode() if slim else self.source

    @cached_property
    def packed(self) -> bytes:
        """Its gzip, made when first wanted: of all files at once that takes long. Empty where it gains nothing."""
        if self.suffix in PACKED or len(self.body) < SMALL:
            return b""
        packed = gzip.compress(self.body, 9, mtime=0)
        return packed if len(packed) < len(self.body) else b""


class Folder:
    """The files below `root` whose names have one of our TYPES, read when they are first asked for, and again when they
    have changed. Hidden files and links are not there.

    Whether there is a new version is looked up no more often than every `look_again` seconds: that takes milliseconds,
    and a page asks for a hundred files at once.
    """

    def __init__(self, root: Path, look_again: float = 0.0) -> None:
        self.root = root
        self.look_again = look_again
        self._known: dict[str, tuple[Stamp, Asset]] = {}
        self._version, self._looked_at = "", -math.inf
        self._pages: dict[tuple[str, str], tuple[str, bytes]] = {}  # by name and language
        self._made: dict[str, tuple[str, Asset]] = {}  # under a version alone
        self._stamps: tuple[tuple[str, Stamp], ...] = ()
        self._begins_with: tuple[str, list[str]] = ("", [])  # the modules of a version
        self._ready = ""  # the version of which all is made that a page begins with
        self._making = threading.Lock()
        self._spoken: tuple[str, frozenset[str]] = ("", frozenset())  # the languages of a version

    @property
    def is_ready(self) -> bool:
        """Whether what a page of this version begins with is made."""
        return self._ready == self.version()

    def make_ready(self) -> None:
        """Make it: half a second of work, in which everybody else would wait. To be called in a thread of its own."""
        with self._making:
            if not self.is_ready:
                version = self.version()
                for name in (bundle.NAME, SHEET):
                    if (asset := self._under_version(name)) is not None:
                        asset.packed  # noqa: B018  it is kept
                self._ready = version

    def answer(self, name: str, request: Request) -> Response:
        """The file of that name, or its version. Raises Refused when there is none."""
        versioned = _VERSIONED.fullmatch(name)
        asset = self._under_version(versioned[2]) if versioned else self.asset(name)
        if asset is None:
            raise Refused(404, "There is nothing here.")
        fresh = versioned is not None and versioned[1] == self.version()
        if versioned and not fresh and versioned[2] != MAIN and asset.body.startswith(bundle.TAKES.encode()):
            raise Refused(404, "There is another version of that by now.")  # it would take the wrong things
        return respond(asset, request, FOREVER if fresh else ASK_AGAIN)

    def page(self, name: str, request: Request, values: Mapping[str, str] | None = None) -> Response:
        """The same for a page: links to files of this folder get the version; `{{word}}` is what `values` has for it,
        `{{modules}}` the links to all modules that `main.js` needs, and the reader's words. The values are text, not
        HTML."""
        asset = self.asset(name)
        if asset is None:
            raise Refused(404, "There is nothing here.")
        import html  # with its table of entities, which nobody needs before

        language = words.language_of(request.field("accept-language"), self._languages())
        body = self._versioned(name, asset, language)
        for word, value in (values or {}).items():
            body = body.replace(b"{{%b}}" % word.encode(), html.escape(value).encode())
        return respond(Asset(asset.kind, body), request, ASK_AGAIN, "Accept-Encoding, Accept-Language")

    def _languages(self) -> frozenset[str]:
        """Those of this version; what a browser asks for is not looked for on the disk."""
        version = self.version()
        if self._spoken[0] != version:
            self._spoken = version, words.languages({name for name, _ in self._stamps})
        return self._spoken[1]

    def _versioned(self, name: str, asset: Asset, language: str) -> bytes:
        version = self.version()
        known = self._pages.get((name, language))
        if known is None or known[0] != version:
            body = asset.source
            if b"{{modules}}" in body:
                body = _SHEETS.sub(b'<link rel="stylesheet" href="./%b">\n' % SHEET.encode(), body, count=1)
                body = body.replace(b"{{modules}}", self._preloads(language).encode())
            known = self._pages[name, language] = (version, _LINK.sub(rb'\1="./v/%s/' % version.encode(), body))
        return known[1]

    def _preloads(self, language: str) -> str:
        apart = [name for name in self._together() if bundle.is_apart(name)]
        apart += words.files(language) if language in self._languages() else ()
        return "\n".join(f'<link rel="modulepreload" href="./{name}">' for name in (MAIN, bundle.NAME, *apart))

    def _under_version(self, name: str) -> Asset | None:
        """A file as pages of this version get it: theirs in one, and modules that know of that."""
        version = self.version()
        known = self._made.get(name)
        if known is None or known[0] != version:
            asset = self._make(name)
            if asset is None:
                return None
            known = self._made[name] = (version, asset)
        return known[1]

    def _make(self, name: str) -> Asset | None:
        if name == SHEET:
            index = self.asset(INDEX)
            names = _SHEET.findall(b"".join(_SHEETS.findall(index.source))) if index else []
            return Asset(TYPES[".css"], b"\n".join(self._body(one.decode()).encode() for one in names))
        if not name.endswith(".js") or bundle.is_apart(name) or self.asset(MAIN) is None:
            return self.asset(name)
        together = self._together()
        if name == bundle.NAME:
            return Asset(TYPES[".js"], bundle.bundle(together, cache(self._body)).encode())
        asset = self.asset(name)
        changed = bundle.importing(name, self._body(name), together) if asset else ""
        return asset if asset is None or changed == asset.body.decode() else Asset(asset.kind, changed.encode())

    def _together(self) -> list[str]:
        """The modules that the page begins with, without the first one."""
        version = self.version()
        if self._begins_with[0] != version:
            self._begins_with = version, [one for one in needed(MAIN, self._text) if one != MAIN]
        return self._begins_with[1]

    def _text(self, name: str) -> str | None:
        asset = self.asset(name)
        return asset.source.decode() if asset else None

    def _body(self, name: str) -> str:
        asset = self.asset(name)
        return asset.body.decode() if asset else ""

    def asset(self, name: str) -> Asset | None:
        """The file of that name as it is now."""
        path = self._path(name)
        return None if path is None else self._read(name, path)

    def version(self) -> str:
        """16 hex digits that change when any file does, at the latest a moment later."""
        now = time.monotonic()
        if now - self._looked_at >= self.look_again:
            self._version, self._looked_at = self._of_all_files(), now
        return self._version

    def _of_all_files(self) -> str:
        """Read anew only what has another time or size, and nothing at all when no file has."""
        stamps = tuple(sorted(_stamps(self.root)))
        if stamps == self._stamps and self._version:
            return self._version
        self._stamps = stamps
        digest = hashlib.sha256()
        for name, _ in stamps:
            asset = self.asset(name)
            if asset is not None:
                digest.update(f"{name} {asset.tag}\n".encode())
        return digest.hexdigest()[:16]

    def _path(self, name: str) -> Path | None:
        parts = name.split("/")
        if Path(name).suffix not in TYPES or any(part.startswith(".") or not part for part in parts):
            return None
        path = self.root.joinpath(*parts)
        around = (path, *path.parents[: len(parts) - 1])
        try:
            return path if path.is_file() and not any(one.is_symlink() for one in around) else None
        except OSError:  # no file system takes such a name
            return None

    def _read(self, name: str, path: Path) -> Asset:
        stat = path.stat()
        stamp = (stat.st_mtime_ns, stat.st_size)
        known = self._known.get(name)
        if known is None or known[0] != stamp:
            known = self._known[name] = (stamp, Asset(TYPES[path.suffix], path.read_bytes(), _ending(name)))
        return known[1]


def _stamps(folder: str | Path, before: str = "") -> Iterator[tuple[str, Stamp]]:
    """The files below a folder by name, without links, with when they were changed and how long they are."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_symlink():
                continue
            if entry.is_dir():
                yield from _stamps(entry.path, f"{before}{entry.name}/")
            else:
                stat = entry.stat()
                yield f"{before}{entry.name}", (stat.st_mtime_ns, stat.st_size)


def _ending(name: str) -> str:
    """The suffix of a file that is ours; what others wrote is served as it is."""
    return "" if bundle.is_apart(name) else Path(name).suffix


def respond(asset: Asset, request: Request, caching: str, vary: str = "Accept-Encoding") -> Response:
    """The asset, compressed for those who take that; or only that they have it already."""
    packed = takes_gzip(request.field("accept-encoding")) and bool(asset.packed)
    tag = f'"{asset.tag}{".gz" if packed else ""}"'
    headers = {"ETag": tag, "Cache-Control": caching, "Vary": vary}
    known = request.field("if-none-match")
    if known.strip() == "*" or tag in etags(known):
        return Response(304, headers)
    headers["Content-Type"] = asset.kind
    if packed:
        headers["Content-Encoding"] = "gzip"
    return Response(200, headers, asset.packed if packed else asset.body)


def takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding names gzip, and does not refuse it (RFC 9110, 12.5.3)."""
    for offer in accepted.lower().split(","):
        coding, _, weight = offer.partition(";")
        if coding.strip() == "gzip":
            return re.fullmatch(r"q=0(\.0*)?", weight.strip()) is None
    return False
