"""Modules that a running server imports with the first who needs them, while the program on disk is still the one that
runs: a newer one's would not fit those that are here."""

from __future__ import annotations

import logging
import os
import sys
from importlib import import_module
from types import ModuleType

logger = logging.getLogger(__name__)

PACKAGE = "hubbub"


class CannotImport(Exception):
    """What is wanted cannot be had; the text is for whoever wants it."""


class Disk:
    """What is known of the files of this program. `noted`: which, and a number for how they were; None: nobody looked
    yet, and all is taken for the same."""

    def __init__(self) -> None:
        self.noted: tuple[tuple[str, ...], int] | None = None
        self.told: set[str] = set()

    def note(self) -> None:
        """What is imported by now is as it is on disk: to be said when a process begins, and when it had more."""
        modules = [module for name, module in sys.modules.copy().items() if name.partition(".")[0] == PACKAGE]
        files = tuple(file for module in modules if (file := getattr(module, "__file__", None)))
        self.noted = files, _number_of(files)

    def is_same(self) -> bool:
        """Whether what is imported would be imported the same now."""
        return self.noted is None or self.noted[1] == _number_of(self.noted[0])

    def load(self, name: str) -> ModuleType:
        """That module, imported now if it is not there yet; by any thread. Raises CannotImport, and the log is told."""
        is_new = name not in sys.modules
        try:
            if is_new and not self.is_same():
                raise ImportError("another program is there")
            module = import_module(name)  # which waits for a thread that is about it
        except (ImportError, SyntaxError) as error:
            text = f"the program on disk is another one: hubbub upgrade ({name}: {error})"
            self._tell(text, extra={"event": "another_program"})
            raise CannotImport("Another version was installed and does not run yet. Come back later.") from error
        except OSError as error:  # as when no file can be opened any more
            self._tell(f"{name} cannot be read: {error}", extra={"event": "not_read"})
            raise CannotImport("What this needs cannot be read now. Come back later.") from error
        if is_new and self.noted is not None:
            self.note()
        return module

    def _tell(self, text: str, extra: dict[str, str]) -> None:
        if extra["event"] not in self.told:
            self.told.add(extra["event"])
            logger.error(text, extra=extra)


def _number_of(files: tuple[str, ...]) -> int:
    return hash(tuple(map(_state_of, files))) or 1


def _state_of(file: str) -> tuple[int, int]:
    """When a file was changed, in nanoseconds, and its size in bytes; zeros: it is gone, or in an archive."""
    try:
        found = os.stat(file)
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)


DISK = Disk()
"""Of this process."""
