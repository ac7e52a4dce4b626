"""Transcripts that are wrong fail, at the line that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.scenarios import transcript
from tests.scenarios.in_memory import InMemory
from tests.scenarios.play import Play

OPENING = """\
alice connects with nc
alice< Welcome to hubbub on chat.example. What is your name?
alice> alice
alice<< What you type goes to everyone. ...
zoe connects with irc
zoe> JOIN #lobby
zoe<< ... 366 ...
alice< [HH:MM:SS] * zoe has joined the chat.
zoe> PRIVMSG #lobby :roses
"""


@pytest.mark.parametrize(
    "wrong",
    [
        "alice< [HH:MM:SS] [zoe]: tulips",
        "alice< [DATE HH:MM:SS] [zoe]: roses",
        "alice<! roses",
        "alice sees nothing",
        "alice is asked",
        "alice is disconnected",
        "zoe> PART #lobby\nzoe sees nothing",
        "alice> /leave\nalice<< You are in no room. ...\nalice is not asked",
        "alice> /quit\nalice<< Goodbye, alice!\nalice< more",
    ],
)
async def test_a_wrong_transcript_fails(tmp_path: Path, wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.scenarios.person.PATIENCE", 1.0)
    path = tmp_path / "wrong.txt"
    path.write_text(f"{OPENING}{wrong}\n", encoding="utf-8")
    last = len(path.read_text(encoding="utf-8").splitlines())
    with pytest.raises(AssertionError, match=f"^line {last}, "):
        await Play(transcript.read(path), InMemory()).run()


@pytest.mark.parametrize("line", ["alice connects with telnet", "alice", "alice ? hello", "set lobby"])
def test_a_line_that_says_nothing_known_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "wrong.txt"
    path.write_text(f"# comment\n\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"^wrong\.txt:3: "):
        transcript.read(path)
