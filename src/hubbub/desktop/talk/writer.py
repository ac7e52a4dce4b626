"""Rows of a conversation as chunks of text: who said it, what, and what became of it."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

from msgspec.structs import replace

from hubbub.theme.tokens import hue
from hubbub.tk.bidi import RIGHT_TO_LEFT, runs_left
from hubbub.tk.chunks import ZERO, Chunks
from hubbub.tk.joined import MANY
from hubbub.tk.look import Look
from hubbub.views.days import clock
from hubbub.views.files import Card
from hubbub.views.formatting import formatted, worded
from hubbub.views.pieces import only_emoji
from hubbub.views.rows import Reaction, Row
from hubbub.views.spans import Around

from .tags import FACE, FILES, Tags
from .texts import Texts, breaks_anywhere

CAP = 8  # pixels of the design: the round end of a chip
BAR, LOADING = 12, (300, 220, 360)  # of what is on its way: the height of words, and how long they are
CHIPS = 8  # reactions that are shown; the others are counted


class Writer:
    """Writes rows into chunks. `around`: whose names are names in a text; `hours`: 24 or 12."""

    def __init__(self, look: Look, tags: Tags, texts: Texts) -> None:
        self.look, self.tags, self.texts = look, tags, texts
        self.around = Around()
        self.hours = 24
        self.photo: Callable[[Card], tk.PhotoImage | None] = lambda card: None  # what a picture is shown by
        self._kinds: dict[str, Callable[[Row, Chunks], None]] = {
            "message": self._message,
            "event": self._event,
            "fold": self._fold,
            "note": self._note,
            "whisper": self._whisper,
            "day": lambda row, out: out.put(row.text + "\n", "day", "grey"),
            "new": lambda row, out: out.window(row.text, "new"),
            "gap": lambda row, out: out.put(row.text + "\n", "gap", "act"),
        }

    def write(self, row: Row, out: Chunks) -> None:
        self._kinds[row.kind](row, out)

    # Messages

    def _message(self, row: Row, out: Chunks) -> None:
        tint = ("mention",) if row.mention else ()
        margin = "margin_mention_soft" if row.mention else "margin_canvas"
        if row.action:
            self._did(row, out, ("lone", *tint), margin)
        else:
            base = ("line", *tint, *(("rtl",) if self._from_right(row) else ()))
            if not row.removed and breaks_anywhere(row.text):
                base += ("anywhere",)
            if row.head:
                self._head(row, out, tint, base)
            if row.reply:
                self._reply(row, out, base)
            if not row.head or row.reply:
                out.put(f"{self._clock(row)}\t", *base, margin)
            self._said(row, out, base)
        if row.files:
            self._files(row, out, tint)
        if row.reactions:
            self._chips(row.reactions, out, tint)
        if row.state in ("failed", "unsure"):
            self._failed(row, out)

    def _head(self, row: Row, out: Chunks, tint: tuple[str, ...], base: tuple[str, ...]) -> None:
        """The name, with a face over two lines: its upper part here, its lower one in the first line said."""
        look, upper = self.look, self.tags.upper
        inks = look.inks(row.who, row.own)
        out.picture(look.pictures.face(row.name, inks, FACE, None, upper), "bottom", "head", *tint)
        out.put("\t", "head", *tint)
        out.put(look.shown(row.name), "head", *tint, self._ink(row), "name")
        if row.bot or row.notice:
            out.put("   bot" if row.bot else "   notice", "head", *tint, "time")
        out.put(f"   {self._clock(row)}\n", "head", *tint, "time")
        out.picture(look.pictures.face(row.name, inks, FACE, upper, None), "top", *base)
        out.put("\t", *base)

    def _reply(self, row: Row, out: Chunks, base: tuple[str, ...]) -> None:
        reply = row.reply
        assert reply is not None
        aside, look = (*base, "aside", "reply"), self.look
        if not row.head:
            out.put("\t", *base)
        name = look.fit(reply.name, "smallbold", look.px(200))
        room = self.texts.room() - look.fonts["smallbold"].measure(name) - look.px(32)
        out.put("↩ ", *aside)
        out.put(name, *aside, "quoted")
        out.put(f"{'  ' if name else ''}{look.fit(reply.text, 'small', max(room, look.px(40)))}\n", *aside)

    def _said(self, row: Row, out: Chunks, base: tuple[str, ...]) -> None:
        end = base
        ink = ("grey",) if row.removed else ("sending",) if row.state == "sending" else ("own",) if row.own else ()
        if row.files and not row.text:
            self._card(row, 0, out, base, end="")
        elif row.removed:
            out.put(self.look.shown(row.text), *base, *ink)
        elif self._turned(row.text):
            self.texts.turned(row.begun, out, (*base, *ink), self._around(row))
        elif only_emoji(row.text):
            self.texts.words(row.text, out, (*base, *ink), "large" if self.look.wishes.emoji else "text")
        else:
            end = self.texts.blocks(formatted(row.begun, self._around(row)), out, base, ink)
        self._remark(row, out, base)
        out.put("\n", *end)
        self._toggle(row, out)

    def _around(self, row: Row) -> Around:
        """One's own name is marked where others say it."""
        return replace(self.around, me=()) if row.own else self.around

    def _files(self, row: Row, out: Chunks, tint: tuple[str, ...]) -> None:
        """Each as a line that can be clicked, with the picture below where it is one. Of a message that is nothing but
        files the first such line stands where its text would.
        """
        for place, card in enumerate(row.files):
            if place or row.text:
                self._card(row, place, out, ("card", *tint))
            photo = self.photo(card)
            if photo is not None:
                out.picture(photo, "center", "picture", *tint, FILES[place])
                out.put(ZERO, "picture", *tint, FILES[place])  # or the picture itself has not that tag
                out.put("\n", "picture", *tint)

    def _card(self, row: Row, place: int, out: Chunks, base: tuple[str, ...], end: str = "\n") -> None:
        card, look = row.files[place], self.look
        room = self.texts.room() - look.fonts["small"].measure(card.about) - look.px(60)
        icon = look.icon("image" if card.file.width else "file", "ink_2", 16)
        out.picture(icon, "center", *base)
        out.put(" ", *base)
        out.put(look.fit(card.name, "smallbold", max(room, look.px(80))), *base, FILES[place], "filename")
        out.put(f"   {card.about}", *base, "time")
        out.put(end, *base)

    def _did(self, row: Row, out: Chunks, base: tuple[str, ...], margin: str) -> None:
        out.put(f"{self._clock(row)}\t", *base, margin)
        out.put(self.look.shown(row.name), *base, self._ink(row), "did", "name")
        out.put(" ", *base, "did")
        self.texts.line(row.begun, out, (*base, "did"), self._around(row))
        self._remark(row, out, base)
        out.put("\n", *base)
        self._toggle(row, out)

    def _toggle(self, row: Row, out: Chunks) -> None:
        if row.toggle:
            out.put(row.toggle, "detail", "act")
            out.put("\n", "detail")

    def _remark(self, row: Row, out: Chunks, base: tuple[str, ...]) -> None:
        if row.remark:
            out.put(f"   {row.remark}", *base, "aside")

    def _failed(self, row: Row, out: Chunks) -> None:
        why = row.why or ("It may not have arrived." if row.state == "unsure" else "It was not sent.")
        out.put(f"! {why}", "event", "bad")
        for act in ("Retry", "Copy", "Discard"):
            out.put("   ", "event")
            out.put(act, "event", "act")
        out.put("\n", "event")

    def _chips(self, reactions: tuple[Reaction, ...], out: Chunks, tint: tuple[str, ...]) -> None:
        """Rounded chips: a cap, letters on a ground of the same colour, another cap, as high as the line."""
        look, t = self.look, self.look.t
        high = look.height("tinybold", "reaction") + look.px(5)
        for reaction in reactions[:CHIPS]:
            chip, ground = ("chipmine", t[self.tags.mine[0]]) if reaction.mine else ("chip", t["active_canvas"])
            out.picture(look.pictures.cap(ground, CAP, high, "left"), "center", "chips", *tint)
            self.texts.words(reaction.text, out, ("chips", *tint, chip, "reaction"), "reaction")
            out.put(f" {reaction.count}", "chips", *tint, chip)
            out.picture(look.pictures.cap(ground, CAP, high, "right"), "center", "chips", *tint)
            out.put("  ", "chips", *tint)
        more = len(reactions) - CHIPS
        out.put(f"+{more}\n" if more > 0 else "\n", "chips", *tint, "grey")

    # What else stands in a conversation

    def _event(self, row: Row, out: Chunks) -> None:
        self.texts.spans(worded(row.text), out, ("event", "bad" if row.bad else "words"))
        out.put("\n", "event")

    def _fold(self, row: Row, out: Chunks) -> None:
        out.put(f"{self.look.shown(row.text, left=False)}\n", "event", "words", "fold")
        for line in row.more:
            out.put(f"{self.look.shown(line, left=False)}\n", "detail", "words")

    def _loading(self, out: Chunks) -> None:
        """Three messages without words."""
        px, pictures, grey = self.look.px, self.look.pictures, self.look.t["active_canvas"]
        for wide in LOADING:
            out.picture(pictures.block(px(FACE), px(FACE), grey, FACE / 3), "center", "loading")
            out.put("\t", "loading")
            out.picture(pictures.block(px(wide), px(BAR), grey, BAR / 2), "center", "loading")
            out.put("\n", "loading")

    def _note(self, row: Row, out: Chunks) -> None:
        if row.key == "loading":
            self._loading(out)
            return
        if row.key in ("empty", "outside"):
            out.put(f"{row.text}\n", "empty", "grey")
            return
        sign = "! " if row.bad else ""
        for line in row.text.split("\n"):
            self.texts.spans(worded(sign + line), out, ("event", "bad" if row.bad else "words"))
            sign = ""
            out.put("\n", "event")
        if row.bad:
            out.put("Only you see this.\n", "detail", "grey")

    def _whisper(self, row: Row, out: Chunks) -> None:
        look = self.look
        out.picture(look.icon("lock", "new_ink", 18), "center", "whisper")
        out.put("\t", "whisper")
        way = "to" if row.own else "from"
        out.put(f"Private message {way} {look.shown(row.name)}: ", "whisper", "whispered")
        self.texts.line(row.text.replace("\n", " "), out, ("whisper",), replace(self.around, me=()))  # all of it is
        out.put("   ", "whisper")
        out.put("Go there" if row.own else "Answer", "whisper", "act")
        out.put("\n", "whisper")

    def _ink(self, row: Row) -> str:
        return "own" if row.own else f"hue{hue(row.who)}"

    def _clock(self, row: Row) -> str:
        return clock(row.at, self.hours)

    def _turned(self, text: str) -> bool:
        """Whether we must break and turn its lines ourselves."""
        return self.look.windowing == "x11" and RIGHT_TO_LEFT.search(text) is not None

    def _from_right(self, row: Row) -> bool:
        """Whether its first line runs from the right end. Tabs are those of the first letter of a line."""
        return not row.removed and self._turned(row.text) and runs_left(row.text.partition("\n")[0])

    def is_turned(self, row: Row) -> bool:
        return self._turned(row.text)

    def has_joined(self, row: Row) -> bool:
        """Whether there may be emoji of several signs in it."""
        return any(map(MANY.search, (row.text, *row.more, *(reaction.text for reaction in row.reactions))))

    def depends_on_width(self, row: Row) -> bool:
        """Lines that we break, and those of replies and files, which are cut."""
        return row.kind == "message" and (row.reply is not None or bool(row.files) or self._turned(row.text))
