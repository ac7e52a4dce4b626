"""`python -m hubbub.cli.ends_with_input COMMAND...` is `hubbub COMMAND...`, asked to end (SIGTERM) at the end of its
standard input: for who starts it, keeps the other end of that pipe, and may be killed."""

from __future__ import annotations

import os
import signal
import threading

from .entry import main


def _watch() -> None:
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=_watch, name="input", daemon=True).start()
    main()
