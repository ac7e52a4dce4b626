"""What a file is, by its first bytes where that matters, and the name under which it is offered."""

from __future__ import annotations

import re
import unicodedata

PNG, JPEG, WEBP, GIF = "image/png", "image/jpeg", "image/webp", "image/gif"
INLINE = frozenset({PNG, JPEG, WEBP, GIF})
"""What browsers may show by itself: pictures, which were read by us before. Nothing in them is a program."""

ANY = "application/octet-stream"
HEAD = 16  # bytes that tell a picture
NAME_BYTES = 120

_SUFFIXES = {PNG: ".png", JPEG: ".jpg", WEBP: ".webp", GIF: ".gif"}
_TYPE = re.compile(r"(?:application|audio|font|image|model|text|video)/[a-z0-9][a-z0-9.+-]{0,80}")
_ACTIVE = re.compile(r"html|xml|svg|script|x-shockwave|xsl|mhtml|multipart|x-mixed")
_FORBIDDEN = frozenset('<>:"/\\|?*')
_BAD_STEMS = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")


def picture_of(head: bytes) -> str:
    """The type of the picture that begins with these bytes; empty for what is none that we read."""
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith((b"GIF87a", b"GIF89a")):
        return GIF
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    return ""


def kind_of(head: bytes, told: str) -> str:
    """The media type of what begins with `head` and is said to be `told`. A picture is only what begins like one, and
    what a browser could run is nothing in particular."""
    found = picture_of(head)
    if found:
        return found
    told = told.partition(";")[0].strip().lower()
    if not _TYPE.fullmatch(told) or _ACTIVE.search(told) or told in INLINE:
        return ANY
    return told


def safe_name(given: str, kind: str) -> str:
    """A name under which a file may be saved anywhere: no folder, no control or direction sign, at most 120 bytes; that
    of a picture ends as its type does."""
    name = unicodedata.normalize("NFC", given.replace("\\", "/").rpartition("/")[2])
    name = "".join(letter for letter in name if unicodedata.category(letter)[0] != "C" and letter not in _FORBIDDEN)
    name = " ".join(name.split()).strip(". ")
    stem, dot, suffix = name.rpartition(".")
    if not dot or len(suffix) > 12 or not stem:
        stem, suffix = name, ""
    ending = f".{suffix}" if suffix else ""
    wanted = _SUFFIXES.get(kind, "")
    if wanted and ending.lower() not in (wanted, ".jpeg" if kind == JPEG else wanted):
        ending = wanted
    if not wanted and ending.lower() in (*_SUFFIXES.values(), ".jpeg"):
        ending += ".bin"
    stem = _cut(stem or "file", NAME_BYTES - len(ending.encode()))
    name = f"{stem}{ending}"
    return f"_{name}" if _BAD_STEMS.fullmatch(name) else name


def _cut(text: str, size: int) -> str:
    return text.encode()[:size].decode(errors="ignore").strip(". ") or "file"
