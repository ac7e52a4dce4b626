"""The same as Python's own function says, which a server does without."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from hubbub.log.space import space


def test_room_is_what_the_system_says(tmp_path: Path) -> None:
    known = shutil.disk_usage(tmp_path)
    found = space(tmp_path)
    assert found.total == known.total
    assert abs(found.free - known.free) < known.total >> 4  # others write meanwhile


def test_a_folder_that_is_not_there_has_none(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        space(tmp_path / "nowhere")
