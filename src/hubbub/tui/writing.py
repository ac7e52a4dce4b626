"""Writing: drafts by place, sending, replies and edits, what is pasted."""

from __future__ import annotations

import re
from collections.abc import Callable

from textual.content import Content

from hubbub.client.state.buffers import Buffer, Draft
from hubbub.client.state.messages import Message
from hubbub.typed import sentences
from hubbub.typed.grammar import comes_to_nothing, is_for_all, is_for_nobody, seen, words
from hubbub.views.pieces import safe

from .completion import Completion
from .desk import Desk

TYPING_EVERY = 3000  # milliseconds
PROMPT = "\u203a"
COPY = re.compile(r"/copy(?: +([1-9][0-9]{0,4}))?")  # of this face alone: the last message, or the last n
MOST_COPIED = 2000
NOT_YET = "There is no connection yet. Nothing was sent."


class Writing:
    """`copy_last` copies so many of the last messages."""

    def __init__(self, desk: Desk, copy_last: Callable[[int], None] = lambda count: None) -> None:
        self.desk, self.copy_last = desk, copy_last
        self.completion = Completion(desk)
        self._typing_at = 0

    # The place

    def enter(self) -> None:
        """Another place: its draft is in the field, or what was written where one was in none."""
        buffer = self.desk.buffer
        field = self.desk.talk.field
        self.completion.close()
        self.changed(field.text)
        written = "" if field.place else field.text
        field.place = buffer.key if buffer is not None else ""
        self._put((buffer.draft.text if buffer is not None else "") or written)
        self.changed(field.text)
        self.refresh()

    def refresh(self) -> None:
        """The prompt, and what is being answered or changed."""
        buffer, talk = self.desk.buffer, self.desk.talk
        name = safe(buffer.name.removeprefix("#")) if buffer is not None else ""
        talk.label("prompt").update(Content(f"{name[:20]} {PROMPT} " if name else f"{PROMPT} "))
        about = self._about(buffer) if buffer is not None else ""
        talk.label("about").update(Content(about))
        talk.label("about").set_class(bool(about), "shown")

    def _about(self, buffer: Buffer) -> str:
        draft = buffer.draft
        if draft.edit:
            return "Changing what you said.   Enter changes it, Esc leaves it as it was"
        if not draft.reply:
            return ""
        found = buffer.timeline.get(draft.reply)
        said = f"{safe(found.sender)}: {safe(found.text)}" if isinstance(found, Message) else sentences.EARLIER
        return f"↪ {said[:60]}   Esc takes it back"

    def _put(self, text: str) -> None:
        self.desk.talk.field.put(text)

    # Drafts

    def changed(self, text: str) -> None:
        """The field's text is another one."""
        key = self.desk.talk.field.place
        if text == self._draft().text:
            return
        if key in self.desk.state.buffers:
            self._keep(key, text)
        self._tell_typing(key, text)
        self.completion.by_itself()

    def _draft(self) -> Draft:
        buffer = self.desk.state.buffers.get(self.desk.talk.field.place)
        return buffer.draft if buffer is not None else Draft()

    def _keep(self, key: str, text: str, reply: str | None = None, edit: str | None = None) -> None:
        draft = self.desk.state.buffers[key].draft
        reply = draft.reply if reply is None else reply
        edit = draft.edit if edit is None else edit
        self.desk.core.do("draft", buffer=key, text=text, reply=reply, edit=edit)

    def _tell_typing(self, key: str, text: str) -> None:
        if not self.desk.settings.send_typing or key not in self.desk.state.buffers:
            return
        now, writes = self.desk.core.now(), is_for_all(text)
        if writes and now - self._typing_at >= TYPING_EVERY:
            self._typing_at = now
            self.desk.core.do("typing", buffer=key, on=True)
        elif not writes and self._typing_at:
            self._typing_at = 0
            self.desk.core.do("typing", buffer=key, on=False)

    # Answering, changing

    def reply(self, message: Message) -> None:
        self._about_message(reply=message.id)

    def edit(self, message: Message) -> None:
        self._about_message(edit=message.id, text=message.text)

    def _about_message(self, *, reply: str = "", edit: str = "", text: str | None = None) -> None:
        field = self.desk.talk.field
        if field.place in self.desk.state.buffers:
            self._keep(field.place, field.text if text is None else text, reply, edit)
            if text is not None:
                self._put(text)
            self.refresh()
            field.focus()

    def edit_last(self) -> bool:
        """Change what one said last here; whether there is such a message."""
        buffer = self.desk.buffer
        for item in reversed(buffer.timeline) if buffer is not None else ():
            if isinstance(item, Message) and item.own and not item.redacted and item.kind != "notice":
                self.edit(item)
                return True
        return False

    def abandon(self) -> bool:
        """Leave an edit or a reply; whether there was one."""
        field, draft = self.desk.talk.field, self._draft()
        if not (draft.reply or draft.edit):
            return False
        text = "" if draft.edit else field.text
        self._keep(field.place, text, "", "")
        if draft.edit:
            self._put("")
        self.refresh()
        return True

    # Sending

    def send(self, key: str, text: str) -> None:
        """What was written for that place is done: said, changed, or obeyed."""
        field, buffer = self.desk.talk.field, self.desk.state.buffers.get(key)
        draft = buffer.draft if buffer is not None else Draft()
        self.completion.close()
        if buffer is None and is_for_nobody(text):
            if self.desk.state.connection.been_here:
                self.desk.core.typed(text, None)  # says so
            else:
                self.desk.tell(NOT_YET, bad=True)
            return
        field.remember(key, text)
        asked = COPY.fullmatch(text.strip())
        if asked:
            self._put("")
            self.copy_last(min(int(asked[1] or 1), MOST_COPIED))
            return
        self._typing_at = 0
        if buffer is not None:
            self._keep(key, "", "", "")
        self._put(text if comes_to_nothing(text) and not draft.edit else "")
        self._do(key, text, draft, buffer)
        self.completion.note_addressed(text)
        self.refresh()

    def _do(self, key: str, text: str, draft: Draft, buffer: Buffer | None) -> None:
        core = self.desk.core
        if buffer is not None and draft.edit:
            core.do("edit", buffer=key, id=draft.edit, text=text)
        elif buffer is not None and draft.reply and (said := words(text)) is not None:
            core.do("say", buffer=key, text=said, reply=draft.reply)
        else:
            core.typed(text, key or None)

    def begin(self, command: str) -> None:
        """Write a command's beginning into the field; what stood there is among what was written before."""
        if not command:
            return
        field = self.desk.talk.field
        if field.text:
            field.remember(field.place, field.text)
        self._put(command)
        self.changed(field.text)
        field.focus()

    # Pasting

    def insert(self, text: str) -> None:
        """Put pasted text into the field: what begins with a slash is text, not a command."""
        field = self.desk.talk.field
        if seen(text).startswith("/") and not field.before_cursor() and field.cursor_location[0] == 0:
            text = f"/{seen(text)}"
        field.write(text)
        self.changed(field.text)
        field.focus()
