"""A message's text in a Text: blocks and spans as tags, emoji in their own font, lines that run to the left."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from hubbub.tk.bidi import RIGHT_TO_LEFT, broken, runs_left, visual
from hubbub.tk.chunks import Chunks
from hubbub.tk.joined import MANY
from hubbub.tk.look import Look, Shown
from hubbub.views.emoji import PICTURE
from hubbub.views.formatting import Block, CodeBlock, Items, Paragraph, Quote, formatted_line
from hubbub.views.spans import Around, Code, Hidden, Link, Mention, Room, Span, Styled

EMOJI = re.compile(
    "((?:[\U0001f1e6-\U0001faff\u231a\u231b\u23e9-\u23f3\u25fd\u25fe\u2600-\u27bf\u2b50\u2b55]"
    "[\ufe0f\u200d\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*)+)"
)

ONE = re.compile(f"({PICTURE.pattern})")
# Inside such a run: which variant a picture is, whose skin, what makes one of several
JOINING = re.compile("((?<=.)[\ufe0f\u200d\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]+)")
VARIANT = re.compile("([\ufe0f\u20e3]+)")  # of a digit
RIGHTWARDS = "\u200e"
HIDDEN = 40  # of these in one text: Tk takes its time over each
PICTURES = 20  # that are joined in one text: Tk takes its time over these, too
UNSPACED = re.compile("[\u2e80-\ua4cf\uf900-\ufaff\uff00-\uff60\U00020000-\U0003fffd]")  # Chinese, Japanese, Yi
Base = tuple[str, ...]


def breaks_anywhere(text: str) -> bool:
    """Whether lines may end behind any letter: it is one word, or most of it is in a script without spaces. Else such a
    word would go below the face that it is to stand beside.
    """
    return len(text.split(maxsplit=1)) == 1 or (not text.isascii() and 2 * len(UNSPACED.findall(text)) > len(text))


class Texts:
    """`room`: how wide a text may be now, in pixels; `known`: there may be pictures of ours now."""

    def __init__(self, look: Look, room: Callable[[], int], known: Callable[[], object]) -> None:
        self.look, self.room, self.known = look, room, known

    def blocks(self, blocks: tuple[Block, ...], out: Chunks, base: Base, ink: Base) -> Base:
        """One below the other; the first begins where `out` stands. The last line is not ended; returns its tags."""
        end = base
        for place, block in enumerate(blocks):
            if place:
                out.put("\n", *end)
            end = (*_more(base), "block") if isinstance(block, CodeBlock) else base
            first = place == 0
            match block:
                case Paragraph():
                    self._lines(block.spans, out, base, ink, first)
                case CodeBlock():
                    self._code(block, out, base, first)
                case Quote():
                    self._quote(block, out, base, ink, first)
                case Items():
                    self._items(block, out, base, ink, first)
        return end

    def _lines(self, spans: tuple[Span, ...], out: Chunks, base: Base, ink: Base, first: bool) -> None:
        """A paragraph: its first line stands behind the gutter, the others begin at the left edge of texts."""
        self.spans(spans, out, (*(base if first else _more(base)), *ink), (*_more(base), *ink))

    def _code(self, block: CodeBlock, out: Chunks, base: Base, first: bool) -> None:
        if first:
            out.put("\n", *base)
        out.put(block.text or " ", *_more(base), "block")

    def _quote(self, block: Quote, out: Chunks, base: Base, ink: Base, first: bool) -> None:
        if first:
            out.put("▎", *base, "grey")
        for place, inner in enumerate(block.blocks):
            if place or not first:
                out.put("\n" if place else "", *base)
                out.put("▎", *_more(base), "quote", "grey")
            self.blocks((inner,), out, (*_more(base), "quote"), ink)

    def _items(self, block: Items, out: Chunks, base: Base, ink: Base, first: bool) -> None:
        for place, item in enumerate(block.items):
            if place:
                out.put("\n", *base)
            tags = base if first and not place else _more(base)
            out.put(f"{block.start + place}. " if block.ordered else "•  ", *tags, *ink)
            self.spans(item, out, (*tags, *ink))

    def spans(self, spans: tuple[Span, ...], out: Chunks, base: Base, following: Base | None = None) -> None:
        """`following`: how lines after the first one look."""
        for span in spans:
            match span:
                case str():
                    base = self._text(span, out, base, following)
                case Styled():
                    tag = "strong" if span.type == "strong" else "em"
                    self.spans(span.spans, out, (*base, tag), (*following, tag) if following else None)
                case Code():
                    out.put(self.look.shown(span.text), *base, "code")
                case Link():
                    out.put(self.look.shown(span.text), *base, "link")
                    out.put(f" ({span.host})" if span.host else "", *base, "host")
                case Mention():
                    out.put(self.look.shown(span.text), *base, "me" if span.me else "mentioned")
                case Room():
                    out.put(self.look.shown(span.name), *base, "room")
                case Hidden():
                    out.put(span.label, *base, "sign")

    def _text(self, text: str, out: Chunks, base: Base, following: Base | None) -> Base:
        """Plain text of one or more lines; returns how what comes next looks."""
        first, *others = text.split("\n")
        self._with_emoji(first, out, base)
        for line in others:
            out.put("\n", *base)
            base = following or base
            self._with_emoji(line, out, base)
        return base

    def _with_emoji(self, text: str, out: Chunks, base: Base) -> None:
        """A part of a line that runs to the right."""
        self.words(self.look.shown(text, left=False), out, base)

    def words(self, text: str, out: Chunks, base: Base, emoji: str = "emoji") -> None:
        """A text with pictures in their own font. What several signs make together is a picture of ours, with the signs
        behind it to be copied, unseen; where we have none, what joins them is unseen, which Tk shows as a gap or a box.
        """
        text = self.look.shown(text)
        if text.isascii() or not self.look.wishes.emoji:
            out.put(text, *base)
            return
        few = len(JOINING.findall(text)) <= HIDDEN
        size, left = abs(int(self.look.fonts[emoji].cget("size"))), PICTURES
        for number, stretch in enumerate(EMOJI.split(text)):
            tags = (*base, emoji) if number % 2 else base
            for one in ONE.split(stretch) if number % 2 and left and MANY.search(stretch) else (stretch,):
                picture = self.look.joined.picture(one, size, self.known) if number % 2 and left else None
                if picture is not None:
                    left -= 1
                    out.picture(picture, "center", *tags)
                    out.put(one, *tags, "gone")
                    continue
                joining = JOINING if number % 2 else VARIANT
                for n, part in enumerate(joining.split(one) if few else (one,)):
                    out.put(part, *tags, *(("gone",) if n % 2 else ()))

    def line(self, text: str, out: Chunks, base: Base, around: Around) -> None:
        """One line of somebody's text within a line of ours."""
        if self.look.windowing == "x11" and RIGHT_TO_LEFT.search(text):
            marks = self._marks(text, around)
            self._marked(self._visual(self.look.spell(text), marks), marks, out, base)
        else:
            self.spans(formatted_line(text, around), out, base)

    def _marks(self, text: str, around: Around) -> dict[str, tuple[str, str]]:
        """What is more than text in a text that we turn, as it stands there then: its tag, and the host of a link that
        could be taken for another.
        """
        found: dict[str, tuple[str, str]] = {}
        for span in formatted_line(text, around):
            match span:
                case Link():
                    found[span.text] = "link", span.host
                case Mention():
                    found[self.look.shown(span.text)] = "me" if span.me else "mentioned", ""
                case _:
                    pass
        return found

    def turned(self, text: str, out: Chunks, base: Base, around: Around) -> None:
        """Lines with letters that run to the left, broken and turned by us: Tk does neither on X11."""
        marks, text = self._marks(text, around), self.look.spell(text)
        measure, wide = self.look.fonts["text"].measure, max(100, self.room())
        first = True
        for paragraph in text.split("\n"):
            left = runs_left(paragraph)
            for line in broken(paragraph, measure, wide):
                out.put("" if first else "\n", *base)
                tags = base if first else (*_more(base), *(("rtl",) if left else ()))
                out.put(("\t" if first else "\t\t") if left else "", *tags)
                self._marked(self._visual(line, marks, left), marks, out, tags)
                first = False

    def _visual(self, line: str, marks: Iterable[str], left: bool | None = None) -> str:
        """The line, turned, and no link parted from the sign that it ends with."""
        for mark in marks:
            line = line.replace(mark, mark + RIGHTWARDS) if mark[-1:] in "/?=&#" else line
        return visual(line, self.look.windowing, left).replace(RIGHTWARDS, "")

    def _marked(self, line: str, marks: dict[str, tuple[str, str]], out: Chunks, tags: Base) -> None:
        """`line`: as Tk has to be given it."""
        place = 0
        for mark in sorted((mark for mark in marks if mark in line), key=line.index):
            at = line.find(mark, place)
            if at >= 0:
                self.words(Shown(line[place:at]), out, tags)
                tag, host = marks[mark]
                out.put(mark, *tags, tag)
                out.put(f" ({host})" if host else "", *tags, "host")
                place = at + len(mark)
        self.words(Shown(line[place:]), out, tags)


def _more(base: Base) -> Base:
    """The tags of a line that does not stand behind the gutter."""
    return tuple("more" if tag in ("line", "lone") else tag for tag in base if tag != "rtl")
