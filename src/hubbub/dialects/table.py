"""All dialects by their names."""

from __future__ import annotations

from hubbub.chat.world.session import Dialect

from .irc.dialect import IRC
from .plain.console import CONSOLE
from .plain.dialect import PLAIN

DIALECTS: dict[str, Dialect] = {"irc": IRC, "plain": PLAIN, "console": CONSOLE}
