"""What the chat does by itself every so often: a list of functions, each of which stands beside its commands."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from hubbub.chat.chat import Chat
from hubbub.commands import timekeeping
from hubbub.commands.accounts import push
from hubbub.commands.messages import files
from hubbub.commands.moderation import audit, reports
from hubbub.commands.rooms import falling_asleep, forgetting, modes
from hubbub.commands.sessions import entering, staying

SOON, HOUR = 5.0, 3600.0


class Chore(msgspec.Struct, frozen=True):
    """`every` so many seconds, and `at_start` if it is not to wait for the first of them. What `do` could take longer
    for than others can wait, it does a part of, and says whether there is more."""

    every: float
    do: Callable[[Chat], bool | None]
    at_start: bool = False


CHORES = (
    Chore(SOON, timekeeping.look_at_clock, at_start=True),
    Chore(SOON, modes.lift_ended),
    Chore(SOON, forgetting.forget_silent),
    Chore(SOON, forgetting.forget_unread),
    Chore(SOON, falling_asleep.let_sleep),
    Chore(SOON, reports.forget_old),
    Chore(SOON, files.remove_loose, at_start=True),
    Chore(HOUR, entering.still_here),
    Chore(HOUR, push.forget_old, at_start=True),
    Chore(HOUR, audit.forget_old, at_start=True),
    Chore(HOUR, staying.let_go, at_start=True),
)
