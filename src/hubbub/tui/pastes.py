"""Pasted texts, which terminals put between two marks, may hold anything; they stay texts.

To Textual an ESC in one would be its end, and what follows would be keys: Enter sends, a slash begins a command. Some
terminals take such signs out, others do not.
"""

from __future__ import annotations

BEGIN, END = "\x1b[200~", "\x1b[201~"


class Pastes:
    """What comes from the terminal goes through `clean`, in pieces."""

    def __init__(self) -> None:
        self._inside = False
        self._before = ""  # the last letters outside, where a mark may have begun
        self._held = ""  # the last letters inside, where a mark may have begun

    def clean(self, text: str) -> str:
        """The same with no ESC in what is pasted but that of the mark at its end."""
        if self._inside:
            return self._within(text)
        joined = self._before + text
        start = joined.find(BEGIN)
        if start < 0:
            self._before = joined[1 - len(BEGIN) :]
            return text
        self._inside, end = True, start + len(BEGIN) - len(self._before)
        self._before = ""
        return text[:end] + self._within(text[end:])

    def _within(self, text: str) -> str:
        """The last mark counts: one before it may have been pasted, too."""
        joined, self._held = self._held + text, ""
        end = joined.rfind(END)
        if end < 0:
            self._held = _begun(joined)
            return _without_marks(joined.removesuffix(self._held))
        self._inside = False
        return _without_marks(joined[:end]) + END + self.clean(joined[end + len(END) :])


def _without_marks(text: str) -> str:
    return text.replace(BEGIN, "").replace(END, "").replace("\x1b", "")


def _begun(text: str) -> str:
    """What stands at the end of it and may go on to be the mark."""
    return next((END[:size] for size in range(len(END) - 1, 0, -1) if text.endswith(END[:size])), "")
