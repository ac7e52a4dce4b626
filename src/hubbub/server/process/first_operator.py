"""Who runs a server that nobody runs yet: a code, in a file of the data folder that only its owner can read."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from hubbub.chat.chat import Batch
from hubbub.chat.events import OperatorCodeMade
from hubbub.commands.moderation import appointments
from hubbub.server.core.engine import Engine
from hubbub.settings.places import CODE_FILE


class FirstOperator:
    """`code` makes its finder the operator; empty: there is one. The file goes when the code is used.

    `goes_on`: another process has handed this server over, and its code is still good.
    """

    def __init__(self, engine: Engine, directory: Path, *, goes_on: bool = False) -> None:
        self.path = directory / CODE_FILE
        self.code = self._known() if goes_on else ""
        if not self.code:
            self.code = appointments.first_code(engine.chat)
            self._write() if self.code else self._forget()
        if self.code:
            engine.commits.observers.append(self._see)

    def _known(self) -> str:
        try:
            return self.path.read_text("ascii").strip()
        except (OSError, ValueError):
            return ""

    def _write(self) -> None:
        with suppress(OSError):  # a full disk; the next start has another code
            self.path.unlink(missing_ok=True)
            descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(f"{self.code}\n")

    def _see(self, batch: Batch) -> None:
        if any(isinstance(event, OperatorCodeMade) and not event.code_hash for event in batch.of({OperatorCodeMade})):
            self.code = ""
            self._forget()

    def _forget(self) -> None:
        with suppress(OSError):
            self.path.unlink(missing_ok=True)
