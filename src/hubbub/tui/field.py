"""The field: where one writes, in as many lines as needed. It always works, also without a connection.

What was written is remembered by place. Nothing here sends: the field tells what the person wants.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from textual import events
from textual.content import Content
from textual.widgets import TextArea

from hubbub.typed.secrets import is_secret

from .keys import act_of

REMEMBERED = 100  # lines, by place
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")  # those of Unicode, besides LF
_CONTROLS = re.compile("[\0-\x08\x0e-\x1f\x7f-\x9f]")


class Field(TextArea):
    """One place's text at a time; `place` is the key of what it is written for.

    `send` is called with place and text when Enter is pressed; `wants` for what is not the field's own: "edit_last",
    "choose", "complete"; `walk` when an arrow may move in a list that is open: whether it did.
    """

    def __init__(self, hint: str) -> None:
        super().__init__(
            placeholder=Content(hint),  # a str would be read as markup
            soft_wrap=True,
            compact=True,
            highlight_cursor_line=False,
            id="input",
        )
        self.cursor_blink = False
        self.place = ""
        self.send: Callable[[str, str], None] = lambda place, text: None
        self.wants: Callable[[str], None] = lambda act: None
        self.walk: Callable[[int], bool] = lambda step: False
        self._written: dict[str, list[str]] = {}
        self._back = 0  # how far back in what was written

    # What the client does with it

    def put(self, text: str) -> None:
        """Other text, the cursor behind it."""
        self._back = 0
        text = pasted(text)
        if text != self.text:
            self.load_text(text)
        self.move_cursor(self.document.end)

    def write(self, text: str) -> None:
        """Insert at the cursor, as if it was typed."""
        self._replace_via_keyboard(text, *self.selection)

    def before_cursor(self) -> str:
        """The line up to the cursor."""
        line, column = self.cursor_location
        return self.document.get_line(line)[:column]

    def replace_before(self, letters: int, text: str) -> None:
        """Put a text in place of the letters before the cursor."""
        line, column = self.cursor_location
        self.replace(text, (line, column - letters), (line, column), maintain_selection_offset=False)

    def remember(self, place: str, text: str) -> None:
        """It was written there; nothing with a password in it is kept."""
        known = self._written.setdefault(place, [])
        if text and not is_secret(text) and (not known or known[-1] != text):
            known.append(text)
            del known[:-REMEMBERED]

    def recall(self, steps: int) -> None:
        """What was written before (1) or after (-1); beyond the newest the field is empty."""
        known = self._written.get(self.place, [])
        back = min(max(0, self._back + steps), len(known))
        if back != self._back:
            self.put(known[-back] if back else "")
            self._back = back

    # Keys

    def press(self, key: str, character: str | None) -> bool:
        """Do what the key does here; False when it is none of ours. `character`: what it writes, if it does."""
        does = _ACTS.get(act_of(key, "field"))
        if does is not None and does(self):
            return True
        if character is not None:
            self.write(character)
            return True
        return False

    async def _on_key(self, event: events.Key) -> None:
        """Keys come by `press` alone, in their order."""
        event.prevent_default()

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()

    def _send(self) -> bool:
        if self.text.strip():
            self.send(self.place, self.text)
        return True

    def _new_line(self) -> bool:
        self.write("\n")
        return True

    def _complete(self) -> bool:
        self.wants("complete")
        return True

    def _up(self) -> bool:
        """On the first line only; elsewhere the cursor moves."""
        if self.walk(-1):
            return True
        if not self.text and not self._back:
            self.wants("edit_last")
            return True
        if self.get_cursor_up_location()[0] == self.cursor_location[0] == 0 and self._on_first_row():
            self.recall(1)
            return True
        return False

    def _down(self) -> bool:
        if self.walk(1):
            return True
        if self._on_last_row():
            self.recall(-1)
            return True
        return False

    def _on_first_row(self) -> bool:
        return self.wrapped_document.location_to_offset(self.cursor_location).y == 0

    def _on_last_row(self) -> bool:
        return self.wrapped_document.location_to_offset(self.cursor_location).y == self.wrapped_document.height - 1

    def _earlier(self) -> bool:
        self.recall(1)
        return True

    def _later(self) -> bool:
        self.recall(-1)
        return True

    def _choose(self) -> bool:
        if self.text:
            return False
        self.wants("choose")
        return True

    def _delete_word(self) -> bool:
        self.action_delete_word_left()
        return True

    def _delete_line(self) -> bool:
        self.action_delete_to_start_of_line()
        return True

    def _undo(self) -> bool:
        self.action_undo()
        return True


_ACTS: dict[str, Callable[[Field], bool]] = {  # each says whether the key is done with
    "send": Field._send,
    "new_line": Field._new_line,
    "complete": Field._complete,
    "up": Field._up,
    "down": Field._down,
    "earlier": Field._earlier,
    "later": Field._later,
    "choose": Field._choose,
    "delete_word": Field._delete_word,
    "delete_line": Field._delete_line,
    "undo": Field._undo,
}


def pasted(text: str) -> str:
    """What did not come from the keyboard, as text: line ends are LF, no control is left that nobody saw."""
    return _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))
