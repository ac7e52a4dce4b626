"""What is under packaging/ is what the docs show, and what its readers take."""

from __future__ import annotations

import configparser
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from hubbub.settings.surroundings import surroundings

ROOT = Path(__file__).parents[2]
PACKAGING = ROOT / "packaging"


def test_the_unit_of_the_docs_is_that_of_the_package() -> None:
    text = (ROOT / "docs" / "running.md").read_text("utf-8")
    shown = text.partition("<!-- packaging/systemd/hubbub.service -->\n\n```ini\n")[2].partition("```\n")[0]
    assert shown == (PACKAGING / "systemd" / "hubbub.service").read_text("utf-8")


def test_the_unit_tells_systemd_what_the_server_does() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(PACKAGING / "systemd" / "hubbub.service")
    service = unit["Service"]
    assert (service["Type"], service["WatchdogSec"]) == ("notify", "60")
    assert "hubbub reload" in service["ExecReload"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze here")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    for name in ("hubbub.service", "hubbub.socket"):
        text = (PACKAGING / "systemd" / name).read_text("utf-8").replace("/opt/hubbub/bin/hubbub", "/bin/true")
        (tmp_path / name).write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", *map(str, tmp_path.iterdir())], capture_output=True, text=True, check=False
    )
    assert [line for line in done.stderr.splitlines() if "hubbub" in line] == []


def test_the_settings_of_the_container_are_settings() -> None:
    lines = (PACKAGING / "container" / "compose.yaml").read_text("utf-8").splitlines()
    pairs = [line.strip().split(": ", 1) for line in lines if line.strip().startswith("HUBBUB_")]
    assert surroundings(dict(pairs)).keys() == {"server.name", "backup.every"}


def test_the_package_says_what_its_index_shows() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert {f"Programming Language :: Python :: 3.{minor}" for minor in (11, 12, 13)} <= set(project["classifiers"])
