"""What was typed before, for Up and Ctrl-R: no answers to questions, and nothing that holds a password or a code."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from prompt_toolkit.history import FileHistory, History, InMemoryHistory

from hubbub.typed.secrets import is_secret
from hubbub.uplink import files
from hubbub.uplink.trouble import Trouble

FILE_NAME = "chat_history"


def history(state: Path, wanted: Callable[[], bool]) -> History:
    """In a file that only its owner can read, or in memory. `wanted`: whether what is typed now is to be remembered."""
    file = state / FILE_NAME
    try:
        if not file.exists():
            files.write(file, b"")
        file.chmod(0o600)
        kept = _InFile(file, wanted)
        kept.clean()
    except (OSError, Trouble):
        return _InMemory(wanted)
    return kept


class _InFile(FileHistory):
    def __init__(self, file: Path, wanted: Callable[[], bool]) -> None:
        super().__init__(str(file))
        self._file = file
        self._wanted = wanted

    def load_history_strings(self) -> Iterable[str]:
        return [text for text in super().load_history_strings() if not is_secret(text)]

    def append_string(self, string: str) -> None:
        if self._wanted() and not is_secret(string):
            with suppress(OSError):  # a full disk keeps nobody from talking
                super().append_string(string)

    def clean(self) -> None:
        """Take out of the file what earlier versions have written there. Raises Trouble("file")."""
        texts = list(super().load_history_strings())
        if any(map(is_secret, texts)):
            kept = [text for text in reversed(texts) if not is_secret(text)]  # the newest come first
            files.write(self._file, "".join(map(_entry, kept)).encode(errors="replace"))


def _entry(text: str) -> str:
    """As the library writes it, without the date."""
    return "\n" + "".join(f"+{line}\n" for line in text.split("\n"))


class _InMemory(InMemoryHistory):
    def __init__(self, wanted: Callable[[], bool]) -> None:
        super().__init__()
        self._wanted = wanted

    def append_string(self, string: str) -> None:
        if self._wanted() and not is_secret(string):
            super().append_string(string)
