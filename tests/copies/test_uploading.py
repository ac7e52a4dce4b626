"""Copies that go to a store of objects, too."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from tests.log.book import Book, fold
from tests.support.object_store import object_store

from hubbub.copies import record
from hubbub.copies.child import carry_out
from hubbub.copies.errors import CopyError
from hubbub.copies.making import make_and_note
from hubbub.copies.orders import Order, Plan, Store, encode
from hubbub.copies.uploading import upload
from hubbub.log.sqlite import open_log
from hubbub.server.process.copying import AGAIN, store_of, until_next, waiting
from hubbub.settings.model import Backup

LARGE = 6 << 20  # bytes that the library sends in parts


def store(url: str, key: str = "KEY") -> Store:
    return Store("s3://club/copies", url, "eu-north-1", key, "secret")


@pytest.fixture
async def data(tmp_path: Path) -> Path:
    """A data folder in which something was said."""
    log = open_log(tmp_path / "data", fold)
    Book(log).say(1, "earl grey")
    await log.close()
    return tmp_path / "data"


@pytest.mark.parametrize("size", [1000, LARGE])
def test_what_comes_there_is_what_was_made(tmp_path: Path, size: int) -> None:
    copy = tmp_path / "club-2026-11-29T033000.hubbub.tar.gz"
    copy.write_bytes(bytes(range(250)) * (size // 250))
    with object_store() as there:
        upload(copy, store(there.url))
        assert there.objects == {f"/club/copies/{copy.name}": copy.read_bytes()}


@pytest.mark.parametrize(
    ("said", "around", "used"),
    [("eu-north-1", "eu-west-2", "eu-north-1"), ("", "eu-west-2", "eu-west-2"), ("", "", "us-east-1")],
)
def test_a_region_that_is_not_said_is_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, around: str, used: str
) -> None:
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    if around:
        monkeypatch.setenv("AWS_REGION", around)
    copy = tmp_path / "copy"
    copy.write_bytes(b"x")
    with object_store() as there:
        backup = Backup(upload="s3://club", upload_endpoint=there.url, upload_key="KEY", upload_secret="secret")
        if said:
            backup = msgspec.structs.replace(backup, upload_region=said)
        where = store_of(backup)
        assert where is not None
        upload(copy, where)
        assert there.region == used


def test_a_copy_counts_when_it_is_there(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    with object_store() as there:
        plan = Plan(data, "club", "asked", prove_whole=False, store=store(there.url))
        copy = make_and_note(plan, None, folder)
        assert list(there.objects) == [f"/club/copies/{copy.path.name}"]
        assert [one.file for one in record.read(folder).taken] == [str(copy.path)]


def test_one_that_cannot_be_brought_there_stays_here_and_failed(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    with object_store() as there:
        plan = Plan(data, "club", "asked", prove_whole=False, store=store(there.url, "OTHER"))
        with pytest.raises(CopyError, match=r"was not brought to s3://club/copies: .*403 Forbidden") as caught:
            make_and_note(plan, None, folder)
    assert len(str(caught.value).splitlines()) == 1
    assert "secret" not in str(caught.value)
    (copy,) = folder.glob("*.tar.gz")
    known = record.read(folder)
    assert [one.file for one in known.taken] == [str(copy)]
    assert (known.failures, known.error) == (1, str(caught.value))
    made = datetime.fromtimestamp(known.failed_at / 1000)
    assert until_next(Backup(every=86_400), known, made) == AGAIN  # and not tomorrow


def test_one_that_waits_for_the_store_is_brought_there_alone(data: Path, tmp_path: Path) -> None:
    folder, backup = tmp_path / "copies", Backup(every=7200, upload="s3://club/copies")
    with object_store() as there:
        plan = Plan(data, "club", "scheduled", prove_whole=False, store=store(there.url, "OTHER"))
        with pytest.raises(CopyError):
            make_and_note(plan, None, folder)
        known = record.read(folder)
        (taken,) = known.taken
        made = datetime.fromtimestamp(taken.at / 1000)
        assert waiting(backup, known, made + timedelta(hours=1)) == taken
        assert waiting(backup, known, made + timedelta(hours=2)) is None, "another one is due"
        assert waiting(Backup(every=7200), known, made) is None
        failed = carry_out(encode(Order(plan, folder, "", taken)))
        assert "403 Forbidden" in failed.error
        assert (record.read(folder).failures, record.read(folder).waiting) == (2, taken.file)
        plan = msgspec.structs.replace(plan, store=store(there.url))
        brought = carry_out(encode(Order(plan, folder, "", taken)))
        assert (brought.error, brought.path, brought.proof) == ("", taken.file, taken.proof)
        assert list(there.objects) == [f"/club/copies/{Path(taken.file).name}"]
    assert record.read(folder) == record.Record([taken])
    assert [str(file) for file in folder.glob("*.tar.gz")] == [taken.file]
    Path(taken.file).unlink()
    assert waiting(backup, known, made) is None
