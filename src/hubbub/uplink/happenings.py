"""What a visit tells its face beside the events of the core: frozen records, in order with those."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

import msgspec

from .questions import Question
from .trouble import Trouble

Phase = Literal["connecting", "entering", "on", "waiting", "asking", "over"]


class PhaseChanged(msgspec.Struct, frozen=True):
    """How the connection stands now.

    `connecting`: a connection is being made; `entering`: it stands, and the server is letting us in; `on`: everything
    may be sent; `waiting`: for another attempt, in `wait` seconds, because of `trouble`; `asking`: for an answer;
    `over`: the visit has ended, because of `trouble`.
    """

    phase: Phase
    trouble: Trouble | None = None
    wait: float = 0.0


class Upgrading(msgspec.Struct, frozen=True):
    """The server is to be reached over TLS only: this connection ends for a better one (IRCv3 sts)."""


class FileSetAside(msgspec.Struct, frozen=True):
    """A file of ours was damaged. It is kept under another name, and a new one was begun."""

    file: Path
    kept_as: Path


class FileTrouble(msgspec.Struct, frozen=True):
    """Something cannot be kept, or read: Trouble("file")."""

    trouble: Trouble


class Faulted(msgspec.Struct, frozen=True):
    """Something went wrong here: Trouble("fault"). The visit goes on."""

    trouble: Trouble


Stage = Literal["begun", "on", "shared", "failed", "stopped"]


class Upload(msgspec.Struct, frozen=True):
    """A file on its way to that buffer: `sent` bytes of `size`. `trouble`: why it is not there."""

    id: int
    buffer: str
    file: Path
    size: int
    sent: int = 0
    trouble: Trouble | None = None

    @property
    def name(self) -> str:
        """As text, whatever bytes the system has for it."""
        return os.fsencode(self.file.name).decode(errors="replace")


class UploadChanged(msgspec.Struct, frozen=True):
    """`shared`: its link has been said; `failed`: it may be tried `again`, or stopped; `stopped`: it is forgotten."""

    upload: Upload
    stage: Stage


Happening = PhaseChanged | Upgrading | FileSetAside | FileTrouble | Faulted | UploadChanged | Question
