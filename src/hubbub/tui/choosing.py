"""What is done with a chosen message: walk from one to the next, and the acts that its letters and menu offer."""

from __future__ import annotations

from collections.abc import Callable

from hubbub.client.state.messages import Message
from hubbub.views import acts
from hubbub.views.asking import Waits
from hubbub.views.files import said
from hubbub.views.pieces import pieces, safe, shown
from hubbub.views.rows import Row

from .desk import Desk
from .files import Files
from .opening import open_link
from .overlays.ask import Ask
from .overlays.menu import Menu
from .people import People
from .reading import Reading
from .writing import Writing


class Choosing:
    """`copy` puts a text on the clipboard."""

    def __init__(
        self, desk: Desk, reading: Reading, writing: Writing, people: People, copy: Callable[[str, int], None]
    ) -> None:
        self.desk, self.reading, self.writing, self.people, self.copy = desk, reading, writing, people, copy
        self.files: Files | None = None

    # Walking

    def newest(self) -> None:
        """Choose the newest message in view."""
        self._choose(self._places()[-1:] or [])

    def walk(self, step: int) -> None:
        timeline, places = self.desk.talk.timeline, self._places()
        here = timeline.window.place_of(timeline.chosen) if timeline.chosen else None
        if here is None:
            self.newest()
            return
        others = [place for place in places if (place > here if step > 0 else place < here)]
        if others:
            self._choose(others[:step] if step > 0 else others[step:], first=step < 0)
        elif step > 0:
            self.leave()

    def _places(self) -> list[int]:
        rows = self.desk.talk.timeline.window.rows
        return [place for place, row in enumerate(rows) if row.is_stop]

    def _choose(self, places: list[int], first: bool = False) -> None:
        if places:
            timeline = self.desk.talk.timeline
            timeline.choose(timeline.window.rows[places[0 if first else -1]].key)
            self.desk.talk.set_focus(timeline)  # at once: what is typed next is for the message

    def edge(self, last: bool) -> None:
        """The first or the last message there is."""
        self._choose(self._places()[-1:] if last else self._places()[:1])

    def leave(self) -> bool:
        """No message is chosen any more; whether one was."""
        timeline = self.desk.talk.timeline
        was = bool(timeline.chosen)
        timeline.choose("")
        self.desk.talk.set_focus(self.desk.talk.field)
        return was

    # Acts

    @property
    def message(self) -> Message | None:
        return self.desk.message(self.desk.talk.timeline.chosen)

    def offered(self) -> list[acts.Act]:
        message = self.message
        return self.offered_of(message) if message is not None else []

    def offered_of(self, message: Message) -> list[acts.Act]:
        buffer = self.desk.buffer
        return acts.of_message(self.desk.state, buffer, message) if buffer is not None else []

    def menu(self) -> None:
        """Everything that can be done with it, as a list; a fold opens, and a private message that passes by leads to
        where it belongs."""
        row = self.desk.talk.timeline.row(self.desk.talk.timeline.chosen)
        if row is not None and row.kind == "fold":
            self.unfold()
        elif row is not None and row.kind == "whisper":
            self.leave()
            self.desk.core.do("open", buffer=row.place)
        elif row is not None:
            self._menu(row)

    def unfold(self) -> None:
        """Show all of what is chosen, or fold it again."""
        row, place = self.desk.talk.timeline.row(self.desk.talk.timeline.chosen), self.desk.place
        if row is not None and place is not None and row.toggle:
            place.toggle(row.key)
            self.desk.repaint()

    def _menu(self, row: Row) -> None:
        message, offered = self.message, self.offered()
        if message is None or not offered:
            return
        rows = [("unfold", row.toggle, "m")] if row.toggle else []
        rows += [(f"{act.name} {act.detail}".rstrip(), act.words, act.key) for act in offered]
        about = shown(said(message)).replace("\n", " ")[:150]
        self.desk.open(Menu(self.desk.talk.inks, safe(message.sender), rows, about), self._picked)

    def _picked(self, name: str | None) -> None:
        if name == "unfold":
            self.unfold()
        elif name is not None:
            self.do(*name.split(" ", 1))

    def do(self, name: str, detail: str = "") -> None:
        """Do that with the chosen message, where it is offered."""
        message, does = self.message, _DOES.get(name)
        if message is not None and self.files is not None and name in ("open_file", "save_file"):
            if message.files:
                (self.files.open if name == "open_file" else self.files.save)(message, detail)
            else:
                self.desk.tell("There is no file in this message.")
            return
        if message is None or does is None:
            return
        if name in ALWAYS or any(act.name == name for act in self.offered()):
            does(self, message)
        else:
            self.desk.tell("That cannot be done with this message.", bad=True)

    def letter(self, act: str) -> None:
        """A letter was pressed: some stand for two acts, of which one is offered."""
        if act == "unfold":
            self.unfold()
            return
        offered = {offer.name for offer in self.offered()}
        self.do(next((name for name in _LETTERS.get(act, (act,)) if name in offered or name in ALWAYS), act))

    def _key(self) -> str:
        buffer = self.desk.buffer
        return buffer.key if buffer is not None else ""

    def _reply(self, message: Message) -> None:
        self.leave()
        self.writing.reply(message)

    def _edit(self, message: Message) -> None:
        self.leave()
        self.writing.edit(message)

    def _react(self, message: Message) -> None:
        from .overlays.react import React

        def reacted(text: str | None) -> None:
            if text:
                self.toggle_reaction(message, text)

        self.desk.open(React(self.desk.talk.inks), reacted)

    def toggle_reaction(self, message: Message, text: str) -> None:
        mine = (message.reactions or {}).get(text)
        action = "unreact" if mine is not None and mine.own else "react"
        self.desk.core.do(action, buffer=self._key(), id=message.id, text=text)

    def _copy(self, message: Message) -> None:
        self.copy(message.text, 1)

    def _unread(self, message: Message) -> None:
        self.reading.unread_from(message.client_id or message.id)
        self.leave()

    def _pin(self, message: Message) -> None:
        self.desk.core.do("pin", buffer=self._key(), id=message.id)
        self.leave()

    def _unpin(self, message: Message) -> None:
        self.desk.core.do("unpin", buffer=self._key(), id=message.id)
        self.leave()

    def _remove(self, message: Message) -> None:
        whose = "your message" if message.own else f"the message of {safe(message.sender)}"

        key, sentence = self._key(), f"Remove {whose} for everybody?"

        def remove(why: str) -> Waits:
            return self.people.asking.act("redact", buffer=key, id=message.id, reason=why)

        hint = "Why? (may stay empty)"
        self.desk.open(Ask(self.desk.talk.inks, sentence, "remove", hint=hint, optional=True, does=remove))

    def _report(self, message: Message) -> None:
        def report(why: str) -> Waits:
            return self.people.asking.act("report", about=message.id, reason=why)

        sentence = f"Report this message of {safe(message.sender)} to those who look after this server?"
        self.desk.open(Ask(self.desk.talk.inks, sentence, "report", hint="Why?", does=report))

    def _person(self, message: Message) -> None:
        self.people.menu(message.sender)

    def _to_reply(self, message: Message) -> None:
        if message.reply:
            self.reading.go_to(self._key(), message.reply)

    def _open_link(self, message: Message) -> None:
        links = [piece.target for piece in pieces(shown(message.text)) if piece.kind == "link"]
        if message.files and self.files is not None:
            self.files.open(message, "")
        elif links:
            open_link(links[0], self.desk.tell)
        else:
            self.desk.tell("There is no link in this message.")

    def _retry(self, message: Message) -> None:
        self.desk.core.do("retry", buffer=self._key(), id=message.client_id)

    def _discard(self, message: Message) -> None:
        self.desk.core.do("discard", buffer=self._key(), id=message.client_id)
        self.leave()


ALWAYS = ("to_reply", "open_link")
_LETTERS = {  # of keys, to acts
    "reply": ("retry", "reply"),
    "remove": ("discard", "remove"),
    "copy_message": ("copy",),
    "profile": ("person",),
}
_DOES: dict[str, Callable[[Choosing, Message], None]] = {
    "reply": Choosing._reply,
    "react": Choosing._react,
    "edit": Choosing._edit,
    "copy": Choosing._copy,
    "unread": Choosing._unread,
    "pin": Choosing._pin,
    "unpin": Choosing._unpin,
    "remove": Choosing._remove,
    "report": Choosing._report,
    "person": Choosing._person,
    "to_reply": Choosing._to_reply,
    "open_link": Choosing._open_link,
    "retry": Choosing._retry,
    "discard": Choosing._discard,
}
