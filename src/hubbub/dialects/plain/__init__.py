"""What people see and type who have nothing but a terminal and `nc`."""

from .dialect import PLAIN

__all__ = ["PLAIN"]
