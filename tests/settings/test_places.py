"""Where the data are, and what the server is called, unless the settings say otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from hubbub.settings import Data, Server, Settings, data_directory, server_name
from hubbub.settings.places import settings_file


@pytest.mark.parametrize(
    ("platform", "place"), [("linux", "xdg"), ("darwin", "home/Library/Application Support"), ("win32", "local")]
)
def test_the_data_directory_is_where_the_platform_keeps_data(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, platform: str, place: str
) -> None:
    monkeypatch.setattr("sys.platform", platform)
    for variable, folder in (("XDG_DATA_HOME", "xdg"), ("HOME", "home"), ("LOCALAPPDATA", "local")):
        monkeypatch.setenv(variable, str(tmp_path / folder))
    assert data_directory(Settings()) == tmp_path / place / "hubbub"


def test_the_data_directory_of_the_settings_comes_first(tmp_path: Path) -> None:
    assert data_directory(Settings(data=Data(directory=str(tmp_path)))) == tmp_path


def test_a_settings_file_in_the_data_directory_is_found(tmp_path: Path) -> None:
    assert settings_file(tmp_path) is None
    (tmp_path / "hubbub.toml").write_text("")
    assert settings_file(tmp_path) == tmp_path / "hubbub.toml"


def test_the_server_has_a_name_of_one_word() -> None:
    assert server_name(Settings(server=Server(name="here"))) == "here"
    assert server_name(Settings()).split() == [server_name(Settings())]
