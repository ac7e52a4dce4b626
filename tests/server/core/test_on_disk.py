"""What is imported with the first who needs it, while it can be."""

from __future__ import annotations

import resource
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from hubbub.server.core.on_disk import CannotImport, Disk


@contextmanager
def no_file_left() -> Iterator[None]:
    """Nothing can be opened."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_what_cannot_be_read_now_is_read_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "needed_later.py").write_text("here = True")
    monkeypatch.syspath_prepend(tmp_path)
    disk = Disk()
    disk.note()
    for _ in range(2):
        with no_file_left(), pytest.raises(CannotImport, match="cannot be read now"):
            disk.load("needed_later")
    assert [record.__dict__["event"] for record in caplog.records] == ["not_read"]
    assert disk.load("needed_later").here
    monkeypatch.delitem(sys.modules, "needed_later")


def test_of_another_program_nothing_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "needed_then.py").write_text("here = True")
    monkeypatch.syspath_prepend(tmp_path)
    disk = Disk()
    disk.noted = ((str(tmp_path / "needed_then.py"),), 1)  # as if that was one of those that are here
    with pytest.raises(CannotImport, match="Another version"):
        disk.load("needed_then")
    assert "needed_then" not in sys.modules


def test_threads_that_need_the_same_all_have_it_or_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits for another one's import hears of its failure in the same words."""
    begun = threading.Barrier(2, timeout=20)
    monkeypatch.setattr(sys, "needed_by_two", begun, raising=False)
    (tmp_path / "needed_by_two.py").write_text("import sys; sys.needed_by_two.wait(); raise ImportError('of another')")
    monkeypatch.syspath_prepend(tmp_path)
    disk = Disk()
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(disk.load, "needed_by_two")
        while "needed_by_two" not in sys.modules:
            time.sleep(0.001)  # an import tells nobody how far it is
        second = threads.submit(disk.load, "needed_by_two")
        for _ in range(2):
            begun.wait()
        for one in (first, second):
            assert isinstance(one.exception(), CannotImport)
