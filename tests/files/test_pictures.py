"""The process that looks at pictures: sizes as they are shown, a smaller one where it is worth it, and its limits."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image
from tests.files.test_stripping import picture
from tests.support.each import each

from hubbub.files import GIF, JPEG, PNG, WEBP, Broken, Picture, look_at, shrunk


def noise(kind: str, size: tuple[int, int], turned: int = 1) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = turned
    file = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(file, kind, exif=exif)
    return file.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def huge(side: int) -> bytes:
    """A PNG that says it has that many points on each side, and takes some kilobytes to say so."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 100_000)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "kind", "found"),
    [
        (picture(PNG), PNG, Picture(48, 32, False)),
        (picture(GIF), GIF, Picture(48, 32, False)),
        (picture(WEBP), WEBP, Picture(48, 32, False)),
        (noise("JPEG", (1000, 800), turned=6), JPEG, Picture(800, 1000, True)),
        (huge(60_000), PNG, None),
        (picture(PNG)[:60] + bytes(40) + picture(PNG)[100:], PNG, None),
    ],
    ids=["png", "animated gif", "webp", "turned jpeg", "60,000 x 60,000", "garbled"],
)
async def test_what_it_finds(tmp_path: Path, data: bytes, kind: str, found: Picture | None) -> None:
    raw, stripped, preview = (tmp_path / name for name in ("raw", "stripped", "preview"))
    raw.write_bytes(data)
    try:
        assert await look_at(raw, stripped, preview, kind) == found
    except Broken:
        assert found is None
        return
    assert stripped.stat().st_size
    assert preview.exists() == (found is not None and found.preview)
    if preview.exists():
        with Image.open(preview) as small:
            assert small.size == (499, 624)
            assert not small.getexif()


@each("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_picture_is_made_as_large_as_there_is_room(kind: str) -> None:
    named = {"PNG": PNG, "JPEG": JPEG, "WEBP": WEBP, "GIF": GIF}[kind]
    made = shrunk(noise(kind, (300, 200)), named, 60, 60)
    with Image.open(io.BytesIO(made)) as opened:
        assert (opened.format, opened.size) == ("PNG", (60, 40))


def test_a_picture_that_is_turned_is_shown_upright() -> None:
    with Image.open(io.BytesIO(shrunk(noise("JPEG", (300, 200), turned=6), JPEG, 60, 60))) as opened:
        assert opened.size == (40, 60)


@pytest.mark.parametrize(("data", "kind"), [(huge(60_000), PNG), (b"nonsense", PNG), (noise("PNG", (9, 9)), "text/x")])
def test_what_is_no_picture_or_too_large_is_none(data: bytes, kind: str) -> None:
    with pytest.raises(Broken):
        shrunk(data, kind, 60, 60)
