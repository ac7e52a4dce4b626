"""What a change of the state tables is: a function for each kind of event."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hubbub.chat.events import Event
from hubbub.log.tables import Fold, Writing

Change = Callable[[Writing, Any, Fold], None]
Changes = dict[type[Event], Change]
