"""What a face remembers of its windows and lists, apart from settings: one small file for each face."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from . import documents
from .places import state_directory


class WindowState:
    """Plain data, such as a window's place and size. `face`: "desktop", "tui", "console"."""

    def __init__(self, face: str, folder: Path | None = None) -> None:
        self.file = (folder or state_directory()) / f"window-{face}.json"

    def read(self) -> dict[str, Any]:
        """What was written last; nothing where that cannot be read. Raises Trouble("file")."""
        return documents.load_json(self.file).data

    def write(self, data: dict[str, Any]) -> None:
        """Raises Trouble("file")."""
        documents.save_json(self.file, data)
