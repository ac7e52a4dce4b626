"""How Textual talks to a terminal of Unix, with what it leaves out: on standard output, in whatever letters that takes,
the title given back at the end, a terminal that is slow or gone, bytes that are no UTF-8, and a SIGCONT that no stop
came before.
"""

from __future__ import annotations

import codecs
import os
import selectors
import sys
from contextlib import suppress
from typing import IO, Any

from rich.cells import cell_len
from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.drivers import _writer_thread
from textual.drivers.linux_driver import LinuxDriver

from .pastes import Pastes

TITLE_KEPT, TITLE_BACK = "\x1b[22;2t", "\x1b[23;2t"  # xterm's stack of titles
TYPED = 4096  # bytes that are read at once
LOOK = 0.1  # seconds after which an ESC that nothing follows is the key of that name
MOST_WAITING = 200  # writes; a terminal that takes no more is drawn anew when it does again

_writer_thread.MAX_QUEUED_WRITES = 0  # type: ignore[misc]  # its queue never makes us wait: see `write`

SIGNS = "hubbub.signs"  # what is done about letters that an encoding has not
ASCII = {
    sign: letter
    for signs, letter in (
        ("│▌", "|"), ("─–—", "-"), ("▸›→", ">"), ("◂←↩↪", "<"), ("▾↓", "v"), ("▴↑", "^"), ("●◐•", "*"), ("○□", "o"),  # noqa: RUF001
        ("×", "x"), ("·…▁▂", "."), ("▃▄", "-"), ("▅▆", "="), ("▇█▤", "#"), ("╭╮╰╯", "+"), ("‘’", "'"), ("“”", '"'),  # noqa: RUF001
    )
    for sign in signs
}  # fmt: skip


def _instead(error: UnicodeError) -> tuple[str | bytes, int]:
    """Signs of ours in ASCII, and question marks in as many cells, for an encoding that has no such letters."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = error.object[error.start : error.end]
    return "".join(ASCII.get(letter) or "?" * cell_len(letter) for letter in letters), error.end


codecs.register_error(SIGNS, _instead)


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
        if hasattr(sys.__stdout__, "reconfigure"):
            sys.__stdout__.reconfigure(errors=SIGNS)
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

    def _run_input_thread(self) -> None:
        """A fault of ours in it ends the program as every other one does: with a sentence."""
        try:
            self.run_input_thread()
        except Exception as error:
            self._app.call_later(self._app._handle_exception, error)

    def run_input_thread(self) -> None:
        """What is typed or pasted may be any bytes; those that are no UTF-8 are shown as such. At the end of it nobody
        is there any more.
        """
        decode, pastes = codecs.getincrementaldecoder("utf-8")("replace").decode, Pastes()
        parser = XTermParser(self._debug)
        with selectors.DefaultSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(LOOK):
                    typed = self._read()
                    if not typed:
                        self._app.call_later(self._app.exit, 1)
                        break
                    if text := pastes.clean(decode(typed)):
                        for event in parser.feed(text):
                            self.process_message(event)
                for event in parser.tick():
                    self.process_message(event)
        with suppress(EOFError, ParseError):
            for event in parser.feed(""):
                self.process_message(event)

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, TYPED)
        except OSError:  # the terminal is gone
            return b""

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
