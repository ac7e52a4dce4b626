"""Scripts and style sheets without what only people read: comments, indentation, empty lines,
spaces beside signs. Nothing else is changed.

There is no build step: what is written is what is served, only shorter. A third of our scripts are comments, and a
first visit over a slow line should not wait for them. A JavaScript source is read as tokens, so that what looks like a
comment in a string, a template or a regular expression stays. Lines stay lines where a statement may end with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_CSS_STRING = r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
_CSS = re.compile(_CSS_STRING + r"|/\*.*?\*/|\s*\n\s*", re.DOTALL)
_CSS_SIGNS = re.compile(_CSS_STRING + r"|[ \t]*([{},;])[ \t]*|(:)[ \t]+")  # before a colon a space means something

_TOKEN = re.compile(
    r"""(?P<space>\s+)|(?P<comment>//[^\n]*|/\*.*?\*/)|(?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')"""
    r"""|(?P<word>[\w$\#@]+)|(?P<tick>`)|(?P<slash>/)|(?P<open>\{)|(?P<close>\})|(?P<sign>.)""",
    re.DOTALL,
)
_REGEX = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/[a-z]*")
_TEMPLATE = re.compile(r"(?:\\.|\$(?!\{)|[^`\\$])*", re.DOTALL)
_BREAK = re.compile(r"[ \t]*\n\s*")

_SIGNS = frozenset(
    "{}()[];,=<>?:&|!"
)  # no + and -, of which two in a row are another sign, and no * and / of other uses
_OPEN = frozenset("{([,;")
_OF_MODULES = frozenset(("import", "export", "from", "as"))

_BEFORE_REGEX = frozenset(
    (
        "return",
        "typeof",
        "case",
        "in",
        "of",
        "delete",
        "void",
        "throw",
        "new",
        "else",
        "do",
        "await",
        "yield",
        "instanceof",
    )
)


def slim_css(text: str) -> str:
    """A style sheet without comments and indentation, and without spaces beside signs."""
    bare = _CSS.sub(lambda found: found[1] or ("\n" if found[0].isspace() else ""), text)
    return _ended(_CSS_SIGNS.sub(lambda found: found[1] or found[2] or found[3], bare), text)


def slim_js(text: str) -> str:
    """A module without comments and indentation. In `html` templates, too, where white space with a line end in it is
    nothing (htm leaves it out)."""
    return _ended("".join(_Reader(text).pieces()), text)


def _ended(short: str, text: str) -> str:
    """What is left, with a line's end at its end where there was one."""
    return short.strip() + ("\n" if text.endswith("\n") else "")


class _Reader:
    """Reads one source. `templates`: for each template that is open, how deep in braces its hole is."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.before = ""  # the last token that is neither space nor comment
        self.space = ""  # what stands between it and the next
        self.templates: list[tuple[int, bool]] = []
        self.depth = 0

    def pieces(self) -> Iterator[str]:
        while self.at < len(self.text):
            found = _TOKEN.match(self.text, self.at)
            assert found is not None
            kind, token = str(found.lastgroup), found[0]
            self.at = found.end()
            if kind == "space":
                self.space += token
            elif kind == "comment":
                self.space += " " if self.space else ""
            else:
                yield self._gap(token)
                yield from self._token(kind, token)

    def _gap(self, token: str) -> str:
        gap, self.space = self.space, ""
        if "\n" in gap:
            return "" if self._goes_on(token) else "\n"
        return "" if self._is_needless(token) else gap[:1]

    def _goes_on(self, token: str) -> bool:
        """Whether a line's end in front of the next token ends nothing."""
        return self.before in _OPEN and token not in ("import", "export")  # which begin a line: bundle.py

    def _is_needless(self, token: str) -> bool:
        """Whether the next token needs no space in front: beside such signs none means anything."""
        if self.before in _OF_MODULES or token in _OF_MODULES:  # read again, line by line: bundle.py
            return False
        return self.before[-1:] in _SIGNS or token in _SIGNS

    def _token(self, kind: str, token: str) -> Iterator[str]:
        if kind == "slash" and self._may_be_regex():
            token = self._regex(token)
        elif kind == "open":
            self.depth += 1
        elif kind == "close":
            self.depth -= 1
        tagged = self.before == "html"
        self.before = token
        yield token
        if kind == "tick":
            yield from self._template(tagged)
        elif kind == "close" and self.templates and self.depth == self.templates[-1][0]:
            yield from self._template(self.templates.pop()[1])

    def _may_be_regex(self) -> bool:
        """After a value a slash divides; after everything else a regular expression begins."""
        if self.before in _BEFORE_REGEX or not self.before:
            return True
        return not (self.before[-1].isalnum() or self.before[-1] in "_$)]}\"'`")

    def _regex(self, token: str) -> str:
        found = _REGEX.match(self.text, self.at - 1)
        if found is None:
            return token
        self.at = found.end()
        return found[0]

    def _template(self, tagged: bool) -> Iterator[str]:
        """The text of a template up to its end, or to a hole in it."""
        found = _TEMPLATE.match(self.text, self.at)
        assert found is not None
        self.at = found.end()
        yield _BREAK.sub("\n", found[0]) if tagged else found[0]
        if self.text.startswith("${", self.at):
            self.templates.append((self.depth, tagged))
            self.depth += 1
            self.at += 2
            self.before = "{"
            yield "${"
        else:
            self.at += 1
            self.before = "`"
            yield "`"
