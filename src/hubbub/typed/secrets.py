"""Which typed texts hold a password or a code, and so are to be kept nowhere and shown no more."""

from __future__ import annotations

import unicodedata

from . import table

_SPACES = " \t"
UNSEEN = f"{_SPACES}\u00a0\u200b\u3000\ufeff"  # in front of a slash nobody sees them
_SIGNS = {"Pc", "Pd", "Po", "Sm", "Sk", "Sc"}  # punctuation without brackets, and signs without pictures
_OTHERS = "\"'#@"  # words begin with these
_ROOMS = ("#", "&")
_CHANGES = ("+", "-")
_ALWAYS = frozenset(command.name for command in table.COMMANDS if command.secret)
_SERVICE = "nickserv"  # what is sent to it is a command, such as IDENTIFY


def is_secret(text: str) -> bool:
    """Whether one of its lines does, or would if it were not mistyped."""
    return any(map(_line_is_secret, text.split("\n")))


def slipped(line: str) -> str:
    """The command with a password or a code that a line was to be, in which something else stands in front of the slash
    or in its place: a space, a dot, a second slash, signs of full width. Empty: it is none."""
    if line[:1] in ("/", "@") and line[:2] != "//":
        return ""
    text = unicodedata.normalize("NFKC", line)
    begun = text.lstrip(UNSEEN)
    if begun[:1] in ("/", "@") and begun[:2] != "//":
        return begun if _line_is_secret(begun) else ""
    start = next((at for at, sign in enumerate(text) if not _is_sign(sign) and sign not in UNSEEN), 0)
    if not start or text[start - 1] in UNSEEN or text[:start].endswith("..."):
        return ""
    meant = f"/{text[start:]}"
    word, rest = _split(meant)
    command = table.find(word[1:])
    enough = command is not None and len(rest.split()) >= command.needs
    return meant if enough and _line_is_secret(meant) else ""


def _is_sign(letter: str) -> bool:
    return unicodedata.category(letter) in _SIGNS and letter not in _OTHERS


def _line_is_secret(line: str) -> bool:
    word, rest = _split(line)
    if not rest:
        return False
    if word.startswith("@"):
        return _is_service(word)
    if not word.startswith("/") or word.startswith("//"):
        return slipped(line) != ""
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
    return "k" in modes or any("k" in word for word in rest.split() if word.startswith(_CHANGES))


def _is_service(name: str) -> bool:
    return name.lower().strip("@:").partition("@")[0] == _SERVICE  # whatever server it is said to be at


def _split(text: str) -> tuple[str, str]:
    """The first word, and what follows it without the spaces around it. Spaces in front count as none."""
    words = text.strip(_SPACES + "\r").replace("\t", " ").partition(" ")
    return words[0], words[2].strip(_SPACES)
