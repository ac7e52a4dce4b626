""" "Passwords and codes typed as commands never stand in the history file, nor come with Up"."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from prompt_toolkit.history import FileHistory

from hubbub.terminal.history import FILE_NAME, history

OPEN = ["hello", "/who", "two\nlines", "/msg bob hi"]
SECRET = ["/register hunter2", "/login alice hunter2", "/invited ABCD-EFGH-IJKL-MNOP", "hi\n/reset a hunter2 new"]


def remembered(state: Path) -> list[str]:
    """What Up brings at the next start, the oldest first."""
    return [*reversed(list(history(state, lambda: True).load_history_strings()))]


def test_what_is_secret_is_not_written(tmp_path: Path) -> None:
    kept = history(tmp_path, lambda: True)
    for text in (*OPEN, *SECRET):
        kept.append_string(text)
    assert remembered(tmp_path) == OPEN
    assert list(reversed(kept.get_strings())) == list(reversed(OPEN))
    assert "hunter2" not in (tmp_path / FILE_NAME).read_text()


def test_what_an_earlier_version_has_written_is_taken_out(tmp_path: Path) -> None:
    old = FileHistory(str(tmp_path / FILE_NAME))
    for one, other in zip(OPEN, SECRET, strict=True):
        old.append_string(one)
        old.append_string(other)
    assert remembered(tmp_path) == OPEN
    text = (tmp_path / FILE_NAME).read_text()
    assert "hunter2" not in text
    assert "ABCD" not in text
    assert remembered(tmp_path) == OPEN


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such modes")
def test_only_the_owner_can_read_it(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("")
    (tmp_path / FILE_NAME).chmod(0o644)
    history(tmp_path, lambda: True)
    assert (tmp_path / FILE_NAME).stat().st_mode & 0o777 == 0o600


def test_answers_are_not_remembered(tmp_path: Path) -> None:
    kept = history(tmp_path, lambda: False)
    kept.append_string("hunter2")
    assert remembered(tmp_path) == []
    assert kept.get_strings() == []


def test_where_there_can_be_no_file_it_is_in_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    kept = history(tmp_path / "file", lambda: True)
    for text in (*OPEN, *SECRET):
        kept.append_string(text)
    assert kept.get_strings() == OPEN
    assert os.listdir(tmp_path) == ["file"]
