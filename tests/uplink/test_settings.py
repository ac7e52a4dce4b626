"""The settings that all faces share."""

from __future__ import annotations

from pathlib import Path

import pytest

from hubbub.uplink.settings import Settings, SettingsFile
from hubbub.uplink.trouble import Trouble


def test_what_is_changed_is_there_at_the_next_start(tmp_path: Path) -> None:
    first = SettingsFile(tmp_path / "settings.toml")
    assert first.now == Settings()
    assert first.change(theme="dark", text_size=18).theme == "dark"
    again = SettingsFile(tmp_path / "settings.toml")
    assert (again.now.theme, again.now.text_size, again.now.sound) == ("dark", 18, False)


def test_two_faces_change_different_things(tmp_path: Path) -> None:
    desktop, tui = SettingsFile(tmp_path / "s"), SettingsFile(tmp_path / "s")
    desktop.change(theme="dark")
    tui.change(sound=True)
    desktop.change(text_size=20)
    assert SettingsFile(tmp_path / "s").now == Settings(theme="dark", sound=True, text_size=20)
    assert desktop.now.sound


def test_what_another_version_knows_stays(tmp_path: Path) -> None:
    (tmp_path / "s").write_text('new_thing = "x"\n[table]\nkey = 1\n')
    SettingsFile(tmp_path / "s").change(theme="light")
    text = (tmp_path / "s").read_text()
    assert 'new_thing = "x"' in text
    assert "[table]\nkey = 1" in text


def test_a_value_that_is_none_counts_as_not_chosen_and_is_named(tmp_path: Path) -> None:
    (tmp_path / "s").write_text('theme = "pink"\ntext_size = 99\nsound = "yes"\nquiet_from = "25:00"\nclock = "12"\n')
    found = SettingsFile(tmp_path / "s")
    assert found.now == Settings(clock="12")
    assert sorted(found.ignored) == ["quiet_from", "sound", "text_size", "theme"]
    found.change(theme="dark")
    assert "text_size = 99" in (tmp_path / "s").read_text()


def test_a_damaged_file_is_set_aside_with_a_word(tmp_path: Path) -> None:
    (tmp_path / "s").write_text("theme = ")
    found = SettingsFile(tmp_path / "s")
    assert found.now == Settings()
    assert found.aside is not None
    assert found.aside.kept_as.read_text() == "theme = "


@pytest.mark.parametrize(("key", "value"), [("theme", "pink"), ("text_size", 13), ("sound", 1), ("quiet_from", "9:00")])
def test_what_cannot_be_is_not_written(tmp_path: Path, key: str, value: object) -> None:
    found = SettingsFile(tmp_path / "s")
    with pytest.raises(ValueError, match=r"Expected|Invalid"):
        found.change(**{key: value})
    assert not (tmp_path / "s").exists()


def test_where_nothing_can_be_written_a_change_holds_for_now(tmp_path: Path) -> None:
    (tmp_path / "no folder").write_text("")
    found = SettingsFile(tmp_path / "s")
    found.file = tmp_path / "no folder" / "s"
    with pytest.raises(Trouble):
        found.change(theme="dark")
