"""Links in texts: where one leads, and what has to be said of it when its text says something else."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import SplitResult, urlsplit

import msgspec

SCHEMES = frozenset({"http", "https", "mailto", "irc", "ircs"})
_END = frozenset(".,;:!?'\"*_~`»”’")  # noqa: RUF001
_OPENING = {")": "(", "]": "[", "}": "{"}
_PLAIN = re.compile(r"[\x21-\x7e]*")
_LIKE_LATIN = re.compile(r"[аеорсухіјѕԁһӏԛԝвкмнтгԍԏоαορνυικτγ0-9-]+")  # noqa: RUF001 (they are what this is about)
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")
_OTHERS = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "DIGIT", "HYPHEN")


class Destination(msgspec.Struct, frozen=True):
    """`text`: the part that is shown; `host`: the real one, where the text could be taken for another, else ''."""

    href: str
    text: str
    host: str = ""


def destination(written: str) -> Destination | None:
    """Where a link that was found in a text leads; None: nowhere."""
    text = trimmed(written)
    try:
        url = urlsplit(text.replace("\\", "/"))
        host = _ascii(url.hostname or "")
    except ValueError:
        return None
    if url.scheme not in SCHEMES or (url.scheme != "mailto" and not host) or (url.scheme == "mailto" and not url.path):
        return None
    return Destination(text, text, host if url.scheme != "mailto" and _misleads(url, text, host) else "")


def trimmed(text: str) -> str:
    """Without the punctuation that ends a sentence, and without a bracket that was opened before the link."""
    end = len(text)
    while end:
        last = text[end - 1]
        opening = _OPENING.get(last)
        unopened = opening is not None and text.count(last, 0, end) > text.count(opening, 0, end)
        if not unopened and last not in _END:
            break
        end -= 1
    return text[:end]


def _ascii(host: str) -> str:
    """As the network knows it. Raises UnicodeError, a ValueError."""
    return host if host.isascii() else host.encode("idna").decode("ascii")


def _misleads(url: SplitResult, text: str, real: str) -> bool:
    """A name and an @ before the host, backslashes, or letters that look like others'."""
    if url.username or url.password or "\\" in text:
        return True
    host = re.split(r"[/?#:]", text.partition("://")[2], maxsplit=1)[0]
    if _PLAIN.fullmatch(host):
        return host.lower() != real.lower() and not host.startswith("[")
    return any(_suspicious(label) for label in host.split(".") if not _PLAIN.fullmatch(label))


def _suspicious(label: str) -> bool:
    """Letters of several scripts, or of another one that look like Latin ones."""
    names = [unicodedata.name(letter, "") for letter in label]
    scripts = {script for script in _SCRIPTS for name in names if name.startswith(script)}
    foreign = any(not name.startswith((*_SCRIPTS, *_OTHERS)) for name in names)
    return len(scripts) > 1 or (bool(scripts) and foreign) or bool(_LIKE_LATIN.fullmatch(label))
