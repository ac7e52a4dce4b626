"""The compiled build (HUBBUB_COMPILED=1): the same sources, and the whole suite passes on them."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
COPIED = (
    "src", "tests", "spec", "docs", "tools", "packaging", "pyproject.toml",
    "README.md", "CHANGELOG.md", "ARCHITECTURE.md",
)  # fmt: skip


def modules() -> list[str]:
    """Those that hatch_build.py names, without importing what only a build needs."""
    text = (ROOT / "hatch_build.py").read_text()
    return text.partition('NAMES = """')[2].partition('"""')[0].split()


def test_what_is_to_be_compiled_is_there() -> None:
    assert len(modules()) > 50
    assert [name for name in modules() if not (ROOT / "src/hubbub" / f"{name}.py").exists()] == []


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.skipif(not shutil.which("gcc"), reason="needs a C compiler")
def test_the_suite_passes_on_the_compiled_modules(tmp_path: Path) -> None:
    for name in COPIED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    (tmp_path / ".venv").symlink_to(Path(sys.prefix))
    specification = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert specification
    assert specification.loader
    build = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(build)
    libraries = build.compiled(ROOT / "src", tmp_path / "src")
    assert len(libraries) == len(modules()) + 1
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}/src:{tmp_path}"}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--ignore", "tests/docs"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    print(done.stdout[-3000:])
    assert done.returncode == 0, done.stdout[-20_000:]
