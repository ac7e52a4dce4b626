"""Which typed texts hold a password or a code, and so are to be kept nowhere and shown no more."""

from __future__ import annotations

from . import table

_SPACES = " \t"
_ROOMS = ("#", "&")
_SIGNS = ("+", "-")
_ALWAYS = frozenset(command.name for command in table.COMMANDS if command.secret)
_SERVICE = "nickserv"  # what is sent to it is a command, such as IDENTIFY


def is_secret(text: str) -> bool:
    """Whether one of its lines does, or would if it were not mistyped."""
    return any(map(_line_is_secret, text.split("\n")))


def _line_is_secret(line: str) -> bool:
    word, rest = _split(line)
    if not rest:
        return False
    if word.startswith("@"):
        return _is_service(word)
    if not word.startswith("/") or word.startswith("//"):
        return False
    name = word[1:].lower()
    command = table.find(name)
    name = command.name if command else table.closest_command(name) or name
    first, more = _split(rest)
    match name:
        case "msg":
            return _is_service(first) and bool(more)
        case "account":
            return first.lower() == "delete" and bool(more)
        case "join":
            return bool(more)
        case "mode":
            return _sets_key(first, more)
    return name in _ALWAYS


def _sets_key(first: str, more: str) -> bool:
    """Whether modes for a room have a key among them; the room may be named before, as in IRC."""
    named = first.startswith(_ROOMS)
    modes, rest = _split(more) if named else (first, more)
    return "k" in modes or any("k" in word for word in rest.split() if word.startswith(_SIGNS))


def _is_service(name: str) -> bool:
    return name.lower().strip("@:") == _SERVICE


def _split(text: str) -> tuple[str, str]:
    """The first word, and what follows it without the spaces around it. Spaces in front count as none."""
    words = text.strip(_SPACES + "\r").replace("\t", " ").partition(" ")
    return words[0], words[2].strip(_SPACES)
