"""Pictures are read back by a decoder of PNG: their size, that corners are clear and the middle is filled."""

from __future__ import annotations

import struct
import zlib

from tests.support.each import each

from hubbub.tk.graph import graph
from hubbub.tk.icons import GRID, ICONS
from hubbub.tk.letters import FILE, Letters
from hubbub.tk.raster import bubble, drawn, over, placed, png, rounded


def pixels(data: bytes) -> list[list[tuple[int, ...]]]:
    """The RGBA pixels of a file that uses no filter, and may have a palette."""
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    parts, at = {}, 8
    while at < len(data):
        size, name = struct.unpack(">I4s", data[at : at + 8])
        parts[name], at = data[at + 8 : at + 8 + size], at + 12 + size
    width, height, depth, kind = struct.unpack(">IIBB", parts[b"IHDR"][:10])
    palette, raw, each = parts.get(b"PLTE"), zlib.decompress(parts[b"IDAT"]), 4 if kind == 6 else 1
    assert (depth, kind) == (8, 3 if palette else 6)
    rows = [raw[at + 1 : at + 1 + each * width] for at in range(0, len(raw), each * width + 1)]
    assert len(rows) == height
    if palette:
        return [[(*palette[3 * one : 3 * one + 3], 255) for one in row] for row in rows]
    return [[tuple(row[x : x + 4]) for x in range(0, len(row), 4)] for row in rows]


def test_a_rounded_box_is_clear_at_its_corners_and_filled_in_the_middle() -> None:
    box = pixels(png(rounded(40, 30, 8, "#102030"), 40))
    assert all(box[y][x][3] == 0 for y in (0, 29) for x in (0, 39))
    assert box[15][20] == (16, 32, 48, 255)
    assert box == [row[::-1] for row in box[::-1]]


def test_a_picture_is_placed_on_a_clear_ground_and_laid_over_another() -> None:
    small = placed(rounded(4, 3, 0, "#ff0000"), 5, 6, (20, 10))
    assert [(x, y) for y, row in enumerate(pixels(png(small, 20))) for x, pixel in enumerate(row) if pixel[3]] == [
        (x, y) for y in range(6, 9) for x in range(5, 9)
    ]
    both = pixels(png(over(rounded(20, 10, 0, "#0000ff"), small), 20))
    assert (both[7][6], both[0][0]) == ((255, 0, 0, 255), (0, 0, 255, 255))


def test_an_edge_has_another_colour_than_what_it_is_around() -> None:
    box = pixels(png(rounded(40, 30, 0, "#ffffff", "#000000", 2), 40))
    assert box[15][0] == (0, 0, 0, 255)
    assert box[15][20] == (255, 255, 255, 255)


@each("name", ICONS)
def test_an_icon_is_seen_and_leaves_a_margin(name: str) -> None:
    icon = pixels(png(drawn(48, 48, ICONS[name], "#ffffff", 48 / GRID), 48))
    filled = sum(pixel[3] > 128 for row in icon for pixel in row)
    assert 48 * 48 // 50 < filled < 48 * 48 // 2
    assert not any(pixel[3] for row in (icon[0], icon[-1]) for pixel in row)


def test_a_face_has_its_letter_and_one_sharp_corner() -> None:
    letters = Letters(FILE.read_bytes())
    ground = bubble((36, 36), 12, 3.6, "#000000")
    face = pixels(png(letters.over(ground, 36, letters.initial("bob"), "#ffffff"), 36))
    assert any(pixel[0] > 200 for row in face for pixel in row)
    assert face[33][2][3] > face[2][2][3]


@each(("name", "initial"), [("bob", "B"), ("@äöü", "Ä"), ("健二", ""), ("[/]", ""), ("", "")])
def test_whose_initial_we_have_no_mask_of_is_a_person(name: str, initial: str) -> None:
    assert Letters(FILE.read_bytes()).initial(name) == initial


def test_a_picture_on_another_keeps_its_outline() -> None:
    below, above = rounded(20, 20, 6, "#000000"), rounded(20, 20, 0, "#ffffff")
    done = pixels(png(over(below, above), 20))
    assert done[10][10] == (255, 255, 255, 255)
    assert done[0][0][3] == 0


def test_a_graph_rises_to_its_highest_value() -> None:
    picture = pixels(graph((60, 20), [0.0, 0.0, 4.0, 0.0, 0.0], "#ff0000", "#ffffff", 2))
    assert picture[1][30][1] < 100
    assert picture[1][0] == (255, 255, 255, 255)
    assert len(pixels(graph((10, 10), [], "#ff0000", "#ffffff", 2))) == 10
