"""The map in ARCHITECTURE.md and the folders: what is named is there, and every folder is named."""

from __future__ import annotations

import re
from pathlib import Path

from tests.support.each import each

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src" / "hubbub"
TEXT = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
NAME = re.compile(r"`([a-z_/]+)`")  # of a file or a folder; what has dashes, spaces or capitals is something else
ROWS = [
    ([SRC / folder for folder in NAME.findall(where)], set(NAME.findall(what)))
    for where, what in re.findall(r"^\| (`.+?) \| (.+) \|$", TEXT, re.MULTILINE)
]


def _is_there(folders: list[Path], name: str) -> bool:
    """`name`: of a file or folder somewhere in these, or as seen from hubbub/ or from the root."""
    within = any(name in (found.stem, f"{found.name}/") for folder in folders for found in folder.rglob("*"))
    return within or any(place.exists() for place in (SRC / name, SRC / f"{name}.py", ROOT / name))


@each(("folders", "names"), ROWS, ids=lambda value: str(value[0].name) if isinstance(value, list) else "")
def test_what_the_map_names_is_there(folders: list[Path], names: set[str]) -> None:
    assert [folder for folder in folders if not folder.is_dir()] == []
    assert [name for name in sorted(names) if not _is_there(folders, name)] == []


def test_every_folder_is_on_the_map() -> None:
    named = {name for folders, names in ROWS for name in (*names, *(folder.name for folder in folders))}
    known = {part for name in named for part in name.split("/")}
    folders = {file.parent for kind in ("*.py", "*.js") for file in SRC.rglob(kind)} - {SRC}
    assert sorted(str(folder.relative_to(SRC)) for folder in folders if folder.name not in known) == []
