"""The server password, from the settings or from the file they name."""

from __future__ import annotations

from pathlib import Path

from .check import is_first_guess
from .errors import Problem, SettingsError
from .model import Settings

LONGEST = 1024  # bytes


def server_password(settings: Settings) -> str:
    """The password that everybody needs to get in; empty when there is none. Raises SettingsError."""
    if not settings.server.password_file:
        return settings.server.password
    try:
        with Path(settings.server.password_file).open("rb") as file:
            line = file.readline(LONGEST + 2).rstrip(b"\r\n")
        password = line.decode()
    except OSError as error:
        raise _problem(settings, f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise _problem(settings, "is not UTF-8") from None
    if not password or len(line) > LONGEST:
        raise _problem(settings, f"has no first line of 1 to {LONGEST} bytes")
    if is_first_guess(settings, password):
        raise _problem(settings, "holds everybody's first guess; choose another password")
    return password


def _problem(settings: Settings, message: str) -> SettingsError:
    return SettingsError(Problem(settings.server.password_file, 0, "server.password_file", message))
