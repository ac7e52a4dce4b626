"""Uploads as a face has them: how far they are in one line, and what is said of each that ended."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from tests.support.each import each
from tests.support.memory_chat import run

from hubbub.uplink.happenings import Upload, UploadChanged
from hubbub.uplink.trouble import Trouble
from hubbub.uplink.uploads import Uploads


class Face:
    """What was told, noted and asked for."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.noted: list[str] = []
        self.asked: list[Any] = []
        self.uploads = Uploads(self.share, self.told.append, self.noted.append, lambda trouble: None)

    def share(self, work: Any, then: Any, failed: Any) -> None:
        self.asked.append(work)

    def hear(self, stage: Any, upload: Upload) -> None:
        self.uploads.changed(UploadChanged(upload, stage))


def upload(id: int, name: str, sent: int, trouble: Trouble | None = None) -> Upload:
    return Upload(id, "#tea", Path(name), 2048, sent, trouble)


def test_how_far_they_are_stands_in_one_line() -> None:
    face = Face()
    assert face.uploads.line() == ""
    face.hear("begun", upload(1, "plan.txt", 0))
    face.hear("on", upload(1, "plan.txt", 1024))
    face.hear("begun", upload(2, "a\x1bb", 0))
    assert face.uploads.line() == "Uploading plan.txt: 50 % of 2 KiB, a^[b: 0 % of 2 KiB"
    face.hear("shared", upload(1, "plan.txt", 2048))
    assert face.uploads.line() == "Uploading a^[b: 0 % of 2 KiB"


def test_what_failed_is_noted_and_forgotten_and_what_was_stopped_is_told() -> None:
    face = Face()
    face.hear("begun", upload(1, "plan.txt", 0))
    face.hear("failed", upload(1, "plan.txt", 0, Trouble("file", file="plan.txt", reason="it is away")))
    assert face.noted == ["plan.txt was not uploaded: plan.txt cannot be read or written: it is away"]
    assert len(face.asked) == 1
    face.hear("begun", upload(2, "map.txt", 0))
    face.hear("stopped", upload(2, "map.txt", 0))
    assert face.told == ["map.txt was not uploaded."]
    assert face.uploads.line() == ""


@each("code", ["not-now", "lost", "silent", "not-connected", "refused-file"])
def test_what_was_made_for_it_stays_where_it_may_be_tried_again(code: str) -> None:
    """A pasted text, say: nothing else has it any more. The end of the face is its end."""
    face = Face()
    face.uploads.begin_text("#tea", "much")
    sharing = Taking()
    run(face.asked.pop()(sharing))
    (file,) = sharing.files
    failed = Upload(1, "#tea", file, 4, 0, Trouble(code, reason="busy"))
    face.hear("failed", failed)
    assert file.exists() == (code != "refused-file")
    assert face.noted[-1].endswith(f" - to try again: /upload {file}") == (code != "refused-file")
    face.uploads.begin("#tea", file)
    face.hear("shared", replace(failed, trouble=None))
    assert not file.parent.exists()
    face.uploads.end()


def test_where_nothing_is_on_its_way_there_is_nothing_to_stop() -> None:
    face = Face()
    face.uploads.stop()
    assert (face.told, face.asked) == (["Nothing is being uploaded."], [])
    face.hear("begun", upload(1, "plan.txt", 0))
    face.uploads.stop()
    assert len(face.asked) == 1


class Refusing:
    """Takes nothing."""

    def __init__(self) -> None:
        self.files: list[Path] = []

    def upload(self, buffer: str, file: Path) -> Upload:
        self.files.append(file)
        raise Trouble("not-connected")


async def test_of_a_text_that_could_not_be_shared_no_file_is_left() -> None:
    face, sharing = Face(), Refusing()
    face.uploads.begin_text("#tea", "a\nb\ud800")
    with pytest.raises(Trouble, match="not-connected"):
        await face.asked[0](sharing)
    assert [file.name for file in sharing.files] == ["text.txt"]
    assert not sharing.files[0].parent.exists()


async def test_of_a_text_that_cannot_be_written_no_folder_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    face = Face()
    face.uploads.begin_made("#tea", "no/such.png", b"p")
    with pytest.raises(Trouble, match="file"):
        await face.asked[0](Refusing())
    assert left(tmp_path) == []


def left(folder: Path) -> list[str]:
    """The names of what is in a folder, and in those within it."""
    return [path.name for path in sorted(folder.rglob("*"))]


class Taking:
    """Takes all of it, and is not done."""

    def __init__(self) -> None:
        self.files: list[Path] = []

    def upload(self, buffer: str, file: Path) -> Upload:
        self.files.append(file)
        return Upload(1, buffer, file, 1)


async def test_who_leaves_while_a_text_is_on_its_way_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    face = Face()
    face.uploads.begin_text("#tea", "a")
    await face.asked[0](Taking())
    assert left(tmp_path)[1:] == ["text.txt"]
    face.uploads.end()
    assert left(tmp_path) == []
