"""A transcript: who connects, types and sees what, written so that people can read it.

    # a comment
    set lobby = ""              a setting of the server; before everything else
    alice connects with nc      or: with irc, which gives the name and waits for the end of the welcome; or: with
                                hubbub chat, the line client as a process in a pipe
    alice> hello                alice types this (an empty line: "alice>")
    bob< [HH:MM:SS] [alice]: hello   the next line that bob sees
    zoe<< :alice!... :hello     a later line that zoe sees; those before it are let pass
    bob<! hello                 no line that bob has not looked at yet contains this
    bob sees nothing            there is no such line at all
    alice is asked              the prompt shows; "is not asked": it does not
    alice is cut off            her connection breaks
    bob is disconnected         the server has closed his connection
    the server restarts         it is killed, and started again with the same data

[HH:MM:SS] and [DATE HH:MM:SS] stand for any time, "..." for any text, \\x01 for the character with that code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Step:
    """One line of a transcript. `action` is a key of STEPS or one of the arrows; `number` counts lines from 1."""

    number: int
    person: str
    action: str
    text: str = ""


@dataclass
class Transcript:
    settings: dict[str, str] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)


STEPS = {
    "connects with nc",
    "connects with irc",
    "connects with hubbub chat",
    "sees nothing",
    "is asked",
    "is not asked",
    "is cut off",
    "is disconnected",
    "restarts",
}

_SETTING = re.compile(r'set (\w+) = "(.*)"')
_ARROW = re.compile(r"(\w+)(>|<<|<!|<)(?: (.*))?")
_DOES = re.compile(r"(the server|\w+) (.+)")
_ESCAPE = re.compile(r"\\x([0-9a-f]{2})")


def read(path: Path) -> Transcript:
    """ValueError, with the place, for a line that says nothing known."""
    transcript = Transcript()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if setting := _SETTING.fullmatch(line):
            transcript.settings[setting[1]] = setting[2]
        elif (step := _step(number, line)) is not None:
            transcript.steps.append(step)
        else:
            raise ValueError(f"{path.name}:{number}: cannot be read: {line}")
    return transcript


def _step(number: int, line: str) -> Step | None:
    if arrow := _ARROW.fullmatch(line):
        person, action, text = arrow[1], arrow[2], arrow[3] or ""
        return Step(number, person, action, _ESCAPE.sub(lambda code: chr(int(code[1], 16)), text))
    does = _DOES.fullmatch(line)
    return Step(number, does[1], does[2]) if does and does[2] in STEPS else None


def pattern(text: str) -> re.Pattern[str]:
    """What an expected line matches."""
    expression = re.escape(text)
    for written, meant in (
        (r"\[HH:MM:SS\]", r"\[\d\d:\d\d:\d\d\]"),
        (r"\[DATE\ HH:MM:SS\]", r"\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\]"),
        (re.escape("..."), ".*"),
    ):
        expression = expression.replace(written, meant)
    return re.compile(expression)
