"""The tags in front of an event's line, as far as who reads it asked for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hubbub.chat.events import Event
from hubbub.irc.times import format_time
from hubbub.wire.tags import escape
from hubbub.wire.truncate import cut_line

from .caps import ACCOUNT_TAG, MESSAGE_TAGS, SERVER_TIME

Render = Callable[[Any, int], str | None]
"""An event and what can be read, as a line; None when it is not shown."""


def identified(event: Any, caps: int, line: str, more: dict[str, str] | None = None, *, with_id: bool = True) -> str:
    """`more`: client-only tags. `with_id` off: a further line of the same message."""
    line = cut_line(line)
    time = f"time={format_time(event.at)}" if caps & SERVER_TIME else ""
    if caps & MESSAGE_TAGS:
        id = f";msgid={event.id:x}" if with_id and event.id else ""  # 0: it stands for another event
        return _tagged(f"{time}{id}{doer(event, caps)}{client_tags(more or {})}", line)
    return _tagged(time + doer(event, caps), line)


def timed(event: Any, caps: int, line: str) -> str:
    return fitting(event, caps, cut_line(line))


def fitting(event: Any, caps: int, line: str) -> str:
    """The same of a line that is not too long."""
    if event.bot or event.login:
        return _tagged((f"time={format_time(event.at)}" if caps & SERVER_TIME else "") + doer(event, caps), line)
    return f"@time={format_time(event.at)} {line}" if caps & SERVER_TIME else line


def by_server(event: Any, caps: int, line: str) -> str:
    """What the server itself says, whoever caused it (account-tag: "sent by a user")."""
    line = cut_line(line)
    return f"@time={format_time(event.at)} {line}" if caps & SERVER_TIME else line


def doer(event: Event, caps: int) -> str:
    """What is said of who did it (bot-mode, account-tag), each tag with its semicolon in front."""
    bot = ";bot" if event.bot and caps & MESSAGE_TAGS else ""
    if (
        event.login and caps & ACCOUNT_TAG and not getattr(event, "relayed_by", "")
    ):  # the bridge's account is not theirs
        return f"{bot};account={escape(event.login)}"
    return bot


def client_tags(tags: dict[str, str]) -> str:
    """Client-only tags, each with its semicolon in front."""
    return "".join(f";{key}={escape(value)}" if value else f";{key}" for key, value in tags.items())


def _tagged(tags: str, line: str) -> str:
    return f"@{tags.removeprefix(';')} {line}" if tags else line
