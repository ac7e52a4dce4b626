"""What programs are told over HTTP: events as JSON (docs/api.md)."""

from .dialect import API
from .rendering import shape_of

__all__ = ["API", "shape_of"]
