"""Files that lie beside the program: pages of docs/ and the units of packaging/, from the wheel or from a checkout."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

_PACKAGE = Path(__file__).parent
_WHEEL = _PACKAGE / "shipped_files"  # hatch_build.py puts them there
ROOT = _WHEEL if _WHEEL.is_dir() else _PACKAGE.parents[1]

FIRST = ("README", "docs/running", "docs/joining")  # of the pages, in this order; then all others by name
_FURTHER = ("docs/decisions", "docs/ext")  # pages that are not listed, but linked


def pages() -> dict[str, Path]:
    """The pages by name, those of docs/ without its name in front; the files of specifications and decisions last."""
    found = {page.stem: page for page in sorted(ROOT.glob("*.md"))}
    found |= {page.stem: page for page in sorted(ROOT.glob("docs/*.md"))}
    first = {name: found.pop(name) for name in (Path(name).name for name in FIRST) if name in found}
    return {**first, **found, **dict(_further())}


def _further() -> Iterator[tuple[str, Path]]:
    for folder in _FURTHER:
        for page in sorted((ROOT / folder).glob("*.md")):
            yield f"{page.parent.name}/{page.stem}", page


def title(page: Path) -> str:
    """The heading of a page."""
    with page.open(encoding="utf-8") as lines:
        return next((line.removeprefix("# ").strip() for line in lines if line.startswith("# ")), page.stem)


def unit(name: str) -> str:
    """A unit for systemd, such as hubbub.service."""
    return (ROOT / "packaging" / "systemd" / name).read_text("utf-8")
