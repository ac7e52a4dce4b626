"""Pictures lose what they tell besides, and nothing else; what is no whole picture is refused."""

from __future__ import annotations

import contextlib
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin
from tests.support.each import each
from tests.support.examples import examples

from hubbub.files import GIF, JPEG, PNG, WEBP, Broken, strip

FORMATS = {PNG: "PNG", JPEG: "JPEG", WEBP: "WEBP", GIF: "GIF"}
TOLD = (b"Secretcam", b"N51.5")


def picture(kind: str, *, turned: int = 1) -> bytes:
    """A small picture that tells where it was taken, and with what."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112], exif[0x013B] = "Secretcam", turned, "N51.5"
    exif.get_ifd(0x8825)[1] = "N"
    more: dict[str, object] = {} if kind == GIF else {"exif": exif}
    if kind == PNG:
        text = PngImagePlugin.PngInfo()
        text.add_text("Comment", "Secretcam N51.5")
        text.add_itxt("XML:com.adobe.xmp", "<x>Secretcam</x>")
        more["pnginfo"] = text
    if kind == WEBP:
        more |= {"xmp": b"<x>Secretcam N51.5</x>", "lossless": True}
    if kind in (GIF, JPEG):
        more["comment"] = b"Secretcam N51.5"
    file = io.BytesIO()
    frames = [Image.linear_gradient("L").resize((48, 32)).convert("P" if kind == GIF else "RGB")]
    frames += [frame.rotate(90) for frame in frames] if kind == GIF else []
    frames[0].save(file, FORMATS[kind], save_all=kind == GIF, append_images=frames[1:], **more)
    return file.getvalue()


@each("kind", FORMATS)
def test_nothing_is_told_besides_and_no_point_changes(kind: str) -> None:
    before = picture(kind)
    assert all(told in before for told in TOLD), "or this test proves nothing"
    after = strip(before, kind)
    assert not any(told in after for told in TOLD)
    old, new = Image.open(io.BytesIO(before)), Image.open(io.BytesIO(after))
    assert (old.size, old.mode, getattr(old, "n_frames", 1)) == (new.size, new.mode, getattr(new, "n_frames", 1))
    assert old.tobytes() == new.tobytes()
    assert strip(after, kind) == after


def test_a_jpeg_stays_turned_and_loses_what_stands_behind_its_end() -> None:
    after = strip(picture(JPEG, turned=6) + b"Secretcam and a film", JPEG)
    assert dict(Image.open(io.BytesIO(after)).getexif()) == {0x0112: 6}
    assert b"Secretcam" not in after


@each("kind", FORMATS)
def test_a_picture_that_ends_too_early_is_refused(kind: str) -> None:
    whole = picture(kind)
    for size in range(16, len(whole) - 1, max(1, len(whole) // 40)):
        with pytest.raises(Broken):
            strip(whole[:size], kind)


@given(st.sampled_from(list(FORMATS)), st.data())
@settings(max_examples=examples(100))
def test_whatever_is_changed_in_it_there_is_an_answer(kind: str, data: st.DataObject) -> None:
    raw = bytearray(picture(kind))
    for _ in range(data.draw(st.integers(1, 8))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(Broken):
        strip(bytes(raw), kind)
