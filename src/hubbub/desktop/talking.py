"""The field and the client: drafts, completion, answers and changes, what is pasted, and what is sent."""

from __future__ import annotations

import time
import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING

from hubbub.client.state.messages import Message
from hubbub.client.state.store import State
from hubbub.tk.ask import Ask
from hubbub.typed.grammar import comes_to_nothing, is_for_all, is_for_nobody, words
from hubbub.views import emoji, pasting
from hubbub.views.completing import Candidate, by_itself, candidates, with_addressed
from hubbub.views.pieces import safe

from .completion import Completion
from .picker import Picker
from .talk.conversation import newest_own
from .talk.field import Draft, Field

if TYPE_CHECKING:
    from .window import Window

TYPING_EVERY = 3.0  # seconds
HINT = "Type join room, who, message or help"  # while one is in no place


class Talking:
    """What the field of the window is told to do."""

    def __init__(self, window: Window) -> None:
        self.window, look = window, window.look
        self.field = field = Field(window.middle, look, window.hint)
        field.grid(row=3, column=0, sticky="ew", padx=look.px(16), pady=(0, look.px(14)))
        self.completion: Completion | None = None
        self.used: list[str] = list(window.choices.emoji_used)
        self._typed_at = 0.0
        self._asked = False  # by Tab
        self._completed = ""  # the text that the list is about
        self._taken: tuple[list[Candidate], int] = [], 0  # by Tab, which goes on to the next
        self.addressed: list[str] = []  # whom one has spoken to, the last one first
        field.sent, field.changed, field.saved, field.asked = self._sent, self._changed, self._saved, self._ask
        field.key, field.empty_up, field.emoji = self._key, self._empty_up, self._pick

    # Places and drafts

    def open(self, key: str, state: State) -> None:
        """Write in that place from now on."""
        buffer = state.buffers[key]
        name = buffer.name if buffer.kind == "room" else safe(buffer.name)
        written = "" if self.field.target else self.field.content()  # where one was in no place
        draft = Draft(buffer.draft.text or written, buffer.draft.reply, buffer.draft.edit)
        self.close_completion()
        self.field.open(key, f"Message {safe(name)}", draft)
        self._about(state)

    def open_nowhere(self) -> None:
        """One is in no place: only commands can be typed."""
        self.close_completion()
        self.field.open("", HINT, Draft())
        self.field.show_about("")

    def _saved(self, draft: Draft) -> None:
        if not self.field.target:
            return
        self.window.core.do("draft", buffer=self.field.target, text=draft.text, reply=draft.reply, edit=draft.edit)

    def _about(self, state: State) -> None:
        """Say what is answered or changed."""
        field = self.field
        item = state.item(field.target, field.reply or field.edit) if field.reply or field.edit else None
        if field.edit:
            field.show_about("Edit your message")
        elif field.reply:
            name, text = (item.sender, item.text) if isinstance(item, Message) else ("", "a message")
            first = safe(text.partition("\n")[0])
            field.show_about(f"Reply to {safe(name)}: {first}" if name else f"Reply to {first}")
        else:
            field.show_about("")

    def reply_to(self, id: str) -> None:
        if self.field.edit:
            self.field.leave_about()
        self.field.reply = id
        with self.window.core.reading() as state:
            self._about(state)
        self.window.to_field()

    def edit(self, id: str, text: str) -> None:
        self.field.reply, self.field.edit = "", id
        self.field.put(text)
        with self.window.core.reading() as state:
            self._about(state)
        self.window.to_field()

    def _empty_up(self, shift: bool) -> None:
        """↑ in the empty field: change what was said last; with Shift: choose the newest message."""
        if shift:
            self.window.talk.log.focus_set()
            self.window.talk.log.choose(None)
            self.window.talk.log.step(-1)
            return
        with self.window.core.reading() as state:
            buffer = state.buffers.get(self.field.target)
            message = newest_own(buffer) if buffer is not None else None
        if message is not None:
            self.edit(message.id, message.text)

    def type_letter(self, letter: str) -> None:
        """A letter that was typed elsewhere goes into the field."""
        if letter and letter.isprintable():
            self.field.insert(letter)

    # Sending

    def _sent(self, draft: Draft, literal: bool) -> None:
        core, place, text = self.window.core, self.field.target, draft.text.strip("\n")
        self.close_completion()
        if not place:
            core.typed(text, None)
            if is_for_nobody(text):
                self.field.put(text)
        elif draft.edit:
            core.do("edit", buffer=place, id=draft.edit, text=text)
        elif literal:
            core.do("say", buffer=place, text=text, reply=draft.reply)
        elif draft.reply and (said := words(text)) is not None:
            core.do("say", buffer=place, text=said, reply=draft.reply)
        else:
            core.typed(text, place)
            if comes_to_nothing(text):
                self.field.put(text)
        self.addressed = with_addressed(self.addressed, text)
        self._tell_typing(False)
        self.window.talk.to_end()

    def _changed(self) -> None:
        self._tell_typing(is_for_all(self.field.content()))
        self._complete()

    def _tell_typing(self, on: bool) -> None:
        """Others are told that one writes, at most every three seconds."""
        if not self.field.target or not self.window.choices.typing:
            return
        now = time.monotonic()
        if on and now - self._typed_at >= TYPING_EVERY:
            self._typed_at = now
            self.window.core.do("typing", buffer=self.field.target, on=True)
        elif not on and self._typed_at:
            self._typed_at = 0.0
            self.window.core.do("typing", buffer=self.field.target, on=False)

    # Completion

    def _complete(self) -> None:
        self._completed = before = self.field.before().rpartition("\n")[2]
        if not (self._asked or by_itself(before)):
            self.close_completion()
            return
        with self.window.core.reading() as state:
            buffer = state.buffers.get(self.field.target)
            found = candidates(state, buffer, before, addressed=self.addressed, emoji=emoji.by_part)
        if not found:
            self.close_completion()
        elif self.completion is not None:
            self.completion.show(found)
            self._place_completion()
        else:
            self.completion = Completion(self.window.overlays, self.window.look, found, self._take)
            self.completion.closed = self._completion_closed
            self._place_completion()

    def _place_completion(self) -> None:
        field, window, px = self.field, self.window, self.window.look.px
        box = field.text.bbox("insert") or (0, 0, 0, 0)
        x = field.text.winfo_rootx() - window.master.winfo_rootx() + box[0] - px(20)
        y = field.winfo_rooty() - window.master.winfo_rooty() - px(6)
        if self.completion is not None:
            self.completion.put(x, y)

    def _take(self, found: Candidate) -> None:
        self.field.replace(found.letters, found.text)

    def _completion_closed(self) -> None:
        self.completion, self._asked = None, False

    def close_completion(self) -> None:
        self._asked = False
        if self.completion is not None:
            self.completion.close()

    def _key(self, key: str) -> bool:
        """Keys that the list above the field wants first; Tab opens it."""
        if self.completion is not None and self.field.before().rpartition("\n")[2] != self._completed:
            self._complete()  # who types fast is ahead of the list
        if self.completion is None:
            if key == "<Tab>" and self._take_the_next():
                return True
            if key == "<Tab>" and self.field.before().strip():
                self._asked = True
                self._complete()
                self._take_the_only_one()
            return key == "<Tab>"
        match key:
            case "<Up>":
                self.completion.walk(-1)
            case "<Down>":
                self.completion.walk(1)
            case "<Tab>":
                self._taken = list(self.completion.rows.rows), self.completion.rows.cursor
                self.completion.take()
            case "<Return>" if not self._asked and not self._is_typed():
                self.completion.take()
            case "<Escape>":
                self.completion.close()
            case _:
                return False
        return True

    def _is_typed(self) -> bool:
        """Whether what would be taken stands there already: then Enter sends."""
        assert self.completion is not None
        return self._completed.endswith(self.completion.current().text.strip())

    def _take_the_only_one(self) -> None:
        if self.completion is not None and len(self.completion.rows.rows) == 1:
            self.completion.take()

    def _take_the_next(self) -> bool:
        """Tab again: the next one in place of what it took; False: that does not stand there any more."""
        found, at = self._taken
        if len(found) < 2 or not self.field.before().endswith(found[at].text):
            return False
        self._taken = found, (at + 1) % len(found)
        self.field.replace(len(found[at].text), found[self._taken[1]].text)
        return True

    # Emoji

    def _pick(self) -> None:
        self.pick(self.field.insert, self.field)

    def pick(self, takes: Callable[[str], object], near: tk.Misc) -> None:
        """Choose an emoji; `takes` gets it."""
        x, y = near.winfo_rootx() + near.winfo_width(), near.winfo_rooty()
        Picker(self.window.overlays, self.window.look, self.used, lambda text: self._picked(text, takes), x, y)

    def _picked(self, text: str, takes: Callable[[str], object]) -> None:
        self.used = [text, *(other for other in self.used if other != text)][:18]
        takes(text)

    # Pasting

    def _ask(self, text: str) -> None:
        """Much is pasted: say how many messages it is, and to whom."""
        window, place = self.window, self.field.target
        with window.core.reading() as state:
            buffer = state.buffers.get(place)
            title, sentence = pasting.question(
                text, safe(buffer.name) if buffer is not None else "nobody", state.server
            )
            as_file = buffer is not None and pasting.may_be_file(state.server)
        share = (pasting.AS_FILE, lambda: window.files.uploads.begin_text(place, text))
        Ask(
            window.overlays,
            window.look,
            title,
            sentence,
            pasting.PASTE,
            lambda values: self.field.take(text),
            others=(share,) if as_file else (),
        )
