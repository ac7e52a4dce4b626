"""What shells and `man` know of the program."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.cli.test_process import run
from tests.support.each import each

from hubbub.cli.completion import manual
from hubbub.cli.entry import SUBCOMMANDS


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_is_told_how_to_ask(shell: str) -> None:
    done = run("completion", shell)
    assert done.returncode == 0
    assert "_HUBBUB_COMPLETE" in done.stdout


def test_commands_and_options_are_completed() -> None:
    asked = {"_HUBBUB_COMPLETE": "bash_complete", "COMP_WORDS": "hubbub heal", "COMP_CWORD": "1"}
    assert run(**asked).stdout.splitlines() == ["plain,healthcheck"]
    asked = {"_HUBBUB_COMPLETE": "bash_complete", "COMP_WORDS": "hubbub serve --tls", "COMP_CWORD": "2"}
    assert run(**asked).stdout.splitlines() == ["plain,--tls-cert", "plain,--tls-key"]


@each(
    ("typed", "offered"),
    [
        ("account su", {"suspend"}),
        ("account delete alice ", {"keep", "erase"}),
        ("account operator alice ", {"off"}),
        ("account show ", set()),
        ("ban ", {"add", "del", "list"}),
        ("report ", {"take", "close"}),
        ("invite ", {"list", "revoke"}),
        ("help ru", {"running"}),
        ("console ac", {"account"}),
        ("console account su", {"suspend"}),
        ("console say ", set()),
    ],
)
def test_words_behind_commands_are_completed(typed: str, offered: set[str]) -> None:
    line = f"hubbub {typed}"
    place = str(len(line.split()) - (not line.endswith(" ")))
    told = run(_HUBBUB_COMPLETE="bash_complete", COMP_WORDS=line, COMP_CWORD=place).stdout.split()
    assert offered <= {word.removeprefix("plain,") for word in told} or not offered
    assert bool(told) == bool(offered), told


def test_there_is_a_page_for_every_command_and_man_takes_it(tmp_path: Path) -> None:
    done = CliRunner().invoke(manual, [str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert {page.name for page in tmp_path.iterdir()} == {"hubbub.1", *(f"hubbub-{name}.1" for name in SUBCOMMANDS)}
    text = (tmp_path / "hubbub-serve.1").read_text("utf-8")
    assert "\\-\\-tls\\-cert" in text
    lines = (tmp_path / "hubbub-service.1").read_text("utf-8").splitlines()
    assert [line for line in lines if line.startswith("hubbub service")] == lines[lines.index(".nf") + 1 : -1][:2]
    if shutil.which("man"):
        done2 = subprocess.run(
            ["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", str(tmp_path / "hubbub-serve.1")],
            capture_output=True, text=True, env={"MANWIDTH": "80", "PATH": "/usr/bin:/bin"}, check=False,
        )  # fmt: skip
        assert done2.stderr == ""
        assert "Show this message and exit." in done2.stdout
