"""What a visit tells its face beside the events of the core: frozen records, in order with those."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from .questions import Question
from .sharing import UploadChanged
from .trouble import Trouble

Phase = Literal["connecting", "entering", "on", "waiting", "asking", "over"]


@dataclass(frozen=True, slots=True)
class PhaseChanged:
    """How the connection stands now.

    `connecting`: a connection is being made; `entering`: it stands, and the server is letting us in; `on`: everything
    may be sent; `waiting`: for another attempt, in `wait` seconds, because of `trouble`; `asking`: for an answer;
    `over`: the visit has ended, because of `trouble`.
    """

    phase: Phase
    trouble: Trouble | None = None
    wait: float = 0.0


@dataclass(frozen=True, slots=True)
class Upgrading:
    """The server is to be reached over TLS only: this connection ends for a better one (IRCv3 sts)."""


@dataclass(frozen=True, slots=True)
class FileSetAside:
    """A file of ours was damaged. It is kept under another name, and a new one was begun."""

    file: Path
    kept_as: Path


@dataclass(frozen=True, slots=True)
class FileTrouble:
    """Something cannot be kept, or read: Trouble("file")."""

    trouble: Trouble


@dataclass(frozen=True, slots=True)
class Faulted:
    """Something went wrong here: Trouble("fault"). The visit goes on."""

    trouble: Trouble


Happening = PhaseChanged | Upgrading | FileSetAside | FileTrouble | Faulted | UploadChanged | Question
