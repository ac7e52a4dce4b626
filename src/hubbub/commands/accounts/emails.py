"""E-mail addresses of accounts, where the settings want them: kept for operators, and nothing is sent to them."""

from __future__ import annotations

import re

from hubbub.chat.chat import Chat
from hubbub.chat.refusals import BadEmail

LONGEST = 254  # bytes (RFC 5321, section 4.5.3.1, less the angle brackets)
_ADDRESS = re.compile(r"[^@\s,;:<>\"\x00-\x1f]{1,64}@[\w-]+(?:\.[\w-]+)+")
NONE = ("", "*")


def is_address(text: str) -> bool:
    """Whether it has the form of one; only sending something would tell more."""
    return len(text.encode()) <= LONGEST and _ADDRESS.fullmatch(text) is not None


def apart(text: str) -> tuple[str, str]:
    """A password, which may have spaces, and the address behind it, if there is one."""
    password, _, last = text.rstrip().rpartition(" ")
    return (password.rstrip(), last) if password and is_address(last) else (text, "")


def checked(chat: Chat, given: str) -> str:
    """The address to keep: none where none is wanted. Raises BadEmail."""
    if not chat.policy.require_email:
        return ""
    if not is_address(given):
        raise BadEmail
    return given
