"""A message's text, made safe and taken apart: links, mentions, rooms, code. A face only colours and places the parts.

Links are http, https, mailto, irc and ircs; nothing else ever is one. What is shown of a link is where it goes: a host
that could be taken for another has its ASCII form behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from hubbub.wire.sanitize import strip_formatting, visible

from .links import destination

Kind = Literal["link", "me", "mention", "room", "code"]

_LINK = r"(?:(?:https?|ircs?)://|mailto:)[^\s<>\"`]{1,2048}"
_LINKS = re.compile(rf"(?<!\w){_LINK}", re.IGNORECASE)
_PIECES = re.compile(
    rf"(?<!\w)(?P<link>{_LINK})|(?P<code>`[^`\n]+`)"
    r"|(?<![\w&/#])(?P<room>#\d*[^\s,#`()\[\]<>\"'\d:;.!?](?:[^\s,#`()\[\]<>\"']*[^\W_])?)"
    r"|(?P<name>(?<!\w)@?\w[\w`^{}\[\]|\\-]*)",
    re.IGNORECASE,
)
_AFTER = ".,;:!?'*_~"  # is no part of a link that ends with it
_BRACKETS = {")": "(", "]": "[", "}": "{"}
_EMOJI = re.compile(
    "(?:[\U0001f1e6-\U0001f1ff]{2}|[\u203c\u2049\u231a\u231b\u23e9-\u23fa\u25aa-\u25fe\u2600-\u27bf\u2934\u2935\u2b05-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001faff][\ufe0f\u200d\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*)"
)
MOST_EMOJI = 6
TAB = "    "


class Piece(NamedTuple):
    """Characters `start` to `end` (excluded) of a text. `target`: the link, the name, or the room."""

    start: int
    end: int
    kind: Kind
    target: str


def safe(text: str) -> str:
    """One line of others' text as it may be shown anywhere: no controls, no formatting codes, no towers of marks;
    spaces for a tab, which to a screen has no width, and which leaves what it passes as it was.
    """
    return visible(strip_formatting(text)).replace("\t", TAB)


def safe_lines(text: str) -> str:
    """A message's text as it may be shown, in as many lines as it has."""
    return "\n".join(safe(line) for line in text.split("\n"))


def with_hosts(text: str) -> str:
    """Links that could be taken for others have their real hosts behind them."""
    return _LINKS.sub(_with_host, text)


def _with_host(found: re.Match[str]) -> str:
    to = destination(found[0])
    return f"{to.text} ({to.host}){found[0][len(to.text) :]}" if to is not None and to.host else found[0]


def shown(text: str) -> str:
    """Both, for faces that show a text as it is."""
    return with_hosts(safe_lines(text))


def _trimmed(link: str) -> str:
    """The link without the punctuation behind it, and without a closing bracket that it has not opened."""
    end = len(link)
    while end:
        last = link[end - 1]
        opened = _BRACKETS.get(last)
        if last not in _AFTER and (opened is None or link.count(last, 0, end) <= link.count(opened, 0, end)):
            break
        end -= 1
    return link[:end]


def real_host(link: str) -> str:
    """The host of the link in ASCII; '' when there is none that could be reached."""
    try:
        host = urlsplit(link).hostname or link.partition("@")[2].partition("?")[0]
        return host.encode("idna").decode("ascii")
    except ValueError:
        return ""


def pieces(text: str, me: Iterable[str] = (), names: Iterable[str] = ()) -> list[Piece]:
    """The parts of a shown text that are more than text, in order. `me`: what one is called; `names`: who is here."""
    return list(_found(text, frozenset(map(str.casefold, me)), frozenset(map(str.casefold, names))))


def _found(text: str, me: frozenset[str], names: frozenset[str]) -> Iterator[Piece]:
    for found in _PIECES.finditer(text):
        start, end = found.span()
        kind = found.lastgroup
        if kind == "link":
            link = _trimmed(found[0])
            if not link.endswith(("://", ":")):
                yield Piece(start, start + len(link), "link", link)
            continue
        if kind != "name":
            yield Piece(start, end, kind, found[0])  # type: ignore[arg-type]
            continue
        word = found[0].removeprefix("@")
        folded = word.casefold()
        if folded in me:
            yield Piece(start, end, "me", word)
        elif found[0].startswith("@") and folded in names:
            yield Piece(start, end, "mention", word)


def only_emoji(text: str) -> bool:
    """Whether the text is nothing but one to six emoji."""
    bare = "".join(text.split())
    found = _EMOJI.findall(bare) if 0 < len(bare) <= 60 else []
    return 0 < len(found) <= MOST_EMOJI and len("".join(found)) == len(bare)
