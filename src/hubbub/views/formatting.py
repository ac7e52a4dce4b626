"""A message's text as blocks of spans: paragraphs, quotes, lists, code. The web's formatting.js does the same, and
spec/formatting.json holds for both: no text is lost but formatting codes, in linear time."""

from __future__ import annotations

import re

import msgspec

from hubbub.wire.sanitize import clip

from .spans import Around, Span, plain, spans

FENCE = re.compile(r" {0,3}```+[ \t]*([\w+#.-]{0,20})[ \t]*")
FENCE_END = re.compile(r" {0,3}```+[ \t]*")
ITEM = re.compile(r"(?:[-•] |([0-9]{1,4})[.)] )")
DEEPEST = 3  # quotes in quotes; what is deeper is text
NOTHING = Around()


class Paragraph(msgspec.Struct, frozen=True):
    """Lines are separated by LF within the spans."""

    spans: tuple[Span, ...]


class CodeBlock(msgspec.Struct, frozen=True):
    """`language`: '' when not said."""

    text: str
    language: str = ""


class Quote(msgspec.Struct, frozen=True):
    blocks: tuple[Block, ...]


class Items(msgspec.Struct, frozen=True):
    """A list; `start`: the number of its first item, 1 of one without numbers."""

    items: tuple[tuple[Span, ...], ...]
    ordered: bool = False
    start: int = 1


Block = Paragraph | CodeBlock | Quote | Items


def formatted(text: str, around: Around = NOTHING) -> tuple[Block, ...]:
    """The blocks of a message."""
    return tuple(_blocks(clip(text).split("\n"), around, 0))


def formatted_line(text: str, around: Around = NOTHING) -> tuple[Span, ...]:
    """The spans of one line: no blocks, as in topics and in what somebody does (/me)."""
    return spans(clip(text), around)


def worded(text: str) -> tuple[Span, ...]:
    """The spans of one line of the server's words, in which no star and no backtick means anything."""
    return plain(clip(text))


def _blocks(lines: list[str], around: Around, depth: int) -> list[Block]:
    found: list[Block] = []
    at = 0
    while at < len(lines):
        fence = FENCE.fullmatch(lines[at])
        if fence:
            end = next((n for n in range(at + 1, len(lines)) if FENCE_END.fullmatch(lines[n])), len(lines))
            found.append(CodeBlock("\n".join(lines[at + 1 : end]), fence[1].lower()))
            at = end + 1
        else:
            kind = _kind(lines[at], depth)
            end = _run(lines, at, kind, depth)
            found += _block(lines[at:end], kind, around, depth)
            at = end
    return found


def _kind(line: str, depth: int) -> str:
    if depth < DEEPEST and line.startswith("> "):
        return "quote"
    item = ITEM.match(line)
    if item:
        return "ordered" if item[1] else "list"
    return "text" if line.strip() else "blank"


def _run(lines: list[str], at: int, kind: str, depth: int) -> int:
    """The end of the lines from `at` on that belong together."""
    end = at + 1
    while end < len(lines) and (_kind(lines[end], depth) == kind or (kind == "quote" and lines[end] == ">")):
        if FENCE.fullmatch(lines[end]):
            break
        end += 1
    return end


def _block(lines: list[str], kind: str, around: Around, depth: int) -> list[Block]:
    if kind == "blank":
        return []
    if kind == "quote":
        inside = [line[1:].removeprefix(" ") for line in lines]
        return [Quote(tuple(_blocks(inside, around, depth + 1)))]
    if kind == "text":
        return [Paragraph(spans("\n".join(lines), around))]
    first = ITEM.match(lines[0])
    start = int(first[1] or 1) if first else 1
    return [Items(tuple(spans(ITEM.sub("", line, count=1), around) for line in lines), kind == "ordered", start)]
