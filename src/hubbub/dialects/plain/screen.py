"""The person's screen: lines made safe for it, their times, and the prompt that shows while an answer is expected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

import msgspec

from hubbub.chat.world.session import Profile, Session, Slices
from hubbub.wire.sanitize import visible

PROMPT = b"> "
SLICE = 50  # lines of a long answer that are produced at once


class Screen(msgspec.Struct, frozen=True):
    """How lines get onto the screens of a chat with that lobby (its name, or "").

    While the prompt shows, a line is written over it, and the prompt comes again below.
    """

    lobby: str
    prompted: bool = False

    def __call__(self, line: bytes, /) -> bytes:
        return b"\r" + line + b"\r\n" + PROMPT if self.prompted else line + b"\r\n"


def lobby_of(profile: Profile) -> str:
    """The lobby's name, as everybody with this profile has to be told of it."""
    return profile.frame.lobby if isinstance(profile.frame, Screen) else ""


def is_prompted(session: Session) -> bool:
    """Whether the prompt shows."""
    return isinstance(session.profile.frame, Screen) and session.profile.frame.prompted


def show_prompt(session: Session) -> None:
    """Write the prompt; what others do is then shown above it."""
    set_screen(session, prompted=True)
    session.send(PROMPT)


def set_screen(session: Session, *, prompted: bool) -> None:
    """From now on lines are written for a screen with or without prompt."""
    world = session.chat.world
    world.local.change_profile(session, Profile.of(session.dialect, 0, Screen(world.lobby, prompted)))


def as_line(text: str) -> bytes:
    """The text as it may be written to anybody's terminal."""
    return visible(text).encode()


def clock(at: int) -> str:
    """The server's local time of something that happens now. `at` in milliseconds since 1970."""
    return f"[{datetime.fromtimestamp(at / 1000):%H:%M:%S}] "


def calendar(at: int) -> str:
    """Date and time of something that happened earlier."""
    return f"[{datetime.fromtimestamp(at / 1000):%Y-%m-%d %H:%M:%S}] "


def say(session: Session, text: str) -> None:
    """Answer with a line without time: part of a list, a question."""
    session.answer(as_line(text))


def note(session: Session, text: str) -> None:
    """Answer with a line that has its time, because it stands among the others' messages."""
    session.answer(as_line(clock(session.chat.now) + text))


def say_all(session: Session, texts: Iterable[str], before: Iterable[object] = ()) -> None:
    """Answer with many lines, produced as the person's connection takes them, when these steps are done."""
    session.answer_slowly(_slices(iter(texts), before))


def _slices(texts: Iterator[str], before: Iterable[object]) -> Slices:
    for _ in before:
        yield []
    while some := [as_line(text) for text in islice(texts, SLICE)]:
        yield some
