"""A server that breaks the law on purpose: output leaves before the commit. The kill test has to notice."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from hubbub.chat.chat import Chat
from hubbub.chat.events import Entry, Event
from hubbub.chat.ports import Log, LogBroken
from hubbub.cli import main
from hubbub.server.core import engine
from hubbub.server.core.commits import Commits

LATE = 0.05  # seconds: long enough for the output to arrive before the commit even begins


class EarlyCommits(Commits):
    """Commits in a thread, after everybody was shown what is to be committed."""

    def __init__(self, chat: Chat, log: Log, broken: Callable[[LogBroken], None]) -> None:
        super().__init__(chat, log, broken)
        self.off_loop = True

    def _commit_in_thread(self, entries: list[Entry], changes: list[Event]) -> None:
        self._flush(self._seal())
        super()._commit_in_thread(entries, changes)

    def _append(self, entries: Sequence[Entry], changes: Sequence[Event]) -> None:
        time.sleep(LATE)
        self.log.append(entries, changes)


if __name__ == "__main__":
    vars(engine)["Commits"] = EarlyCommits
    main()
