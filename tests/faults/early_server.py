"""A server that breaks the law on purpose: output leaves before the commit. The kill test has to notice."""

from __future__ import annotations

import time
from collections.abc import Callable

from hubbub.chat.chat import Batch, Chat
from hubbub.chat.ports import Log, LogBroken
from hubbub.cli import main
from hubbub.server.core.commits import Commits
from hubbub.server.process.server import Server

LATE = 0.05  # seconds: long enough for the output to arrive before the commit even begins


class EarlyCommits(Commits):
    """Commits in a thread, after everybody was shown what is to be committed."""

    def __init__(self, chat: Chat, log: Log, broken: Callable[[LogBroken], None]) -> None:
        super().__init__(chat, log, broken)
        self.off_loop = True

    def _commit_in_thread(self, batch: Batch) -> None:
        self._flush(batch.seal())
        super()._commit_in_thread(batch)

    def _append(self, batch: Batch) -> None:
        time.sleep(LATE)
        self.log.append(batch.entries, batch.changes)


if __name__ == "__main__":
    defaults = Server.__init__.__kwdefaults__
    assert defaults is not None
    assert defaults["commits"] is Commits
    defaults["commits"] = EarlyCommits
    main()
