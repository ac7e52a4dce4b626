"""How each kind of client speaks: received lines to commands, events and replies to lines."""

from __future__ import annotations

from hubbub.chat.world.session import Dialect

from .irc.dialect import IRC
from .plain import PLAIN
from .plain.console import CONSOLE

DIALECTS: dict[str, Dialect] = {"irc": IRC, "plain": PLAIN, "console": CONSOLE}
