"""Whether the program on disk is still the one that runs. Only then may more of it be imported: of a newer one, modules
would come beside those that are here, and not fit."""

from __future__ import annotations

import logging
import os
import sys
from importlib import import_module
from types import ModuleType

logger = logging.getLogger(__name__)

WORDS = "Another version of this server was installed and does not run yet. Come back later."
PACKAGE = "hubbub"


class AnotherProgram(Exception):
    """What is wanted cannot be had any more; the text is for whoever wants it."""

    def __init__(self) -> None:
        super().__init__(WORDS)


class Disk:
    """What is known of the files of this program. `noted`: a number for how they were; 0: nobody looked yet, and all is
    taken for the same."""

    def __init__(self) -> None:
        self.files: tuple[str, ...] = ()
        self.noted = 0
        self.told = False

    def note(self) -> None:
        """What is imported by now is as it is on disk: to be said when a program has started, and when it had more."""
        modules = [module for name, module in sys.modules.copy().items() if name.partition(".")[0] == PACKAGE]
        self.files = tuple(file for module in modules if (file := getattr(module, "__file__", None)))
        self.noted = _number_of(self.files)

    def is_same(self) -> bool:
        """Whether what is imported would be imported the same today."""
        return not self.noted or self.noted == _number_of(self.files)

    def load(self, name: str) -> ModuleType:
        """That module, imported now if it is not there yet. Raises AnotherProgram, and the log is told once."""
        if name in sys.modules:
            return import_module(name)  # which waits for a thread that is about it
        try:
            if not self.is_same():
                raise AnotherProgram
            module = import_module(name)
        except (AnotherProgram, ImportError, SyntaxError) as error:
            self._tell(name)
            raise AnotherProgram from error
        if self.noted:
            self.note()
        return module

    def _tell(self, name: str) -> None:
        if not self.told:
            self.told = True
            text = "the program on disk is another one: hubbub upgrade (%s is not had until then)"
            logger.error(text, name, extra={"event": "another_program"})


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
