"""What a person has chosen, for all faces alike: settings.toml in the config directory."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from . import documents
from .happenings import FileSetAside
from .places import config_directory

FILE_NAME = "settings.toml"
_HEADING = "Settings of hubbub's clients. They write this file anew with each change; comments of yours are not kept."

TimeOfDay = Annotated[str, Meta(pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9])?$")]  # 22:30, or '' for none


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Each with what it is unless chosen otherwise."""

    theme: Literal["system", "light", "dark"] = "system"
    more_contrast: bool = False
    text_size: Annotated[int, Meta(ge=14, le=20)] = 15  # pixels of a message
    density: Literal["roomy", "compact"] = "roomy"
    scale: Annotated[int, Meta(ge=0, le=250)] = 0  # per cent, from 100; 0: what the screen says
    clock: Literal["24", "12"] = "24"
    come_and_go: Literal["folded", "all", "none"] = "folded"

    notices: Literal["everything", "mentions", "nothing"] = "mentions"  # where nothing else is chosen for a room
    notice_text: bool = True  # whether notices show what was said
    sound: bool = False
    quiet_from: TimeOfDay = ""
    quiet_until: TimeOfDay = ""
    terminal_signal: Literal["none", "bell", "osc9", "osc777"] = "none"

    send_typing: bool = True
    send_markers: bool = True  # tell one's other devices what was read
    start_at_login: bool = False
    mouse: bool = True  # in the terminal: clicks are ours, not the terminal's


class SettingsFile:
    """The settings as the file has them. `aside`: it was damaged, and is elsewhere now; `ignored`: keys whose value is
    none of those there can be. They stay as they are until they are changed, and so do keys of other versions.
    """

    def __init__(self, file: Path | None = None) -> None:
        """Raises Trouble("file")."""
        self.file = file or config_directory() / FILE_NAME
        self.aside: FileSetAside | None = None
        self.ignored: tuple[str, ...] = ()
        self.now = Settings()
        self._read()

    def change(self, **changes: object) -> Settings:
        """Change some, at once. Raises ValueError for what cannot be, Trouble("file") when it is not for good."""
        for key, value in changes.items():
            msgspec.convert(value, _TYPES[key], strict=True)
        data = self._read()
        data.update(changes)
        self.now = msgspec.structs.replace(self.now, **changes)
        documents.save_toml(self.file, data, _HEADING)
        return self.now

    def _read(self) -> dict[str, Any]:
        """The file as it is now: another face may have changed it."""
        loaded = documents.load_toml(self.file)
        self.aside = loaded.aside or self.aside
        good = {key: loaded.data[key] for key in _TYPES if key in loaded.data and _fits(loaded.data[key], _TYPES[key])}
        self.ignored = tuple(key for key in _TYPES if key in loaded.data and key not in good)
        self.now = Settings(**good)
        return loaded.data


_TYPES: dict[str, Any] = {field.name: field.type for field in msgspec.structs.fields(Settings)}


def _fits(value: object, wanted: Any) -> bool:
    try:
        msgspec.convert(value, wanted, strict=True)
    except msgspec.ValidationError:
        return False
    return True
