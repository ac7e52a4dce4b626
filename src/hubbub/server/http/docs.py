"""The pages of the documentation at `/docs/`: what was installed is what is explained, without another server."""

from __future__ import annotations

import asyncio
import posixpath
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from hubbub import shipped

from .framed import HEADERS, framed, template
from .refused import Refused
from .request import Request
from .response import Response, redirect
from .routes import Route

if TYPE_CHECKING:
    from markdown_it.token import Token

_COMMENT = re.compile(r"^<!--.*?-->$", re.MULTILINE | re.DOTALL)


def rows(prefix: str) -> tuple[Route, ...]:
    """`prefix`: the path of the site in front of all others (`web.url`)."""
    docs = Docs()

    def first(request: Request) -> Response:
        return redirect(f"{prefix}/docs/")

    return (
        Route("GET", "/docs", first),
        Route("GET", "/docs/", docs.page),
        Route("GET", "/docs/{name*}", docs.page),
    )


class Docs:
    """Pages, rendered when they are first asked for, beside the loop."""

    def __init__(self) -> None:
        self.rendered: dict[str, bytes] = {}

    async def page(self, request: Request) -> Response:
        name = request.params.get("name", "")
        if name not in self.rendered:
            made = await asyncio.get_running_loop().run_in_executor(None, rendered, name)
            if made is None:
                raise Refused(404, "There is no such page; /docs/ lists them.")
            self.rendered[name] = made
        return Response(200, HEADERS, self.rendered[name])


def rendered(name: str) -> bytes | None:
    """A page as HTML, or the list of all (empty); None: there is no such page."""
    import html  # with its table of entities, which nobody needs before

    there = shipped.pages()
    if name and name not in there:
        return None
    title = shipped.title(there[name]) if name else "Documentation"
    text = there[name].read_text("utf-8") if name else _listed(there)
    up = "../" * name.count("/")
    content = template("docs.html").substitute(up=f"{up}../", list=up or "./", text=to_html(text, name, there))
    return framed(html.escape(title), content, f"{up}../")


def to_html(text: str, name: str, there: dict[str, Path]) -> str:
    """Markdown as HTML. Its links lead to pages that are there; of others, the words are left."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(_COMMENT.sub("", text))
    for before, token in pairwise(tokens):
        if before.type == "heading_open":
            before.attrSet("id", anchor(token.content))
        if token.type == "inline":
            token.children = _linked(token.children or [], lambda link: _place(link, name, there))
    return str(parser.renderer.render(tokens, parser.options, {}))


def anchor(heading: str) -> str:
    """What links call a heading: in lower case, without punctuation, with dashes for spaces."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _linked(tokens: list[Token], place: Callable[[str], str]) -> list[Token]:
    kept: list[Token] = []
    dropped: list[bool] = []
    for token in tokens:
        if token.type == "link_open":
            href = place(str(token.attrGet("href") or ""))
            token.attrSet("href", href)
            dropped.append(not href)
            if href:
                kept.append(token)
        elif token.type == "link_close":
            if not dropped.pop():
                kept.append(token)
        elif token.type != "image":  # they are not in the wheel
            kept.append(token)
    return kept


def _place(link: str, name: str, there: dict[str, Path]) -> str:
    """Where a link of the page `name` leads to from there; empty: to nothing that is here."""
    if ":" in link or link.startswith("#"):
        return link
    path, mark, fragment = link.partition("#")
    file = posixpath.normpath(posixpath.join("/docs", posixpath.dirname(_file(name)), path))
    wanted = file.removeprefix("/").removeprefix("docs/").removesuffix(".md")
    if wanted not in there or not file.endswith(".md"):
        return ""
    return f"{'../' * name.count('/')}{wanted}{mark}{fragment}"


def _file(name: str) -> str:
    """Where the page's file is, as docs/ sees it."""
    return name if name.islower() or "/" in name else f"../{name}"


def _listed(there: dict[str, Path]) -> str:
    return "# Documentation\n\n" + "\n".join(
        f"- [{shipped.title(page)}]({'' if name.islower() else '../'}{name}.md)"
        for name, page in there.items()
        if "/" not in name
    )
