"""A new command that is served everywhere is one row, one function and one rendering, and nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
LEFT_OUT = shutil.ignore_patterns("web", "*.so")  # what is compiled would stand in front of what is written here
ROW = """
COMMANDS += (
    Command(
        name="lucky", arguments="<n> [<more>]", help="see whether a number is lucky", who=Who.MODERATORS,
        details=("Seven is.",), served=True, console=True, cli="lucky", irc="LUCKY",
    ),
)
"""
FUNCTION = """

def lucky(chat: Chat, session: Session, number: int) -> bool:
    return number == 7
"""
RENDERING = """

def _lucky(chat: Chat, session: Session, words: Words) -> Answer | None:
    if not words[0].isdecimal():
        return None
    return [f"{words[0]} is {'lucky' if operators.lucky(chat, session, int(words[0])) else 'nothing special'}."]


SERVICES["lucky"] = Service(_lucky)
"""
WRITTEN = {
    "typed/table/server.py": ROW,
    "commands/moderation/operators.py": FUNCTION,
    "dialects/services/operators.py": RENDERING,
}


def test_a_new_command_is_one_row_one_function_and_one_rendering(tmp_path: Path) -> None:
    """The program with three texts at the end of three files; what then is everywhere, everywhere.py looks at."""
    program = tmp_path / "hubbub"
    shutil.copytree(ROOT / "src" / "hubbub", program, copy_function=os.symlink, ignore=LEFT_OUT)
    for name, text in WRITTEN.items():
        (program / name).unlink()
        (program / name).write_text((ROOT / "src" / "hubbub" / name).read_text("utf-8") + text, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tests.scenarios.one_row.everywhere"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])},
        cwd=tmp_path, check=False, capture_output=True, encoding="utf-8", timeout=60,
    )  # fmt: skip
    assert (done.stderr, done.returncode) == ("", 0)
