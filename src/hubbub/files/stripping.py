"""Pictures without what they tell besides: where and when they were taken, by whom, with what. Their points stay as
they are, and a JPEG stays turned as it was. Bytes in, bytes out; Pillow has no part in it.

PNG: https://www.w3.org/TR/png-3/; JPEG: ITU T.81, Exif 2.32; WebP: RFC 9649; GIF: GIF89a.
"""

from __future__ import annotations

import re
import struct

from .kinds import GIF, JPEG, PNG, WEBP

_PNG_KEPT = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"bKGD"}
    | {b"hIST", b"pHYs", b"sPLT", b"acTL", b"fcTL", b"fdAT"}
)
_WEBP_KEPT = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_GIF_APPLICATIONS = frozenset({b"NETSCAPE2.0", b"ANIMEXTS1.0"})
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_ORIENTATION = 0x0112


class Broken(ValueError):
    """It does not hold together as a picture of its type."""


def strip(data: bytes, kind: str) -> bytes:
    """The picture of that type without what it tells besides. Raises Broken."""
    try:
        return {PNG: _png, JPEG: _jpeg, WEBP: _webp, GIF: _gif}[kind](data)
    except (IndexError, struct.error) as error:
        raise Broken("it ends too early") from error


def _png(data: bytes) -> bytes:
    parts, at = [data[:8]], 8
    while True:
        (size,) = struct.unpack_from(">I", data, at)
        name, end = data[at + 4 : at + 8], at + 12 + size
        if end > len(data):
            raise Broken("it ends too early")
        if name in _PNG_KEPT:
            parts.append(data[at:end])
        if name == b"IEND":
            return b"".join(parts)
        at = end


def _jpeg(data: bytes) -> bytes:
    parts, at = [data[:2]], 2
    while True:
        while data[at + 1] == 0xFF:  # fill bytes (T.81, B.1.1.2)
            at += 1
        if data[at] != 0xFF:
            raise Broken("a marker is missing")
        marker = data[at + 1]
        if marker == 0xD9:
            return b"".join([*parts, b"\xff\xd9"])
        if marker in (0x01, *range(0xD0, 0xD8)):
            at += 2
            continue
        (size,) = struct.unpack_from(">H", data, at + 2)
        end = at + 2 + size
        if size < 2 or end > len(data):
            raise Broken("it ends too early")
        segment = data[at:end]
        if marker == 0xDA:  # what follows has no length
            found = _NEXT_MARKER.search(data, end)
            if found is None:
                raise Broken("it ends too early")
            end = found.start()
            parts.append(data[at:end])
        else:
            parts.append(_jpeg_segment(marker, segment))
        at = end


def _jpeg_segment(marker: int, segment: bytes) -> bytes:
    """What of a segment stays: JFIF, colours (ICC, Adobe), and how an Exif says the picture is turned."""
    content = segment[4:]
    if marker == 0xE1 and content.startswith(b"Exif\0\0"):
        return _turned(_orientation(content[6:]))
    if marker == 0xE2:
        return segment if content.startswith(b"ICC_PROFILE\0") else b""
    if marker == 0xE0:
        return segment if content.startswith(b"JFIF\0") else b""
    if marker == 0xEE:
        return segment if content.startswith(b"Adobe") else b""
    return b"" if 0xE0 <= marker <= 0xEF or marker == 0xFE else segment


def _orientation(tiff: bytes) -> int:
    """1 to 8; 1 where it is not said."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return 1
    try:
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, first)
        for number in range(min(count, 200)):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * number)
            if tag == _ORIENTATION and kind == 3:
                return value if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1


def _turned(orientation: int) -> bytes:
    """An Exif segment that says nothing but that."""
    if orientation == 1:
        return b""
    tiff = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0)
    content = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(content) + 2) + content


def _webp(data: bytes) -> bytes:
    (size,) = struct.unpack_from("<I", data, 4)
    end, at, parts = min(8 + size, len(data)), 12, []
    if 8 + size > len(data):
        raise Broken("it ends too early")
    while at + 8 <= end:
        name = data[at : at + 4]
        (length,) = struct.unpack_from("<I", data, at + 4)
        following = at + 8 + length + length % 2
        if following > end + 1:
            raise Broken("it ends too early")
        if name == b"VP8X":
            flags = data[at + 8] & ~0x0C  # neither Exif nor XMP
            parts.append(data[at : at + 8] + bytes([flags]) + data[at + 9 : following])
        elif name in _WEBP_KEPT:
            parts.append(data[at:following])
        at = following
    body = b"WEBP" + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _gif(data: bytes) -> bytes:
    at = 13 + _table(data[10])
    parts = [data[:at]]
    while True:
        begun = data[at]
        if begun == 0x3B:
            return b"".join([*parts, b";"])
        if begun == 0x2C:
            end = _blocks(data, at + 10 + _table(data[at + 9]) + 1)
            parts.append(data[at:end])
        elif begun == 0x21:
            label = data[at + 1]
            end = _blocks(data, at + 2)
            tells = label in (0xFE, 0x01) or (label == 0xFF and data[at + 3 : at + 14] not in _GIF_APPLICATIONS)
            if not tells:
                parts.append(data[at:end])
        else:
            raise Broken("a block is missing")
        at = end


def _table(flags: int) -> int:
    """The size of the colour table that these flags announce."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _blocks(data: bytes, at: int) -> int:
    """Where the sub-blocks that begin here end."""
    while data[at]:
        at += 1 + data[at]
    return at + 1
