"""`hubbub files`: what there is, what does not fit together, and removing; copies have the files, and prove them."""

from __future__ import annotations

import asyncio
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner

from hubbub.chat import names
from hubbub.chat.events import Attachment, FileUploaded
from hubbub.chat.party import party_of
from hubbub.cli.files import files
from hubbub.copies.errors import BadCopy
from hubbub.copies.making import make
from hubbub.copies.orders import Plan
from hubbub.files import FileStore
from hubbub.log.sqlite import open_log


async def filled(data: Path) -> FileStore:
    """Two files with the same content, and one of its own."""
    log, store = open_log(data, names.fold), FileStore(data)
    log.load(1)
    for id, content in (("f1", b"same"), ("f2", b"same"), ("f3", b"own")):
        draft = store.begin()
        draft.write(content)
        store.keep(draft, draft.hash, None)
        about = Attachment(id=id, name=f"{id}.txt", type="text/plain", size=len(content))
        log.append([], [FileUploaded(at=5, hash=draft.hash, party=party_of(1), owner="ali\x1bce", file=about)])
    await log.close()
    return store


def ran(data: Path, *words: str) -> tuple[int, str]:
    result = CliRunner().invoke(files, [*words, "--data", str(data)], standalone_mode=False)
    return result.return_value if result.exception is None else 2, result.output + str(result.exception or "")


async def test_listed_checked_and_removed(tmp_path: Path) -> None:
    store = await filled(tmp_path)
    code, said = ran(tmp_path, "list")
    assert (code, "f1.txt" in said, "\x1b" in said, "3 files, 11 bytes" in said) == (0, True, False, True)
    assert ran(tmp_path, "check") == (0, "All files are whole.\n")
    assert "there is no file f9" in ran(tmp_path, "remove", "f9")[1]
    same = sha256(b"same").hexdigest()
    assert ran(tmp_path, "remove", "f1")[0] == 0
    assert store.path(same).exists(), "the other one has it"
    assert ran(tmp_path, "remove", "f2")[0] == 0
    assert not store.path(same).exists()
    store.path(same).write_bytes(b"same")
    code, said = ran(tmp_path, "check")
    assert (code, "no file has this content" in said) == (0, True)
    own = store.path(sha256(b"own").hexdigest())
    own.write_bytes(b"rot")
    assert "damaged" in ran(tmp_path, "check")[1]
    own.unlink()
    assert "missing" in ran(tmp_path, "check")[1]


def test_a_copy_has_the_files_and_a_damaged_one_is_found(tmp_path: Path) -> None:
    data, folder = tmp_path / "data", tmp_path / "copies"
    store = asyncio.run(filled(data))
    copy = make(Plan(data, "test", "asked", prove_whole=False), None, folder)
    own = sha256(b"own").hexdigest()
    assert f"files/{own[:2]}/{own[2:]}" in {member.name for member in copy.manifest.members}
    store.path(own).write_bytes(b"rot")
    with pytest.raises(BadCopy, match="f3"):
        make(Plan(data, "test", "asked", prove_whole=False), tmp_path / "second.hubbub.tar.gz", folder)
