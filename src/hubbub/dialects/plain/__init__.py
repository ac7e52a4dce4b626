"""What people see and type who have nothing but a terminal and `nc`."""

from .dialect import PLAIN
from .questions import interrupted

__all__ = ["PLAIN", "interrupted"]
