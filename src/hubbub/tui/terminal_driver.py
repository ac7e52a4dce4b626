"""How Textual talks to a terminal of Unix, with what it leaves out: on standard output, the title given back at the
end, a terminal that is slow or gone, and a SIGCONT that no stop came before.
"""

from __future__ import annotations

import os
import sys
from typing import IO, Any

from textual.drivers import _writer_thread
from textual.drivers.linux_driver import LinuxDriver

TITLE_KEPT, TITLE_BACK = "\x1b[22;2t", "\x1b[23;2t"  # xterm's stack of titles
MOST_WAITING = 200  # writes; a terminal that takes no more is drawn anew when it does again

_writer_thread.MAX_QUEUED_WRITES = 0  # type: ignore[misc]  # its queue never makes us wait: see `write`


class Output:
    """A file that may be a terminal which has gone away: what is written then is nobody's to see."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, text: str) -> None:
        try:
            self._file.write(text)
        except OSError:
            return

    def flush(self) -> None:
        try:
            self._file.flush()
        except OSError:
            return

    def fileno(self) -> int:
        return self._file.fileno()

    def isatty(self) -> bool:
        return True


class TerminalDriver(LinuxDriver):
    """Textual writes to standard error, which people send into files, and waits for the terminal."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        assert sys.__stdout__ is not None
        self._file = Output(sys.__stdout__)  # type: ignore[assignment]
        self._stopped = self._behind = self._ending = False

    def _get_terminal_size(self) -> tuple[int, int]:
        """What the terminal says, not what COLUMNS and LINES said when it was opened."""
        try:
            wide, tall = os.get_terminal_size(sys.__stdout__.fileno() if sys.__stdout__ else -1)
        except (OSError, ValueError):
            wide = tall = 0
        return (wide, tall) if wide and tall else super()._get_terminal_size()

    def start_application_mode(self) -> None:
        self._ending = False
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self._writer_thread is not None:
            self.write(TITLE_KEPT)

    def stop_application_mode(self) -> None:
        self._ending = True
        if self._writer_thread is not None:
            self.write(TITLE_BACK)
        super().stop_application_mode()

    def write(self, data: str) -> None:
        thread = self._writer_thread
        if thread is None:
            return
        waiting = thread._queue.qsize()
        if waiting > MOST_WAITING and not self._ending:
            self._behind = True
            return
        if self._behind and not waiting:
            self._behind = False
            self._app.call_later(self._app.redraw)  # type: ignore[attr-defined]
        thread.write(data)

    def _sigtstp_application(self, *arguments: Any) -> None:
        self._stopped = True
        super()._sigtstp_application(*arguments)

    def _sigcont_application(self, *arguments: Any) -> None:
        """The system sends it to everybody whose terminal goes away, too."""
        if self._stopped:
            self._stopped = False
            super()._sigcont_application(*arguments)
