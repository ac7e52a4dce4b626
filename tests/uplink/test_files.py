"""Small files: whole when they are read and written, their owner's alone, and never lost when they are damaged."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hubbub.uplink import documents, files
from hubbub.uplink.rows import change_row, read_rows
from hubbub.uplink.trouble import Trouble
from hubbub.uplink.window_state import WindowState

DAMAGED = [
    b"\xff\xfe\x00",
    b"[[[",
    b"\x00" * 100,
    b"name = ",
    b"[" * 100_000,
    b"\xef\xbb\xbf{",
    b'{"a": 1',
    b"nonsense",
]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such modes")
def test_only_the_owner_can_read_them(tmp_path: Path) -> None:
    files.write(tmp_path / "new" / "file", b"x")
    assert (tmp_path / "new" / "file").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
    assert [found.name for found in (tmp_path / "new").iterdir()] == ["file"]


def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"before")
    (tmp_path / "folder").mkdir()
    with pytest.raises(Trouble, match=r"file file=\S+folder reason=is a directory"):
        files.write(tmp_path / "folder", b"x")
    with pytest.raises(Trouble, match=r"file file=\S+x reason=(not a directory|file exists)"):
        files.write(file / "x", b"x")
    assert file.read_bytes() == b"before"
    assert sorted(found.name for found in tmp_path.iterdir()) == ["file", "folder"]


@pytest.mark.parametrize("content", DAMAGED)
@pytest.mark.parametrize("load", [documents.load_toml, documents.load_json])
def test_a_damaged_file_is_kept_under_another_name(
    tmp_path: Path, content: bytes, load: Callable[[Path], documents.Loaded]
) -> None:
    file = tmp_path / "it"
    for count in (1, 2):
        file.write_bytes(content)
        loaded = load(file)
        assert loaded.data == {}
        assert loaded.aside is not None
        assert loaded.aside.file == file
        assert loaded.aside.kept_as.read_bytes() == content
        assert documents.untold()[-1:] == [loaded.aside]
        assert documents.untold() == [], "each is told once"
        assert not file.exists()
        assert len(list(tmp_path.iterdir())) == count


def test_a_file_set_aside_never_takes_the_place_of_another(tmp_path: Path) -> None:
    now = datetime(2026, 11, 29, tzinfo=UTC)
    for number in range(3):
        (tmp_path / "it").write_text(str(number))
        files.set_aside(tmp_path / "it", now)
    kept = {file.name: file.read_text() for file in tmp_path.iterdir()}
    assert kept == {
        "it.damaged-2026-11-29": "0",
        "it.damaged-2026-11-29-1": "1",
        "it.damaged-2026-11-29-2": "2",
    }


@pytest.mark.parametrize("content", [b"", b"\n", b"\xef\xbb\xbf", b"\xef\xbb\xbfa = 1\r\n"])
def test_an_empty_file_and_a_byte_order_mark_are_no_damage(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "it").write_bytes(content)
    assert documents.load_toml(tmp_path / "it").aside is None


def test_a_row_is_changed_and_all_others_stay(tmp_path: Path) -> None:
    file = tmp_path / "rows"
    file.write_bytes(b"# mine\nh 1\n\xff\xfe odd\nnonsense\nh 2\n")
    change_row(file, "h", ["3"])
    assert file.read_bytes() == b"# mine\n\xff\xfe odd\nnonsense\nh 3\n"
    change_row(file, "h", [])
    change_row(file, "new", [])
    assert file.read_bytes() == b"# mine\n\xff\xfe odd\nnonsense\n"
    assert ["nonsense"] in read_rows(file)


def test_windows_are_remembered_by_face(tmp_path: Path) -> None:
    WindowState("desktop", tmp_path).write({"geometry": [1, 2, 3, 4]})
    assert WindowState("desktop", tmp_path).read() == {"geometry": [1, 2, 3, 4]}
    assert WindowState("tui", tmp_path).read() == {}
