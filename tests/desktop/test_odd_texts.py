"""Whatever others call themselves and write: the window shows it as text, at once, and goes on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hubbub.desktop.console.run import run
from hubbub.desktop.run import NoWindows


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


@pytest.mark.parametrize(
    ("words", "other"),
    [
        ("desktop", "hubbub chat"),
        ("serve --gui --data {0}", "hubbub serve --tui"),
    ],
)
def test_without_a_display_it_is_one_sentence(words: str, other: str, tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if key != "DISPLAY"}
    command = [sys.executable, "-m", "hubbub", *words.format(tmp_path).split()]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert done.stderr == f"Error: There is no display: start this from a desktop session, or use: {other}\n"


def test_the_console_of_a_running_server_names_its_other_way(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    with pytest.raises(NoWindows, match=r"or use: hubbub console --tui$"):
        run(tmp_path, (), "localhost", 0, start=False)


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
