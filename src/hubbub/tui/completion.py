"""The list above the field: what the word before the cursor can become. Tab takes the first, then the next."""

from __future__ import annotations

from hubbub.views.completing import Candidate, by_itself, candidates, with_addressed
from hubbub.views.emoji import by_part

from .desk import Desk
from .lists import Ink, ListRow

SHOWN = 8


class Completion:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.addressed: list[str] = []  # the last one first
        self._found: list[Candidate] = []
        self._word = ""  # as it was typed
        self._taken = -1  # which of them stands in its place
        self._walked = False  # the person has moved in the list
        self._left = ""  # the line before the cursor when the list was closed

    def note_addressed(self, text: str) -> None:
        """Whom one speaks to is likely to be spoken to again."""
        self.addressed = with_addressed(self.addressed, text)

    def tab(self) -> None:
        """Take the first, or in its place the next."""
        if not self._found:
            self._look()
        elif self._taken >= 0:
            self._put_back()
        if not self._found:
            return
        step = 0 if self._walked and self._taken < 0 else 1
        self._take((self._marked() if step == 0 else self._taken + 1) % len(self._found))
        if len(self._found) == 1:
            self.close()

    def by_itself(self) -> None:
        """The text has changed."""
        before = self._before()
        if self._taken >= 0 and before.endswith(self._found[self._taken].text):
            return  # by us
        self._found, self._taken, self._walked = [], -1, False
        if by_itself(before) and before != self._left:
            self._look()
        else:
            self._show()

    def walk(self, step: int) -> bool:
        """Arrows move in the list while it is open."""
        if not self.open:
            return False
        self._walked = True
        self.desk.talk.popup.move(step, round=True)
        return True

    def enter(self) -> bool:
        """Enter takes what was walked to; else it is not for the list."""
        if not self.open or not self._walked or self._taken >= 0:
            return False
        self.choose(self._marked())
        return True

    def choose(self, place: int) -> None:
        """Take that one."""
        if 0 <= place < len(self._found):
            if self._taken >= 0:
                self._put_back()
            self._take(place)
            self.close()

    def close(self) -> bool:
        """Whether it was open."""
        was = self.open
        self._left = self._before() if was else ""
        self._found, self._taken, self._walked = [], -1, False
        self._show()
        return was

    @property
    def open(self) -> bool:
        return bool(self._found)

    def _before(self) -> str:
        return self.desk.talk.field.before_cursor()

    def _look(self) -> None:
        before = self._before()
        self._found = candidates(self.desk.state, self.desk.buffer, before, addressed=self.addressed, emoji=by_part)
        self._taken = -1
        self._word = before[len(before) - self._found[0].letters :] if self._found else ""
        self._show()

    def _take(self, place: int) -> None:
        self._taken = place
        self.desk.talk.field.replace_before(self._found[place].letters, self._found[place].text)
        self.desk.talk.popup.mark(str(place))

    def _put_back(self) -> None:
        """The word as it was typed."""
        self.desk.talk.field.replace_before(len(self._found[self._taken].text), self._word)

    def _marked(self) -> int:
        return int(self.desk.talk.popup.marked or 0)

    def _show(self) -> None:
        popup = self.desk.talk.popup
        rows = [
            ListRow(str(place), Ink(found.shown), None, (Ink(f" {found.words} ", "ink_2"),) if found.words else ())
            for place, found in enumerate(self._found)
        ]
        popup.show(rows, "0")
        popup.styles.height = min(SHOWN, max(1, len(rows)))
        popup.display = bool(rows)
