"""What holds for all tests: no example of a property is measured by the clock."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("hubbub", deadline=None)
settings.load_profile("hubbub")
