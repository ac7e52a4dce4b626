"""Names: which there may be, when two count as one, and whom masks mean."""

from .confusables import fold, skeleton, skeletons
from .rules import (
    NAME_BYTES,
    RELAYED_BYTES,
    RESERVED,
    ROOM_BYTES,
    SERVICES,
    InvalidName,
    InvalidRoomName,
    check_name,
    check_relayed,
    check_room,
    is_among,
    is_reserved,
    is_service,
)

__all__ = [
    "NAME_BYTES",
    "RELAYED_BYTES",
    "RESERVED",
    "ROOM_BYTES",
    "SERVICES",
    "InvalidName",
    "InvalidRoomName",
    "check_name",
    "check_relayed",
    "check_room",
    "fold",
    "is_among",
    "is_reserved",
    "is_service",
    "skeleton",
    "skeletons",
]
