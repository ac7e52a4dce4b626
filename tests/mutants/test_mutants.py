"""Each promise has a test that notices when it is broken: `make test-long` breaks them on purpose, one by one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.mutants.table import MUTANTS, Mutant
from tests.support.each import each

ROOT = Path(__file__).parents[2]
COPIED = ("src", "tests", "spec", "docs")
FAILED = 1  # exit code of pytest (https://docs.pytest.org/en/stable/reference/exit-codes.html)


def names(mutant: Mutant) -> str:
    return f"{mutant.promise}-{mutant.what.replace(' ', '-')}"


def linked(source: str, target: str) -> None:
    """The same file, or a copy of it in another file system."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy(source, target)


def mutated(folder: Path, mutant: Mutant) -> Path:
    """The whole project, with that one change. Its files are the same ones, all but that."""
    tree = folder / "hubbub"
    for name in COPIED:
        shutil.copytree(ROOT / name, tree / name, copy_function=linked, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tree)
    file = tree / "src" / "hubbub" / mutant.file
    text = file.read_text("utf-8")
    file.unlink()
    file.write_text(text.replace(mutant.before, mutant.after), "utf-8")
    return tree


def run(tree: Path, tests: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    """The tests there, to the first that fails."""
    return subprocess.run(
        [
            sys.executable, "-m", "pytest", "-n", "0", "-x", "-q", "--tb=line",
            "-p", "no:cacheprovider", "-p", "no:randomly", "-o", "timeout=60",
            *(f"tests/{name}" for name in tests),
        ],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": f"{tree / 'src'}{os.pathsep}{tree}", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )  # fmt: skip


@each("mutant", MUTANTS, ids=names)
def test_what_is_to_be_changed_is_there_once(mutant: Mutant) -> None:
    assert (ROOT / "src" / "hubbub" / mutant.file).read_text("utf-8").count(mutant.before) == 1
    assert mutant.before != mutant.after
    assert all((ROOT / "tests" / name).exists() for name in mutant.tests)


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("mutant", MUTANTS, ids=names)
def test_it_is_noticed(tmp_path: Path, mutant: Mutant) -> None:
    tree = mutated(tmp_path, mutant)
    done = run(tree, mutant.tests)
    assert done.returncode == FAILED, done.stdout[-2000:] + done.stderr[-2000:]
    assert "failed" in done.stdout, done.stdout[-2000:]
    shutil.rmtree(tree)
