"""One block of a message's text as spans: what is bold, code, a link, a name, a sign that must not act."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Literal

import msgspec

from hubbub.irc import casemap
from hubbub.irc.mentions import LINK
from hubbub.wire.sanitize import strip_formatting

from .links import destination
from .revealing import revealed

CODE = r"(`{1,2})(?!`)([^\n]{1,2000}?)(?<!`)\1(?!`)"
LITERAL = re.compile(rf"{CODE}|{LINK.pattern}", re.IGNORECASE)
MARKS = re.compile(r"\*{1,3}|[\x02\x1d\x0f]")
REST = re.compile("\x03(?:[0-9]{1,2}(?:,[0-9]{1,2})?)?|\x04(?:[0-9a-fA-F]{6}(?:,[0-9a-fA-F]{6})?)?|[\x11\x16\x1e\x1f]")
STRONG = frozenset({"**", "\x02"})
# What is in a word: no white space, no signs but those that names may have, no pictures.
_IN_WORD = (
    "[^\\s!\"#$%&'()*+,./:;<=>?@`~\0-\x1f\x7f-\xbf\u2000-\u206f\u2600-\u27bf\u3000-\u303f\uff00-\uff0f"
    "\U0001f000-\U0001faff]"
)
WORD = re.compile(rf"@{_IN_WORD}+|(?<![\w#/])#[^\W\d_](?:\w|-)+|:[a-z0-9_+-]{{2,40}}:|{_IN_WORD}+")


class Styled(msgspec.Struct, frozen=True):
    """Spans that are bold (`strong`) or italic (`em`)."""

    type: Literal["strong", "em"]
    spans: tuple[Span, ...]


class Code(msgspec.Struct, frozen=True):
    text: str


class Link(msgspec.Struct, frozen=True):
    """`host`: what has to stand beside the text, because the text says something else; '' otherwise."""

    href: str
    text: str
    host: str = ""


class Mention(msgspec.Struct, frozen=True):
    name: str
    text: str
    me: bool = False


class Room(msgspec.Struct, frozen=True):
    name: str


class Hidden(msgspec.Struct, frozen=True):
    """A sign that cannot be seen, or reorders, by its label."""

    label: str


Span = str | Styled | Code | Link | Mention | Room | Hidden


class Around(msgspec.Struct, frozen=True):
    """What words can be: `me` one's own names, `names` those of who is here, all folded; `emoji` gives the emoji of a
    name without its colons, or None."""

    me: Collection[str] = ()
    names: Collection[str] = ()
    emoji: Callable[[str], str | None] = lambda name: None


class _Nesting:
    """Spans that are open, innermost last: what is never closed turns out to have been text."""

    def __init__(self) -> None:
        self.open: list[tuple[str, list[Span]]] = [("", [])]

    def add(self, span: Span) -> None:
        spans = self.open[-1][1]
        if isinstance(span, str) and spans and isinstance(spans[-1], str):
            spans[-1] += span
        elif span:
            spans.append(span)

    def has(self, mark: str) -> bool:
        return any(level[0] == mark for level in self.open)

    def begin(self, mark: str) -> None:
        self.open.append((mark, []))

    def finish(self, mark: str) -> None:
        """Close the innermost span of that mark; what was opened inside it and not closed was text."""
        while self.open[-1][0] != mark:
            self.give_up()
        self._close(*self.open.pop())

    def give_up(self) -> None:
        mark, spans = self.open.pop()
        if "*" not in mark:  # IRC's codes need no end, the stars do
            self._close(mark, spans)
            return
        for span in (mark, *spans):
            self.add(span)

    def _close(self, mark: str, spans: list[Span]) -> None:
        if spans:
            self.add(Styled("strong" if mark in STRONG else "em", tuple(spans)))

    def end(self) -> tuple[Span, ...]:
        while len(self.open) > 1:
            self.give_up()
        return tuple(self.open[0][1])


LITERAL_SIGN = "."  # what code and links are to the stars beside them: neither a space nor a letter


def spans(text: str, around: Around) -> tuple[Span, ...]:
    """Code and links first, for nothing counts inside them; then IRC's codes and the stars; words last."""
    state = _Nesting()
    pieces = _literal(text)
    for at, piece in enumerate(pieces):
        if isinstance(piece, str):
            sides = LITERAL_SIGN if at else " ", LITERAL_SIGN if at < len(pieces) - 1 else " "
            _styled(piece, state, around, sides)
        else:
            state.add(piece)
    return state.end()


def plain(text: str) -> tuple[Span, ...]:
    """Links and rooms among words that are the server's, or about a mask: stars and backticks are signs like others."""
    text, state, start = strip_formatting(text), _Nesting(), 0
    for found in LINK.finditer(text):
        span, size = _link(found[0])
        if span is not None:
            _words(text[start : found.start()], state, Around())
            state.add(span)
            start = found.start() + size
    _words(text[start:], state, Around())
    return state.end()


def _literal(text: str) -> list[Span]:
    """The text in strings, with code and links between them."""
    pieces: list[Span] = []
    start = 0
    for found in LITERAL.finditer(text):
        span, size = _code(found) if found[2] is not None else _link(found[0])
        if span is not None:
            pieces += (text[start : found.start()], span)
            start = found.start() + size
    pieces.append(text[start:])
    return [piece for piece in pieces if piece]


def _code(found: re.Match[str]) -> tuple[Span | None, int]:
    bare = strip_formatting(found[2])
    return (Code(bare), len(found[0])) if bare.strip() else (None, 0)


def _link(written: str) -> tuple[Span | None, int]:
    to = destination(written)
    return (Link(to.href, to.text, to.host), len(to.text)) if to else (None, 0)


def _styled(text: str, state: _Nesting, around: Around, sides: tuple[str, str]) -> None:
    """`sides`: the signs before and behind the text."""
    if not text.isprintable():
        text = REST.sub("", text)
    start = 0
    for found in MARKS.finditer(text):
        _words(text[start : found.start()], state, around)
        start = found.end()
        if found[0][0] == "*":
            _stars(found, state, sides)
        else:
            _codes(found[0], state)
    _words(text[start:], state, around)


def _stars(found: re.Match[str], state: _Nesting, sides: tuple[str, str]) -> None:
    """Stars open before a word and close after one: `2 * 3 * 4` has none."""
    mark, text = found[0], found.string
    before = text[found.start() - 1 : found.start()] or sides[0]
    after = text[found.end() : found.end() + 1] or sides[1]
    closes = not before.isspace() and not after.isalnum()
    opens = not after.isspace() and not before.isalnum()
    parts = ["**", "*"] if mark == "***" else [mark]
    for part in reversed(parts) if closes and not opens else parts:
        if closes and state.has(part):
            state.finish(part)
        elif opens and not state.has(part):
            state.begin(part)
        else:
            state.add(part)


def _codes(code: str, state: _Nesting) -> None:
    """IRC's codes switch on and off; ^O ends them all."""
    if code != "\x0f":
        (state.finish if state.has(code) else state.begin)(code)
        return
    for each in "\x02\x1d":
        if state.has(each):
            state.finish(each)


def _words(text: str, state: _Nesting, around: Around) -> None:
    """Mentions, rooms and names of emoji among words; the rest is text."""
    start = 0
    for found in WORD.finditer(text):
        span = _special(found, around)
        if span is None:
            continue
        _revealed(text[start : found.start()], state)
        state.add(span)
        start = found.end()
    _revealed(text[start:], state)


def _special(found: re.Match[str], around: Around) -> Span | None:
    word = found[0]
    if word[0] == "#":
        return Room(word)
    if word[0] == ":":
        return around.emoji(word[1:-1])
    name = word.removeprefix("@")
    fold = casemap.lower(name)
    me = fold in around.me
    called = word != name or (not found.start() and found.string[found.end() : found.end() + 1] in (":", ","))
    return Mention(name, word, me) if me or (called and fold in around.names) else None


def _revealed(text: str, state: _Nesting) -> None:
    for piece, label in revealed(text):
        state.add(Hidden(label) if label else piece)
