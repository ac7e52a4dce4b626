"""Uploaded files on the disk: by the hash of their content, each whole or not there."""

from .kinds import GIF, INLINE, JPEG, PNG, WEBP, kind_of, safe_name
from .pictures import Picture, look_at, shrunk
from .store import Draft, FileStore, NoSpace
from .stripping import Broken, strip

__all__ = [
    "GIF",
    "INLINE",
    "JPEG",
    "PNG",
    "WEBP",
    "Broken",
    "Draft",
    "FileStore",
    "NoSpace",
    "Picture",
    "kind_of",
    "look_at",
    "safe_name",
    "shrunk",
    "strip",
]
