"""Every error becomes one line and an exit code."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from hubbub.cli import entry


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (KeyError("a\nb"), 70, "Error: KeyError: 'a\\nb' (this is a bug in hubbub; HUBBUB_DEBUG=1 shows where)\n"),
        (FileNotFoundError(2, "No such file", "x"), 1, "Error: x: No such file\n"),
        (click.ClickException("named"), 1, "Error: named\n"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_an_error_is_a_line(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    code: int,
    line: str,
) -> None:
    def fail(ctx: click.Context, name: str) -> click.Command:
        raise error

    monkeypatch.delenv("HUBBUB_DEBUG", raising=False)
    monkeypatch.setattr(entry.hubbub, "get_command", fail)
    assert entry.run(["anything"]) == code
    assert capsys.readouterr().err.lstrip("\n") == line


def test_the_place_of_a_bug_is_shown_on_request(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(ctx: click.Context, name: str) -> click.Command:
        raise KeyError(name)

    monkeypatch.setenv("HUBBUB_DEBUG", "1")
    monkeypatch.setattr(entry.hubbub, "get_command", fail)
    assert entry.run(["anything"]) == 70
    assert "Traceback" in capsys.readouterr().err


def test_ctrl_c_while_the_program_is_read_says_nothing() -> None:
    program = """
import sys

class Interrupting:
    def find_spec(self, name, path, target=None):
        if name == "hubbub.cli.entry":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupting())
from hubbub.cli import main
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (130, "")
