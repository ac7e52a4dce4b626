"""The entry in the menus: what is written, how it is quoted, and that it goes again."""

from __future__ import annotations

import configparser
import shlex
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from hubbub.desktop import installing

pytestmark = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="no such menus")


def test_entry_and_icon_are_written_and_taken_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))  # no xdg-mime, and no hubbub
    said = installing.install()
    assert "install xdg-utils" in said[1]
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(tmp_path / "applications" / "hubbub.desktop")
    group = entry["Desktop Entry"]
    assert shlex.split(group["Exec"]) == [sys.executable, "-m", "hubbub", "desktop", "%u"]
    assert group["MimeType"] == "x-scheme-handler/hubbub;"
    icon = tmp_path / "icons" / "hicolor" / "scalable" / "apps" / "hubbub.svg"
    assert ET.parse(icon).getroot().tag.endswith("svg")
    installing.install()  # again is no fault
    installing.remove()
    assert not [file for file in tmp_path.rglob("*") if file.is_file()]


@pytest.mark.parametrize(
    ("word", "written"),
    [("/usr/bin/hubbub", "/usr/bin/hubbub"), ("/home/a b/x", '"/home/a b/x"'), ("/a$b%c", '"/a\\\\$b%%c"')],
)
def test_reserved_signs_are_quoted(word: str, written: str) -> None:
    assert installing._quoted(word) == written


def test_the_session_begins_with_it_where_that_is_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    installing.start_at_login(on=True)
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(tmp_path / "autostart" / "hubbub.desktop")
    assert shlex.split(entry["Desktop Entry"]["Exec"])[-1] == "desktop"
    installing.start_at_login(on=False)
    installing.start_at_login(on=False)  # again is no fault
    assert not list((tmp_path / "autostart").iterdir())
