"""Whatever others call themselves and write: the window shows it as text, at once, and goes on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("emoji", [True, False])
def test_every_text_as_name_of_people_and_rooms_as_topic_message_reaction_and_away_text(
    screen: str, emoji: bool
) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.desktop.odd", "emoji" if emoji else "words"],
        env=os.environ | {"DISPLAY": screen},
        capture_output=True,
        text=True,
        timeout=110,
    )
    assert done.returncode == 0, done.stderr[-3000:]


def test_without_a_display_it_is_one_sentence() -> None:
    environment = {key: value for key, value in os.environ.items() if key != "DISPLAY"}
    done = subprocess.run(
        [sys.executable, "-m", "hubbub", "desktop"], env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 1
    assert done.stderr == "Error: There is no display: start this from a desktop session, or use: hubbub chat\n"


def test_without_a_font_it_names_a_package(screen: str, tmp_path: Path) -> None:
    fonts = tmp_path / "none.conf"
    fonts.write_text(f"<fontconfig><dir>{tmp_path}</dir><cachedir>{tmp_path}</cachedir></fontconfig>")
    done = subprocess.run(
        [sys.executable, "-m", "hubbub", "desktop"],
        env=os.environ | {"DISPLAY": screen, "FONTCONFIG_FILE": str(fonts), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Error: There are no fonts here: install some")
    assert done.stderr.endswith("or use: hubbub chat\n")


def test_without_tk_it_names_the_package() -> None:
    code = "import sys; sys.modules['tkinter'] = None; from hubbub.cli.entry import main; main(['desktop'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "python3-tk" in done.stderr or "Tk" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_child_that_dies_of_an_emoji_is_noticed() -> None:
    from hubbub.desktop import probe

    assert not probe.works("import os; os.abort()")
    assert probe.works("pass")
