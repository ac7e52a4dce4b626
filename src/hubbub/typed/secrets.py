"""Which typed texts hold a password or a code, and so are to be kept nowhere and shown no more."""

from __future__ import annotations

import unicodedata

from hubbub.wire.sanitize import strip_formatting

from . import table

_SPACES = " \t"
_UNSEEN = {"Zs", "Zl", "Zp", "Cf", "Cc"}  # spaces, and what is no letter and has no shape: in front nobody sees them
_SIGNS = {"Pc", "Pd", "Po", "Sm", "Sk"}  # punctuation without brackets, and signs without pictures
_SHIFT = "7"  # what a slash is without Shift, on most keyboards of Europe
_OTHERS = "\"'#@*_~`"  # words begin with these
_ROOMS = ("#", "&")
_CHANGES = ("+", "-")
_ALWAYS = frozenset(command.name for command in table.COMMANDS if command.secret)
_COMMANDS = ("/", "@")
_SERVICE = "nickserv"  # what is sent to it is a command, such as IDENTIFY
_SERVED = frozenset({"identify", "login", "passwd", "register", "reset"})  # of these the ones with passwords
_MESSAGES = frozenset({"privmsg", "notice", "query", "squery"})  # of IRC, to the service too
# As other programs have them, and how many words they take.
_OF_IRC = {"identify": 1, "pass": 1, "passwd": 1, "password": 1, "oper": 2, "ns": 2, _SERVICE: 2}
_OF_IRC |= dict.fromkeys(_MESSAGES, 2)
_OF_SERVICES = frozenset({"auth", "ghost", "id", "recover", "regain", "release"})  # elsewhere, with passwords
# What that is with us.
_OURS = {"identify": "login", "pass": "login", "passwd": "msg", "password": "register"}
_OURS |= dict.fromkeys(_MESSAGES, "msg") | dict.fromkeys(_OF_SERVICES, "login")
_NO_COMMAND = ("/", "/quote", "/raw")  # a space behind the slash; what has the rest sent as it is


def may_slip(letter: str) -> bool:
    """Whether `said_by_slip` may find something in a line that begins with this letter; no other need be looked at."""
    return letter in SLIPS_BEGIN or not (letter.isascii() or letter.isalpha())


def is_secret(text: str) -> bool:
    """Whether one of its lines does, or would if it were not mistyped."""
    return any(map(_line_is_secret, text.split("\n")))


def slipped(line: str) -> str:
    """The command with a password or a code that a line was to be, in which something else stands in front of the slash
    or in its place: a space, a dot, a second slash, signs of full width. Empty: it is none."""
    if line[:1] in _COMMANDS and line[:2] != "//":
        return ""
    text = _plain(line)
    begun = text[next((at for at, letter in enumerate(text) if not _is_unseen(letter)), 0) :]
    if begun[:1] in _COMMANDS and begun[:2] != "//":
        return begun if _line_is_secret(begun) else ""
    start = next((at for at, sign in enumerate(text) if not (_is_sign(sign) or _is_unseen(sign))), 0)
    if not start or _is_unseen(text[start - 1]) or text[:start].endswith("..."):
        return ""
    meant = f"/{text[start:]}"
    return meant if _is_whole(meant) and _line_is_secret(meant) else ""


def said_by_slip(text: str, *, slashes_alone: bool = False) -> str:
    """The command with a password or a code that a line of the text was to be, which a program sent as it was typed.
    Empty: there is none.

    Stricter than `is_secret`, for people talk about commands: it is spelt right and whole, and a room's key stands
    where it belongs. A sign in place of the slash counts in the first line, unless `slashes_alone`: that may be how
    other programs are told what to do.
    """
    for number, line in enumerate(text.split("\n")):
        if not may_slip(line[:1]):
            continue
        begun = _plain(line)
        meant = slipped(line) or (begun if begun[:1] in _COMMANDS else "")
        signs = begun[: len(begun) - len(meant) + 1]
        as_typed = any(sign in signs for sign in _COMMANDS) or not (number or slashes_alone)
        if meant and as_typed and _is_whole(meant) and _line_is_secret(meant) and _gives_it(meant):
            return meant
    return ""


def name_of(line: str) -> str:
    """Of the command that such a line was to be, as we have it."""
    word, rest = _begun(line)
    name = word[1:].lower()
    if name in ("ns", _SERVICE):
        name = _split(rest)[0].lower()
    return _OURS.get(name, name)


def _is_whole(line: str) -> bool:
    """Whether the command is one, spelt right, with as many words as it takes."""
    word, rest = _begun(line)
    name = word[1:].lower()
    command = table.find(name)
    needs = command.needs if command is not None else _OF_IRC.get(name)
    return word.startswith("@") or (needs is not None and len(rest.split()) >= needs)


def _gives_it(line: str) -> bool:
    """Whether a command gives a password or a code, and is not only talk of it."""
    word, rest = _begun(line)
    words = rest.split()
    match word[1:].lower():
        case "join":
            return len(words) == 2 and words[0].startswith(_ROOMS)
        case "mode":
            keys = [at for at, one in enumerate(words) if one.startswith(_CHANGES) and "k" in one]
            return bool(keys) and keys[0] + 1 < len(words) <= keys[0] + 3
        case "account":
            return len(words) == 3
        case "pass":
            return len(words) == 1
    return not word.startswith("@") or words[0].lower() in _SERVED


def _plain(line: str) -> str:
    """Without colours, whose numbers are no signs, and in the letters that are usual."""
    return unicodedata.normalize("NFKC", strip_formatting(line))


def _is_sign(letter: str) -> bool:
    return letter == _SHIFT or (unicodedata.category(letter) in _SIGNS and letter not in _OTHERS)


def _is_unseen(letter: str) -> bool:
    return unicodedata.category(letter) in _UNSEEN


# What a line of ASCII begins with that `said_by_slip` finds.
SLIPS_BEGIN = frozenset(
    letter for letter in map(chr, range(128)) if letter in _COMMANDS or _is_sign(letter) or _is_unseen(letter)
)


def _line_is_secret(line: str) -> bool:
    word, rest = _begun(line)
    if not rest:
        return False
    if word.startswith("@"):
        return is_service(word)
    if not word.startswith("/") or word.startswith("//"):
        return slipped(line) != ""
    name = word[1:].lower()
    command = table.find(name)
    name = command.name if command else name if name in _OF_IRC else table.closest_command(name) or name
    first, more = _split(rest)
    match name:
        case "msg" | "privmsg" | "notice" | "query" | "squery":
            return is_service(first) and bool(more)
        case "ns" | "nickserv":
            return bool(more) and (first.lower() in _OF_SERVICES or _line_is_secret(f"/{rest}"))
        case "account":
            return first.lower() == "delete" and bool(more)
        case "join" | "oper":
            return bool(more)
        case "mode":
            return _sets_key(first, more)
    return name in _ALWAYS or _OF_IRC.get(name) == 1


def _begun(line: str) -> tuple[str, str]:
    """The command as it is meant, and what follows it: without a space behind the slash, and without `/quote`."""
    word, rest = _split(line)
    return _split(f"/{rest}") if rest and word.lower() in _NO_COMMAND else (word, rest)


def _sets_key(first: str, more: str) -> bool:
    """Whether modes for a room have a key among them; the room may be named before, as in IRC."""
    named = first.startswith(_ROOMS)
    modes, rest = _split(more) if named else (first, more)
    return "k" in modes or any("k" in word for word in rest.split() if word.startswith(_CHANGES))


def is_service(name: str) -> bool:
    """Whether it means NickServ, whatever server that is said to be at, alone or beside others."""
    return any(one.strip("@:").partition("@")[0] == _SERVICE for one in name.lower().split(","))


def _split(text: str) -> tuple[str, str]:
    """The first word, and what follows it without the spaces around it. Spaces in front count as none."""
    words = text.strip(_SPACES + "\r").replace("\t", " ").partition(" ")
    return words[0], words[2].strip(_SPACES)
