"""Where the process begins and where each of its errors becomes one line and an exit code."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

# Exit codes beyond 0, 2 for wrong usage (click's) and 78 for bad settings (options.py); 70 is sysexits.h's EX_SOFTWARE.
FAILED = 1
BUG = 70
INTERRUPTED = 130


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line (of the process, unless given) and exit."""
    _open_what_is_closed()
    code = run(arguments)
    try:
        sys.stdout.flush()
    except OSError:
        _forget_stdout()
        code = code or FAILED
    sys.exit(code)


def run(arguments: list[str] | None = None) -> int:
    """The exit code, after every error has become a line on standard error."""
    try:
        from . import program

        return program.run(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _forget_stdout()
        return FAILED
    except OSError as error:
        print(f"Error: {_of_system(error)}", file=sys.stderr)
        return FAILED
    except Exception as error:
        return _bug(error)


def _of_system(error: OSError) -> str:
    """Which file, and what the system says of it, such as that the disk is full or that nothing may be written."""
    told = f"{error.filename}: {error.strerror}" if error.filename is not None else error.strerror
    return " ".join((told or str(error)).split())


def _bug(error: Exception) -> int:
    if os.environ.get("HUBBUB_DEBUG"):
        sys.excepthook(type(error), error, error.__traceback__)
    words = " ".join(f"{type(error).__name__}: {error}".split())
    print(f"Error: {words} (this is a bug in hubbub; HUBBUB_DEBUG=1 shows where)", file=sys.stderr)
    return BUG


def _open_what_is_closed() -> None:
    """Whoever started us may have closed standard streams; the next file opened, a database say, would become one."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            mode = "w" if number else "r"
            nothing = os.open(os.devnull, os.O_WRONLY if number else os.O_RDONLY)
            if nothing != number:
                os.dup2(nothing, number)
                os.close(nothing)
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115 (as long as we are)


def _forget_stdout() -> None:
    """What standard output still holds cannot be written. Without this, Python complains once more at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
