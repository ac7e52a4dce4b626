"""What comes in a pipe as lines of text, whatever wrote it: UTF-8 or UTF-16, with or without a byte order mark.

A line ends with LF, or CR LF; everything else that some programs take for the end of a line is a letter like others.
What cannot be decoded stands in a line as UNREADABLE, which no text has: such a line is said nowhere (`is_text`).
"""

from __future__ import annotations

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins as the next one does
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LONGEST_MARK = 4
UNREADABLE = "\udcff"
_MARKED = "hubbub-marked"  # the name of how errors are handled: by that mark
_END_OF_DOS = "\x1a"  # Ctrl-Z ends a text there


def is_text(line: str) -> bool:
    """Whether all of it could be decoded, and can be sent: no line of the protocol has a NUL, or a carriage return,
    behind which other programs begin a line. A terminal gives bytes that are no UTF-8 as surrogates, too."""
    return "\0" not in line and "\r" not in line and not any("\ud800" <= letter <= "\udfff" for letter in line)


def _mark(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return UNREADABLE, error.end


codecs.register_error(_MARKED, _mark)


class Decoder:
    """Bytes in pieces as they come, lines out, without their ends."""

    def __init__(self) -> None:
        self._first = b""  # until it is known what they are
        self._decoder: codecs.IncrementalDecoder | None = None
        self._rest = ""

    def feed(self, data: bytes) -> list[str]:
        """The lines that are complete now."""
        return self._cut(self._decode(data, final=False))

    def end(self) -> list[str]:
        """What is left when nothing more comes: a last line without an end."""
        lines = self._cut(self._decode(b"", final=True))
        last, self._rest = self._rest.removesuffix(_END_OF_DOS).removesuffix("\r"), ""
        return [*lines, last] if last else lines

    def _cut(self, text: str) -> list[str]:
        *whole, self._rest = (self._rest + text).split("\n")
        return [line.removesuffix("\r") for line in whole]

    def _decode(self, data: bytes, *, final: bool) -> str:
        if self._decoder is None:
            self._first += data
            is_line = b"\n" in self._first and b"\0" not in self._first
            if len(self._first) < _LONGEST_MARK and not is_line and not final:
                return ""
            mark, encoding = _encoding_of(self._first)
            data, self._first = self._first.removeprefix(mark), b""
            self._decoder = codecs.getincrementaldecoder(encoding)(errors=_MARKED)
        return self._decoder.decode(data, final)


def _encoding_of(first: bytes) -> tuple[bytes, str]:
    """The mark at the beginning, and what it says; without one, two letters say it that are each beside a zero byte:
    one such byte may stand in any text."""
    for mark, encoding in _MARKS:
        if first.startswith(mark):
            return mark, encoding
    letters, zeros = first[0:4:2], first[1:4:2]
    if len(first) > 1 and all(letters) and not any(zeros):
        return b"", "utf-16-le"
    if len(first) > 1 and all(zeros) and not any(letters):
        return b"", "utf-16-be"
    return b"", "utf-8"
