"""What a file is and how it is called are ours to say (rows 48 and 49 of bad input)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.support.each import each

from hubbub.files import JPEG, PNG, kind_of, safe_name

ANY = "application/octet-stream"
PNG_HEAD = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


@each(
    ("head", "told", "kind"),
    [
        (PNG_HEAD, "text/html", PNG),
        (b"\xff\xd8\xff\xe0", "", JPEG),
        (b"<html><script>", "image/png", ANY),
        (b"<html>", "text/html; charset=utf-8", ANY),
        (b"<svg>", "image/svg+xml", ANY),
        (b"<?xml", "application/xhtml+xml", ANY),
        (b"alert(1)", "text/javascript", ANY),
        (b"%PDF-1.7", "application/pdf", "application/pdf"),
        (b"hello", "Text/Plain; charset=utf-8", "text/plain"),
        (b"hello", "nonsense\r\nX: y", ANY),
        (b"hello", "", ANY),
    ],
)
def test_a_picture_is_what_begins_like_one_and_what_could_run_is_nothing(head: bytes, told: str, kind: str) -> None:
    assert kind_of(head, told) == kind


@each(
    ("given", "kind", "name"),
    [
        ("../../etc/passwd", ANY, "passwd"),
        ("C:\\Users\\bob\\tea.pdf", "application/pdf", "tea.pdf"),
        ("a\r\nSet-Cookie: x.txt", "text/plain", "aSet-Cookie x.txt"),
        ("photo\u202egpj.exe", ANY, "photogpj.exe"),
        ("tea.html", PNG, "tea.png"),
        ("TEA.JPEG", JPEG, "TEA.JPEG"),
        ("page.png", ANY, "page.png.bin"),
        ("", PNG, "file.png"),
        ("...", ANY, "file"),
        ("con.txt", "text/plain", "_con.txt"),
        ("  müll  <1>.zip", "application/zip", "müll 1.zip"),
    ],
)
def test_a_name_is_safe_anywhere_and_ends_as_its_picture_does(given: str, kind: str, name: str) -> None:
    assert safe_name(given, kind) == name


@given(st.text(max_size=400), st.sampled_from([PNG, JPEG, ANY, "text/plain"]))
def test_whatever_a_file_is_called_the_name_fits_a_line_and_a_disk(given: str, kind: str) -> None:
    name = safe_name(given, kind)
    assert 0 < len(name.encode()) <= 125
    assert name == name.strip()
    assert not set(name) & set('/\\\0\r\n"<>|?*:')
    assert name.isprintable()
    assert safe_name(name, kind) == name
