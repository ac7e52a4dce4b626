"""The tags in front of an event's line, as far as who reads it asked for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hubbub.irc.times import format_time
from hubbub.wire.tags import escape

from .caps import MESSAGE_TAGS, SERVER_TIME

Render = Callable[[Any, int], str | None]
"""An event and what can be read, as a line; None when it is not shown."""


def identified(event: Any, caps: int, line: str, more: dict[str, str] | None = None) -> str:
    tags = [f"time={format_time(event.at)}"] if caps & SERVER_TIME else []
    if caps & MESSAGE_TAGS:
        tags.append(f"msgid={event.id:x}{';bot' if event.bot else ''}{client_tags(more or {})}")
    return f"@{';'.join(tags)} {line}" if tags else line


def timed(event: Any, caps: int, line: str) -> str:
    if event.bot and caps & MESSAGE_TAGS:
        return f"@time={format_time(event.at)};bot {line}" if caps & SERVER_TIME else f"@bot {line}"
    return f"@time={format_time(event.at)} {line}" if caps & SERVER_TIME else line


def client_tags(tags: dict[str, str]) -> str:
    """Client-only tags, each with its semicolon in front."""
    return "".join(f";{key}={escape(value)}" if value else f";{key}" for key, value in tags.items())
